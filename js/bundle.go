package js

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundleName is the name under which the engine knows the bundle. Only code that
// esbuild added, which maps to no file of the user, appears in stacks under it. (A
// name that reads as an URL would be taken for the base of the files' names.)
const bundleName = "<bundle>"

// bundle is the user's program: one module without imports, and where its parts
// came from.
type bundle struct {
	code     string            // with an inline source map
	packages *bundle           // that the code imports, of Config.Copies; or nil
	imported int               // how many of them
	sources  map[string]string // text of the user's files, by the name shown in stacks
	warnings []Problem
	builtins builtins
}

// extensions says how files are read; all others are an error.
var extensions = map[string]api.Loader{
	".js": api.LoaderJS, ".mjs": api.LoaderJS, ".cjs": api.LoaderJS, ".jsx": api.LoaderJSX,
	".ts": api.LoaderTS, ".mts": api.LoaderTS, ".cts": api.LoaderTS, ".tsx": api.LoaderTSX,
	".json": api.LoaderJSON,
	".vue":  api.LoaderJS, ".nvue": api.LoaderJS, // see loadComponent
}

// loaders are those of files that are imported: a style is nothing without a screen.
var loaders = func() map[string]api.Loader {
	all := maps.Clone(extensions)
	for _, style := range styles {
		all["."+style] = api.LoaderEmpty
	}
	return all
}()

// unsupported is what the engine lacks and esbuild rewrites.
var unsupported = map[string]bool{
	"async-generator": false,
	"for-await":       false,
	"using":           false,
	"decorators":      false,
}

// bundleFile reads the program that starts at cfg.File and all that it imports.
func bundleFile(cfg Config) (*bundle, error) {
	file, development, build := cfg.File, cfg.Development, cfg.Build
	if err := checkEntry(file); err != nil {
		return nil, err
	}
	wd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	mode := "production"
	if development {
		mode = "development"
	}
	root := sourceRoot(filepath.Dir(path))
	env := readEnv(packageRoot(path), mode)
	compiled := newConditional(build)
	b := &bundle{}
	modules := maps.Clone(cfg.Modules)
	if modules == nil {
		modules = map[string]string{}
	}
	modules[sfcName] = sfcModule
	entry := path
	if cfg.Entry != nil {
		if source := cfg.Entry(path); source != "" {
			entry, modules[entryName] = entryName, source
		}
	}
	var shared importedPackages
	plugins := append(compiled.plugins(), modulesPlugin(modules, filepath.Dir(path)), assetsPlugin(root), b.builtins.plugin())
	if slices.Contains(cfg.Absent, "self") {
		plugins = append([]api.Plugin{providePackages(compiled.load)}, plugins...)
	}
	options := api.BuildOptions{
		EntryPoints:   []string{entry},
		AbsWorkingDir: wd,
		Outfile:       filepath.Join(wd, "bundle.js"), // never written; sources are relative to it
		Bundle:        true,
		Format:        api.FormatESModule,
		Platform:      api.PlatformBrowser,
		Target:        api.ESNext,
		Supported:     unsupported,
		KeepNames:     true, // a class that is renamed would print under the new name
		Loader:        loaders,
		Alias:         map[string]string{"@": root},
		// As Vite has them, with which uni-app builds; .vue is uni-app's.
		ResolveExtensions: []string{".mjs", ".js", ".mts", ".ts", ".jsx", ".tsx", ".json", ".nvue", ".vue"},
		Conditions:        []string{"module", mode},
		Define: map[string]string{
			"global":                   "globalThis",
			"process.env.NODE_ENV":     `"` + mode + `"`,
			"process.env.UNI_PLATFORM": fmt.Sprintf("%q", build.UniPlatform()),
			"process.env":              processEnv(env, mode, build.UniPlatform()),
			"import.meta.env":          metaEnv(env, mode),

			// What plugin-vue says of Vue's own build.
			"__VUE_OPTIONS_API__":                     "true",
			"__VUE_PROD_DEVTOOLS__":                   "false",
			"__VUE_PROD_HYDRATION_MISMATCH_DETAILS__": "false",
		},
		Plugins:   plugins,
		Sourcemap: api.SourceMapExternal,
		LogLevel:  api.LogLevelSilent,
	}
	own := options
	if cfg.Copies > 1 {
		own.Plugins = append([]api.Plugin{shared.plugin()}, own.Plugins...)
		own.Define = maps.Clone(own.Define)
		own.Define["scriptInstance"] = "import.meta." + instanceMeta
	}
	if err := b.build(cfg, own, wd); err != nil {
		return nil, err
	}
	b.warnings = compiled.problems
	if len(shared.files) > 0 {
		options.EntryPoints = []string{packagesModule}
		options.Plugins = append([]api.Plugin{modulesPlugin(map[string]string{packagesModule: shared.source()}, wd)}, options.Plugins...)
		b.packages, b.imported = &bundle{}, len(shared.files)
		if err := b.packages.build(cfg, options, wd); err != nil {
			return nil, err
		}
		maps.Copy(b.sources, b.packages.sources)
	}
	return b, nil
}

// build bundles with esbuild.
func (b *bundle) build(cfg Config, options api.BuildOptions, wd string) error {
	file := cfg.File
	result := buildWithExports(func(o api.BuildOptions) api.BuildResult { return buildWithout(cfg.Absent, o) }, options)
	if problems := problemsOf(result.Errors); len(problems) > 0 {
		return &BundleError{Problems: problems}
	}
	var code, sourceMap []byte
	for _, output := range result.OutputFiles {
		if strings.HasSuffix(output.Path, ".map") {
			sourceMap = output.Contents
		} else {
			code = output.Contents
		}
	}
	if err := b.link(lastCodePoint(string(code)), sourceMap, wd, filepath.IsAbs(file)); err != nil {
		return fmt.Errorf("%s: the bundle's source map: %w", file, err)
	}
	return nil
}

