package uniapp

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/unisocket/uni/preprocess"
)

// Project is what a script's project says about its pages.
type Project struct {
	build  preprocess.Build
	script string
	root   string   // of the sources, where pages.json is; "" where there is none
	pages  []string // in their order
}

// OpenProject looks for the project that a script belongs to: the nearest directory
// above it with a pages.json. A script of none is a project of its own.
func OpenProject(script string, build preprocess.Build) (*Project, error) {
	path, err := filepath.Abs(script)
	if err != nil {
		return nil, err
	}
	p := &Project{build: build, script: path}
	for at := filepath.Dir(path); ; at = filepath.Dir(at) {
		data, err := os.ReadFile(filepath.Join(at, "pages.json"))
		if err == nil {
			p.root = at
			return p, p.read(string(data))
		}
		if filepath.Dir(at) == at {
			return p, nil
		}
	}
}

// pagesFile are the parts of pages.json that say which pages there are.
type pagesFile struct {
	Pages       []pageEntry
	SubPackages []subPackage `json:"subPackages"`
	Subpackages []subPackage `json:"subpackages"`
}

type pageEntry struct{ Path string }

type subPackage struct {
	Root  string
	Pages []pageEntry
}

// read reads a pages.json, which may have comments and conditional compilation.
func (p *Project) read(text string) error {
	text = p.compile(text)
	data, err := hujson.Standardize([]byte(text))
	if err != nil {
		return fmt.Errorf("%s: this is not JSON: %s; correct it, or run a script outside of the project", p.pagesFile(), strings.TrimPrefix(err.Error(), "hujson: "))
	}
	var f pagesFile
	if err := json.Unmarshal(data, &f); err != nil {
		return fmt.Errorf("%s: this is no list of pages: %w", p.pagesFile(), err)
	}
	for _, page := range f.Pages {
		p.pages = append(p.pages, strings.Trim(page.Path, "/"))
	}
	for _, sub := range slices.Concat(f.SubPackages, f.Subpackages) {
		for _, page := range sub.Pages {
			p.pages = append(p.pages, strings.Trim(sub.Root, "/")+"/"+strings.Trim(page.Path, "/"))
		}
	}
	return nil
}

// pagesFile is the name of pages.json, from the working directory where it lies below.
func (p *Project) pagesFile() string {
	name := filepath.Join(p.root, "pages.json")
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, name); err == nil && filepath.IsLocal(rel) {
			return rel
		}
	}
	return name
}

// compile compiles a text conditionally, or leaves it as it is.
func (p *Project) compile(text string) string {
	if p.build.Platform == "" {
		return text
	}
	if compiled, err := preprocess.ProcessKeepingLines(text, preprocess.NewContext(p.build)); err == nil {
		return compiled
	}
	return text
}

// Pages are those of pages.json, or nil.
func (p *Project) Pages() []string { return p.pages }

// Path is the page that the script is, or that opens first.
func (p *Project) Path() string {
	if page, ok := p.page(); ok {
		return page
	}
	if len(p.pages) > 0 {
		return p.pages[0]
	}
	return "pages/index/index"
}

// page is the script as one of the project's pages.
func (p *Project) page() (string, bool) {
	rel, err := filepath.Rel(cmp.Or(p.root, filepath.Dir(p.script)), p.script)
	if err != nil {
		return "", false
	}
	page := strings.TrimSuffix(filepath.ToSlash(rel), filepath.Ext(rel))
	return page, slices.Contains(p.pages, page)
}

// What the entry of a project has: for Vue 3 it exports a function, for Vue 2 it mounts
// an instance.
var (
	mountsApp        = regexp.MustCompile(`\bnew\s+Vue\s*\(`)
	exportsCreateApp = regexp.MustCompile(`\bexport\s+(?:async\s+)?(?:function|const|let|var)\s+createApp\b|\bexport\s*\{[^}]*\bcreateApp\b`)
)

