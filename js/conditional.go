package js

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/unisocket/uni/preprocess"
)

// conditional compiles the user's files conditionally before esbuild reads them,
// as uni-app's compiler does. Lines keep their numbers.
type conditional struct {
	context *preprocess.Context // nil: nothing is compiled conditionally

	mu       sync.Mutex // esbuild reads files side by side
	problems []Problem  // where it gave up
}

func newConditional(b preprocess.Build) *conditional {
	if b.Platform == "" {
		return &conditional{}
	}
	return &conditional{context: preprocess.NewContext(b)}
}

func (c *conditional) plugins() []api.Plugin {
	return []api.Plugin{{
		Name: "conditional compilation",
		Setup: func(build api.PluginBuild) {
			build.OnLoad(api.OnLoadOptions{Filter: `\.n?vue$`, Namespace: "file"}, c.loadComponent)
			if c.context != nil {
				build.OnLoad(api.OnLoadOptions{Filter: `\.[cm]?[jt]sx?$`, Namespace: "file"}, c.load)
			}
		},
	}}
}

// load reads a file. Without a directive there is nothing to do, and esbuild reads it.
func (c *conditional) load(args api.OnLoadArgs) (api.OnLoadResult, error) {
	source, err := readText(args.Path)
	if err != nil || !hasDirective(source) {
		return api.OnLoadResult{}, nil // esbuild says what is wrong with the file
	}
	code := c.compile(args.Path, source)
	return api.OnLoadResult{Contents: &code, Loader: loader(args.Path), ResolveDir: filepath.Dir(args.Path)}, nil
}

// loadComponent reads the scripts of a component.
func (c *conditional) loadComponent(args api.OnLoadArgs) (api.OnLoadResult, error) {
	source, err := readText(args.Path)
	if err != nil {
		return api.OnLoadResult{}, err
	}
	code, lang := parseComponent(source).module()
	code = c.compile(args.Path, code)
	l, ok := extensions["."+cmp.Or(lang, "js")]
	if !ok {
		return api.OnLoadResult{}, fmt.Errorf("its script is in the language %q: want js, ts, jsx or tsx", lang)
	}
	return api.OnLoadResult{Contents: &code, Loader: l, ResolveDir: filepath.Dir(args.Path)}, nil
}

func hasDirective(source string) bool {
	return strings.Contains(source, "#endif") || strings.Contains(source, "#if")
}

// compile compiles a file's text, or leaves it as it is and says why.
func (c *conditional) compile(path, source string) string {
	if c.context == nil || !hasDirective(source) {
		return source
	}
	code, err := preprocess.ProcessKeepingLines(source, c.context)
	var gaveUp *preprocess.Error
	if errors.As(err, &gaveUp) {
		c.mu.Lock()
		defer c.mu.Unlock()
		name := displayName(path)
		if slices.ContainsFunc(c.problems, func(p Problem) bool { return p.File == name }) {
			return code // a second build
		}
		c.problems = append(c.problems, Problem{
			File: name, Line: gaveUp.Line, Column: gaveUp.Column,
			Source: strings.Split(source, "\n")[gaveUp.Line-1],
			Text:   "conditional compilation leaves this file as it is: " + gaveUp.Reason,
		})
	}
	return code
}

func loader(path string) api.Loader { return extensions[strings.ToLower(filepath.Ext(path))] }

// displayName is a file's name relative to the working directory, if it lies below.
func displayName(path string) string {
	if wd, err := os.Getwd(); err == nil {
		if name, err := filepath.Rel(wd, path); err == nil && filepath.IsLocal(name) {
			return name
		}
	}
	return path
}
