package js

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/grafana/sobek"
)

// Copies of a program in one runtime (Config.Copies) share the packages in node_modules,
// which may be heavy to load: these are a bundle of their own, a module that is evaluated
// once a runtime. The app's own modules are another one, which the engine evaluates once
// for each copy. It imports packages by names that begin with packagePrefix; what it
// requires it finds in the global packagesGlobal.
const (
	packagePrefix  = "uni:package/"
	packagesModule = "uni:packages"
	packagesGlobal = "uni:packages"

	// instanceMeta is the property of import.meta that is a copy's own scriptInstance.
	instanceMeta = "scriptInstance"
)

// importedPackages are the files in node_modules that the app's own modules import.
type importedPackages struct {
	mu       sync.Mutex // esbuild reads files side by side
	files    []string
	required map[string]bool // those that are required
}

func (p *importedPackages) add(file string, required bool) (number string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.files, file)
	if i < 0 {
		i = len(p.files)
		p.files = append(p.files, file)
	}
	if required {
		if p.required == nil {
			p.required = map[string]bool{}
		}
		p.required[file] = true
	}
	return strconv.Itoa(i)
}

// plugin leaves packages out of a bundle.
func (p *importedPackages) plugin() api.Plugin {
	type resolving struct{}
	return api.Plugin{
		Name: "packages that copies share",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				kinds := []api.ResolveKind{api.ResolveJSImportStatement, api.ResolveJSRequireCall, api.ResolveJSDynamicImport}
				if _, again := args.PluginData.(resolving); again || !slices.Contains(kinds, args.Kind) {
					return api.OnResolveResult{}, nil
				}
				found := build.Resolve(args.Path, api.ResolveOptions{
					Importer: args.Importer, Namespace: args.Namespace, ResolveDir: args.ResolveDir, Kind: args.Kind, PluginData: resolving{},
				})
				if len(found.Errors) > 0 || found.External || found.Namespace != "file" || !isPackageCode(found.Path) {
					return api.OnResolveResult{}, nil
				}
				required := args.Kind == api.ResolveJSRequireCall
				name := p.add(found.Path, required)
				if !required {
					return api.OnResolveResult{Path: packagePrefix + name, External: true}, nil
				}
				return api.OnResolveResult{Path: name, Namespace: "package", PluginData: args.Kind}, nil
			})
			build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: "package"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				code := fmt.Sprintf("module.exports = globalThis[%q].r%s()", packagesGlobal, args.Path)
				return api.OnLoadResult{Contents: &code, Loader: api.LoaderJS}, nil
			})
		},
	}
}

// isPackageCode reports whether a file is JavaScript of a package's.
func isPackageCode(file string) bool {
	loader, ok := extensions[strings.ToLower(filepath.Ext(file))]
	return ok && loader == api.LoaderJS && strings.Contains(filepath.ToSlash(file), "/node_modules/")
}

// source is the module that has all of them: as p0 what an import of the first finds, and
// as r0 a function for what a call of require does.
func (p *importedPackages) source() string {
	var b strings.Builder
	for i, file := range p.files {
		fmt.Fprintf(&b, "import * as p%d from %q\nexport { p%[1]d }\n", i, file)
		if p.required[file] {
			fmt.Fprintf(&b, "export const r%d = () => require(%q)\n", i, file)
		}
	}
	return b.String()
}

// packageModule is one of them for the engine, which asks it for its exports by name.
type packageModule struct {
	program *Program
	number  int
	once    sync.Once
	list    []string // of its exports, once it has been evaluated somewhere
}

// Link implements sobek.ModuleRecord.
func (*packageModule) Link() error { return nil }

// ResolveExport implements sobek.ModuleRecord. Which exports there are shows when the
// package runs; those that are not are undefined.
func (m *packageModule) ResolveExport(name string, _ ...sobek.ResolveSetElement) (*sobek.ResolvedBinding, bool) {
	return &sobek.ResolvedBinding{Module: m, BindingName: name}, false
}

// GetExportedNames implements sobek.ModuleRecord.
func (m *packageModule) GetExportedNames(callback func([]string), _ ...sobek.ModuleRecord) bool {
	callback(m.list)
	return true
}

// exports are those of the package in a runtime, whose packages have been evaluated.
func (m *packageModule) exports(vm *sobek.Runtime) *sobek.Object {
	return vm.NamespaceObjectFor(m.program.packages).Get("p" + strconv.Itoa(m.number)).ToObject(vm)
}

// learn finds the names of the exports, which the engine asks for before it evaluates.
func (m *packageModule) learn(vm *sobek.Runtime) {
	m.once.Do(func() { m.list = m.exports(vm).Keys() })
}

// Evaluate implements sobek.ModuleRecord: the packages have been evaluated.
func (m *packageModule) Evaluate(vm *sobek.Runtime) *sobek.Promise {
	p, resolve, _ := vm.NewPromise()
	resolve(&packageInstance{m.exports(vm)})
	return p
}

// packageInstance are the exports of a package in one runtime.
type packageInstance struct{ exports *sobek.Object }

// GetBindingValue implements sobek.ModuleInstance.
func (p *packageInstance) GetBindingValue(name string) sobek.Value {
	if v := p.exports.Get(name); v != nil {
		return v
	}
	return sobek.Undefined()
}