// lastCodePoint writes U+10FFFF, on whose escape the engine's parser panics, as a
// surrogate pair.
func lastCodePoint(code string) string {
	const escape, pair = `\u{10FFFF}`, `\uDBFF\uDFFF`
	var b strings.Builder
	for {
		i := indexFold(code, escape)
		if i < 0 {
			return b.String() + code
		}
		backslashes := i - len(strings.TrimRight(code[:i], `\`))
		b.WriteString(code[:i])
		if backslashes%2 == 0 {
			b.WriteString(pair)
		} else {
			b.WriteString(code[i : i+len(escape)])
		}
		code = code[i+len(escape):]
	}
}

// indexFold finds an escape in either case of its digits.
func indexFold(code, escape string) int {
	i, j := strings.Index(code, escape), strings.Index(code, `\u{10ffff}`)
	if i < 0 || j >= 0 && j < i {
		return j
	}
	return i
}

// checkEntry answers for a file that cannot be run at all.
func checkEntry(file string) error {
	info, err := os.Stat(file)
	switch {
	case file == "":
		return errors.New("no script given; name a .js, .mjs or .ts file")
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w; check the path, which is read from the working directory", file, fs.ErrNotExist)
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s: is a directory; name the script in it that is to run", file)
	}
	loader, ok := extensions[strings.ToLower(filepath.Ext(file))]
	if !ok || loader == api.LoaderJSON {
		return fmt.Errorf("%s: not a script; it must end in .js, .mjs, .cjs, .ts, .mts, .cts, .jsx, .tsx or .vue", file)
	}
	return nil
}

// sourceRoot is the directory that "@/" stands for in uni-app projects: the one
// that holds manifest.json or pages.json; failing that, the src directory beside
// the nearest package.json, or that package itself; failing that, dir.
func sourceRoot(dir string) string {
	exists := func(elem ...string) bool {
		_, err := os.Stat(filepath.Join(elem...))
		return err == nil
	}
	packageRoot := ""
	for at := dir; ; at = filepath.Dir(at) {
		if exists(at, "manifest.json") || exists(at, "pages.json") {
			return at
		}
		if packageRoot == "" && exists(at, "package.json") {
			packageRoot = at
			if exists(at, "src") {
				packageRoot = filepath.Join(at, "src")
			}
		}
		if filepath.Dir(at) == at {
			return cmp.Or(packageRoot, dir)
		}
	}
}

// packageRoot is the directory of the nearest package.json or manifest.json, where a
// project is built; failing that, the script's own.
func packageRoot(script string) string {
	for at := filepath.Dir(script); ; at = filepath.Dir(at) {
		for _, name := range []string{"package.json", "manifest.json"} {
			if _, err := os.Stat(filepath.Join(at, name)); err == nil {
				if filepath.Base(at) == "src" && name == "manifest.json" {
					return filepath.Dir(at)
				}
				return at
			}
		}
		if filepath.Dir(at) == at {
			return filepath.Dir(script)
		}
	}
}

// link attaches the source map to the code, in the form that the engine reads,
// and keeps the sources' text. Files outside the working directory are named as
// the user named the entry: absolutely or relatively.
func (b *bundle) link(code string, sourceMap []byte, wd string, absolute bool) error {
	var m struct {
		Version        int      `json:"version"`
		Sources        []string `json:"sources"`
		SourcesContent []string `json:"sourcesContent,omitempty"`
		Mappings       string   `json:"mappings"`
		Names          []string `json:"names"`
	}
	if err := json.Unmarshal(sourceMap, &m); err != nil {
		return err
	}
	if m.Mappings == "" { // of a script without statements; the engine refuses that
		b.code = code
		return nil
	}
	b.sources = make(map[string]string)
	for i, source := range m.Sources {
		source, err := url.PathUnescape(source) // esbuild escapes some characters
		if err != nil {
			return err
		}
		u := url.URL{Path: source}
		if absolute && (source == ".." || strings.HasPrefix(source, "../")) {
			u = url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(wd, filepath.FromSlash(source)))}
		}
		m.Sources[i] = u.String()
		b.sources[sourceName(m.Sources[i])] = originalOf(filepath.Join(wd, filepath.FromSlash(source)), m.SourcesContent[i])
	}
	m.SourcesContent = nil
	m.Mappings = shiftColumns(m.Mappings)
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	b.code = code + "\n//# sourceMappingURL=data:application/json;base64," + encodeBase64(data) + "\n"
	return nil
}

// originalOf is the text of a file as the user knows it: that of a component is not
// what its module was made of, whose lines and columns are the same.
func originalOf(path, content string) string {
	if isComponent(path) {
		if text, err := readText(path); err == nil {
			return text
		}
	}
	return content
}

// sourceName is the name of a file as people write it, from its name as an URL in
// a source map.
func sourceName(source string) string {
	if u, err := url.Parse(source); err == nil && u.Scheme == "file" {
		return filepath.FromSlash(u.Path)
	}
	if name, err := url.PathUnescape(source); err == nil {
		return name
	}
	return source
}

// sortProblems puts the problems of one file together, top to bottom.
func sortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
