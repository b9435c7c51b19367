package js

import (
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// absentName is the module that declares Config.Absent. It is injected: a module
// that uses one of the names and does not declare it imports it from there.
const absentName = "uni:absent"

func absentModule(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return []string{absentName}
}

func absentPlugin(names []string) []api.Plugin {
	if len(names) == 0 {
		return nil
	}
	code := "export var " + strings.Join(names, ", ")
	return []api.Plugin{{
		Name: "absent globals",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: "^" + absentName + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: "absent", Namespace: "uni"}, nil
			})
			build.OnLoad(api.OnLoadOptions{Filter: "^absent$", Namespace: "uni"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
				return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
			})
		},
	}}
}
