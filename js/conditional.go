package js

import (
	"errors"
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
	if c.context == nil {
		return nil
	}
	return []api.Plugin{{
		Name: "conditional compilation",
		Setup: func(build api.PluginBuild) {
			build.OnLoad(api.OnLoadOptions{Filter: `\.[cm]?[jt]sx?$`}, c.load)
		},
	}}
}

// load reads a file. Without a directive there is nothing to do, and esbuild reads it.
func (c *conditional) load(args api.OnLoadArgs) (api.OnLoadResult, error) {
	data, err := os.ReadFile(args.Path)
	source := string(data)
	if err != nil || !strings.Contains(source, "#endif") && !strings.Contains(source, "#if") {
		return api.OnLoadResult{}, nil // esbuild says what is wrong with the file
	}
	code, err := preprocess.ProcessKeepingLines(source, c.context)
	var gaveUp *preprocess.Error
	if errors.As(err, &gaveUp) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if name := displayName(args.Path); slices.ContainsFunc(c.problems, func(p Problem) bool { return p.File == name }) {
			return api.OnLoadResult{Contents: &code, Loader: loader(args.Path), ResolveDir: filepath.Dir(args.Path)}, nil // a second build
		}
		c.problems = append(c.problems, Problem{
			File: displayName(args.Path), Line: gaveUp.Line, Column: gaveUp.Column,
			Source: strings.Split(source, "\n")[gaveUp.Line-1],
			Text:   "conditional compilation leaves this file as it is: " + gaveUp.Reason,
		})
	}
	return api.OnLoadResult{Contents: &code, Loader: loader(args.Path), ResolveDir: filepath.Dir(args.Path)}, nil
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