// Entry is the source of the module that runs a component, or a project's entry, as a
// build would; "" runs the script as it is. Vue is that of node_modules, if it is
// installed. A component runs in the app that the project's own entry makes, if there
// is one, with what that installs in it.
func (p *Project) Entry(script string) string {
	e := entry{vue: installed(filepath.Dir(script), "vue"), mounts: p.build.Vue == 2}
	switch {
	case isComponent(script):
		e.main, _ = p.main()
		if app, ok := p.app(); strings.EqualFold(strings.TrimSuffix(filepath.Base(script), filepath.Ext(script)), "App") {
			e.app = script
		} else if e.page = script; ok {
			e.app = app
		}
	case e.vue && p.isMain(script):
		e.main = script
		e.page, _ = p.firstPage()
	}
	return e.source()
}

// entry is a module that starts an app: the paths of the project's entry, of the app's
// component, which that one has itself, and of a page's. Each may be "".
type entry struct {
	main, app, page string
	vue             bool // it is installed
	mounts          bool // main mounts the app itself, as with Vue 2
}

func (e entry) source() string {
	if !e.vue {
		e.main = ""
	}
	var imports, calls strings.Builder
	vue := "undefined"
	if e.vue {
		vue = "vue"
		imports.WriteString("import * as vue from 'vue';")
	}
	page := "undefined"
	if e.page != "" {
		page = "page"
		fmt.Fprintf(&imports, "import page from %q;", filepath.ToSlash(e.page))
	}
	switch {
	case e.main != "" && e.mounts:
		fmt.Fprintf(&imports, "import %q;import %q;", vue2Name, filepath.ToSlash(e.main))
		e.app = ""
	case e.main != "":
		fmt.Fprintf(&imports, "import { createApp } from %q;", filepath.ToSlash(e.main))
		fmt.Fprintf(&calls, "life.main(createApp, vue, %s);", page)
		e.app, e.page = "", ""
	case e.app == "" && e.page == "":
		return ""
	}
	if e.app != "" {
		fmt.Fprintf(&imports, "import app from %q;", filepath.ToSlash(e.app))
		fmt.Fprintf(&calls, "life.runApp(app, %s);", vue)
	}
	if e.page != "" {
		fmt.Fprintf(&calls, "life.runPage(page, %s);", vue)
	}
	return fmt.Sprintf("%sconst life = globalThis[%q];%s", imports.String(), lifeName, calls.String())
}

func isComponent(path string) bool {
	return filepath.Ext(path) == ".vue" || filepath.Ext(path) == ".nvue"
}

// main is the entry of the project, beside pages.json.
func (p *Project) main() (string, bool) {
	if p.root == "" {
		return "", false
	}
	for _, name := range []string{"main.ts", "main.js"} {
		if path := filepath.Join(p.root, name); p.isMain(path) {
			return path, true
		}
	}
	return "", false
}

// app is the component of the app, beside pages.json.
func (p *Project) app() (string, bool) {
	path := filepath.Join(p.root, "App.vue")
	_, err := os.Stat(path)
	return path, p.root != "" && err == nil
}

// isMain reports whether a script is a project's entry.
func (p *Project) isMain(script string) bool {
	text, err := os.ReadFile(script)
	if err != nil {
		return false
	}
	if p.build.Vue == 2 {
		return mountsApp.MatchString(p.compile(string(text)))
	}
	return exportsCreateApp.MatchString(p.compile(string(text)))
}

// firstPage is the component of the page that opens first.
func (p *Project) firstPage() (string, bool) {
	if len(p.pages) == 0 {
		return "", false
	}
	for _, ext := range []string{".vue", ".nvue"} {
		path := filepath.Join(p.root, filepath.FromSlash(p.pages[0])+ext)
		if _, err := os.Stat(path); err == nil {
			return path, true
		}
	}
	return "", false
}

// installed reports whether a package lies in a node_modules above dir.
func installed(dir, name string) bool {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "node_modules", name, "package.json")); err == nil {
			return true
		}
		if filepath.Dir(at) == at {
			return false
		}
	}
}
