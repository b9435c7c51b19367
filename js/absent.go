package js

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
)

// Names that are declared in every module and have no value (Config.Absent) are
// exported by a module of ours, which esbuild injects: a module that uses one of them
// and does not declare it imports it from there.
//
// An import cannot be assigned to. Where a script does that, the name becomes a
// property of an object of ours instead, shared by all modules.
const (
	absentName   = "uni:absent"
	absentObject = "__uni_absent__"
)

// assignedAbsent is how esbuild says that a script assigns to an injected name.
var assignedAbsent = regexp.MustCompile(`^Cannot assign to "(.*)" because it's an import from an injected file$`)

// buildWithout bundles with names that are absent.
func buildWithout(absent []string, options api.BuildOptions) api.BuildResult {
	if len(absent) == 0 {
		return api.Build(options)
	}
	result := api.Build(injectAbsent(absent, options))
	var assigned []string
	for _, message := range result.Errors {
		m := assignedAbsent.FindStringSubmatch(message.Text)
		if m == nil {
			return result // there is more that is wrong
		}
		assigned = append(assigned, m[1])
	}
	if assigned == nil {
		return result
	}
	options.Define = maps.Clone(options.Define)
	for _, name := range assigned {
		options.Define[name] = absentObject + "." + name
	}
	imported := slices.DeleteFunc(slices.Clone(absent), func(name string) bool { return slices.Contains(assigned, name) })
	return api.Build(injectAbsent(imported, options))
}

func injectAbsent(names []string, options api.BuildOptions) api.BuildOptions {
	code := "export var " + strings.Join(names, ", ")
	options.Inject = []string{absentName}
	options.Plugins = append(slices.Clone(options.Plugins), api.Plugin{
		Name: "absent globals",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: "^" + absentName + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: "absent", Namespace: "uni"}, nil
			})
			build.OnLoad(api.OnLoadOptions{Filter: "^absent$", Namespace: "uni"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
				return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
			})
		},
	})
	return options
}

// absentGlobals has the object of the names that the script assigns to.
var absentGlobals = lazy.NewTemplate([]lazy.Property[*Runtime]{
	{Name: absentObject, Hidden: true, Fixed: true, Make: func(r *Runtime) sobek.Value { return r.vm.CreateObject(nil) }},
})
