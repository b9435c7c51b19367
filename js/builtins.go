package js

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// builtinName matches the modules of Node. A package may be installed under such a name.
var builtinName = regexp.MustCompile(`^(node:.+|(assert|async_hooks|buffer|child_process|cluster|console|constants|crypto|` +
	`dgram|diagnostics_channel|dns|domain|events|fs|https?|http2|inspector|module|net|os|path|perf_hooks|process|punycode|` +
	`querystring|readline|repl|stream|string_decoder|sys|timers|tls|trace_events|tty|url|util|v8|vm|wasi|worker_threads|zlib)` +
	`(/(consumers|posix|promises|strict|types|web|win32))?)$`)

// builtins are the modules of Node that packages require beside their code for browsers.
// As Vite has it, with which uni-app builds, they are empty; the app's own import of one
// is a mistake.
type builtins struct {
	mu    sync.Mutex          // esbuild reads files side by side
	empty map[string][]string // names, by the file that requires them
}

const builtinNamespace = "node"

func (b *builtins) plugin() api.Plugin {
	type resolving struct{}
	return api.Plugin{
		Name: "modules of Node",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: builtinName.String()}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				own := args.Kind != api.ResolveJSRequireCall && !strings.Contains(filepath.ToSlash(args.Importer), "/node_modules/")
				if _, again := args.PluginData.(resolving); again || own {
					return api.OnResolveResult{}, nil
				}
				installed := build.Resolve(args.Path, api.ResolveOptions{
					Importer: args.Importer, Namespace: args.Namespace, ResolveDir: args.ResolveDir, Kind: args.Kind, PluginData: resolving{},
				})
				if len(installed.Errors) == 0 {
					return api.OnResolveResult{}, nil
				}
				b.add(args.Importer, args.Path)
				return api.OnResolveResult{Path: strings.TrimPrefix(args.Path, "node:"), Namespace: builtinNamespace}, nil
			})
			build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: builtinNamespace}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
				code := "export default {}"
				return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
			})
		},
	}
}

func (b *builtins) add(file, name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.empty == nil {
		b.empty = map[string][]string{}
	}
	if !slices.Contains(b.empty[file], name) {
		b.empty[file] = append(b.empty[file], name)
	}
}

// hint is what to add to a TypeError that a file threw which found such a module empty.
func (b *builtins) hint(text string, frames []frame) string {
	if len(frames) == 0 || !strings.HasPrefix(text, "TypeError") {
		return ""
	}
	path, err := filepath.Abs(frames[0].file)
	if err != nil || b.empty[path] == nil {
		return ""
	}
	names := slices.Sorted(slices.Values(b.empty[path]))
	return fmt.Sprintf("\n%s requires %s of Node, which no uni-app platform has: it finds an empty object, as in a build by Vite. Use the package's build for browsers.",
		frames[0].file, strings.Join(names, ", "))
}
