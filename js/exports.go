package js

import (
	"os"
	"path/filepath"
	"regexp"

	"github.com/evanw/esbuild/pkg/api"
)

var (
	unresolved = regexp.MustCompile(`^Could not resolve "(.+)"$`)

	// exportWithout is how esbuild says that what the exports of a package.json, whose place
	// it names, lead to is not there.
	exportWithout = regexp.MustCompile(`^The module "(\./.+)" was not found on the file system`)
)

// buildWithExports bundles as build does, and finds files that the exports of a package
// name without their extension, as Vite does.
func buildWithExports(build func(api.BuildOptions) api.BuildResult, options api.BuildOptions) api.BuildResult {
	files := map[string]string{} // by what is imported
	for {
		result := build(options)
		known := len(files)
		for _, message := range result.Errors {
			name := unresolved.FindStringSubmatch(message.Text)
			if file := exportedFile(message.Notes, options.ResolveExtensions); name != nil && file != "" {
				files[name[1]] = file
			}
		}
		if len(files) == known {
			return result
		}
		if known == 0 {
			options.Plugins = append([]api.Plugin{exportsPlugin(files)}, options.Plugins...)
		}
	}
}

func exportsPlugin(files map[string]string) api.Plugin {
	return api.Plugin{
		Name: "exports without extensions",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: keyOf(files)}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: files[args.Path]}, nil
			})
		},
	}
}

// exportedFile is the file that the notes to an error say was not found, with one of the
// extensions; "" if there is none.
func exportedFile(notes []api.Note, extensions []string) string {
	for _, note := range notes {
		m := exportWithout.FindStringSubmatch(note.Text)
		if m == nil || note.Location == nil {
			continue
		}
		path, err := filepath.Abs(filepath.Join(filepath.Dir(note.Location.File), filepath.FromSlash(m[1])))
		if err != nil {
			continue
		}
		for _, extension := range extensions {
			if info, err := os.Stat(path + extension); err == nil && info.Mode().IsRegular() {
				return path + extension
			}
		}
	}
	return ""
}
