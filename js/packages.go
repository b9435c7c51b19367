package js

import (
	"os"
	"path/filepath"
	"regexp"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
)

// Packages of npm tell a browser by window and a worker by self, and some read
// navigator, whatever they run on. Where a platform declares these names without a
// value they take it for Node and ask for its sockets, or fail as they are loaded.
// Here, code below node_modules finds a worker's self and navigator, which apps on such
// platforms have to provide; the app's own code does not.
const packageSelf = "__uni_self__"

var packageNames = map[string]string{"self": packageSelf, "navigator": packageSelf + ".navigator"}

var mentionsNames = regexp.MustCompile(`\b(self|navigator)\b`)

// providePackages is the plugin that gives packages these names, after what loads a
// file otherwise.
func providePackages(load func(api.OnLoadArgs) (api.OnLoadResult, error)) api.Plugin {
	return api.Plugin{
		Name: "globals of packages",
		Setup: func(build api.PluginBuild) {
			build.OnLoad(api.OnLoadOptions{Filter: `[/\\]node_modules[/\\].*\.[cm]?jsx?$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				result, err := load(args)
				if err != nil {
					return result, err
				}
				if result.Contents == nil {
					data, err := os.ReadFile(args.Path)
					if err != nil {
						return result, nil // esbuild says what is wrong with the file
					}
					code := string(data)
					result = api.OnLoadResult{Contents: &code, Loader: loader(args.Path), ResolveDir: filepath.Dir(args.Path)}
				}
				if code, ok := withPackageNames(*result.Contents, args.Path); ok {
					result.Contents = &code
				}
				return result, nil
			})
		},
	}
}

// withPackageNames is code with these global variables replaced; other variables of
// their names stay. It is not ok where there is nothing to do, or esbuild does not
// understand the code, which it says better when it bundles.
func withPackageNames(code, path string) (replaced string, ok bool) {
	if !mentionsNames.MatchString(code) {
		return "", false
	}
	result := api.Transform(code, api.TransformOptions{
		Loader:         loader(path),
		Define:         packageNames,
		Target:         api.ESNext,
		Sourcemap:      api.SourceMapInline,
		SourcesContent: api.SourcesContentInclude,
		Sourcefile:     filepath.Base(path),
		Charset:        api.CharsetUTF8,
		LogLevel:       api.LogLevelSilent,
	})
	return string(result.Code), len(result.Errors) == 0
}

// packageSelfProgram makes a worker's global object, whose properties are the
// script's globals.
var packageSelfProgram = sobek.MustCompile(preludeName("self"), `(function () {
	'use strict';
	class WorkerGlobalScope {}
	class WorkerNavigator {
		get language() { return 'zh-CN' }
		get languages() { return ['zh-CN'] }
		get onLine() { return true }
		get userAgent() { return '' }
		get hardwareConcurrency() { return 1 }
	}
	const navigator = new WorkerNavigator();
	return Object.create(globalThis, {
		constructor: { value: WorkerGlobalScope },
		self: { get() { return this } },
		navigator: { get() { return navigator } },
	});
})()`, true)

// packageGlobals has that object, where names of browsers are absent.
var packageGlobals = lazy.NewTemplate([]lazy.Property[*Runtime]{
	{Name: packageSelf, Hidden: true, Fixed: true, Make: func(r *Runtime) sobek.Value {
		self, err := r.vm.RunProgram(packageSelfProgram)
		if err != nil {
			panic(err)
		}
		return self
	}},
})
