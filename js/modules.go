package js

import (
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// moduleNamespace is that of modules of ours; in stacks they are left out (see
// frame.isUsers).
const moduleNamespace = "uni"

// entryName is the module that runs in place of the script (Config.Entry).
const entryName = "uni:entry"

// modulesPlugin finds modules whose sources are given, wherever they are imported.
func modulesPlugin(modules map[string]string, dir string) api.Plugin {
	return api.Plugin{
		Name: "modules of uni",
		Setup: func(build api.PluginBuild) {
			if len(modules) == 0 {
				return
			}
			build.OnResolve(api.OnResolveOptions{Filter: keyOf(modules)}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: strings.TrimPrefix(args.Path, "uni:"), Namespace: moduleNamespace, PluginData: args.Path}, nil
			})
			build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: moduleNamespace}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				name, _ := args.PluginData.(string)
				source, ok := modules[name]
				if !ok {
					return api.OnLoadResult{}, nil // of another plugin
				}
				return api.OnLoadResult{Contents: &source, Loader: api.LoaderJS, ResolveDir: dir}, nil
			})
		},
	}
}

// keyOf is a filter for the keys of m.
func keyOf(m map[string]string) string {
	var names []string
	for name := range m {
		names = append(names, regexp.QuoteMeta(name))
	}
	return "^(" + strings.Join(names, "|") + ")$"
}

// assets are files that a bundler gives a URL for; styles are imported for their effect
// on a screen alone.
var (
	assets = strings.Fields(`png jpe?g jfif pjpeg gif svg ico webp avif mp4 webm ogg mp3 wav flac aac opus mov m4a vtt
		woff2? eot ttf otf webmanifest pdf txt`)
	styles = strings.Fields("css scss sass less styl stylus pcss postcss")
)

// assetsPlugin imports files that are no modules as Vite does: an asset, or any file
// with ?url, is its URL on the page, a file with ?raw its text.
func assetsPlugin(root string) api.Plugin {
	return api.Plugin{
		Name: "assets",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: `\?(raw|url)$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				path, kind, _ := strings.Cut(args.Path, "?")
				found := build.Resolve(path, api.ResolveOptions{
					Importer: args.Importer, Namespace: args.Namespace, ResolveDir: args.ResolveDir, Kind: args.Kind,
				})
				if len(found.Errors) > 0 {
					return api.OnResolveResult{Errors: found.Errors}, nil
				}
				return api.OnResolveResult{Path: found.Path, Namespace: kind}, nil
			})
			build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "raw"}, loadRaw)
			url := func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				text := urlOf(root, args.Path)
				return api.OnLoadResult{Contents: &text, Loader: api.LoaderText}, nil
			}
			build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "url"}, url)
			build.OnLoad(api.OnLoadOptions{Filter: `\.(` + strings.Join(assets, "|") + `)$`, Namespace: "file"}, url)
		},
	}
}

func loadRaw(args api.OnLoadArgs) (api.OnLoadResult, error) {
	text, err := readText(args.Path)
	return api.OnLoadResult{Contents: &text, Loader: api.LoaderText}, err
}

// urlOf is the URL of an asset: the place of a file below the project's sources, as
// those in static have it, and /assets with its name for any other.
func urlOf(root, path string) string {
	if rel, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(rel) {
		return "/" + filepath.ToSlash(rel)
	}
	return "/assets/" + filepath.Base(path)
}
