package dependencies

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// k6Modules are the folders of the modules that link k6, whose licence is the AGPL-3.0.
var k6Modules = []string{"k6", "bench/js/k6"}

func TestNothingElseNamesK6(t *testing.T) {
	places, err := namingK6(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range places {
		t.Errorf("%s: only the modules in %s may link k6", place, strings.Join(k6Modules, " and "))
	}
}

func TestNamingK6(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	places, err := namingK6(fstest.MapFS{
		"go.mod":                       file("module m\n\nrequire go.k6.io/k6/v2 v2.2.0 // indirect\n"),
		"go.sum":                       file("go.k6.io/k6/v2 v2.2.0 h1:=\ngo.example.com/k6 v1.0.0 h1:=\n"),
		"doc.go":                       file("// Package m is not for go.k6.io/k6.\npackage m\n"),
		"js/modules.go":                file("package js\n\nimport \"go.k6.io/k6/v2/js/modules\"\n"),
		"js/all_windows_test.go":       file("//go:build never\n\npackage js\n\nimport (\n\t\"os\"\n\t_ `go.k6.io`\n)\n"),
		"js/other.go":                  file("package js\n\nimport \"go.k6.iou/k6\"\n"),
		"bench/go.mod":                 file("module m/bench\n\nreplace go.k6.io/k6 => ../fork\n"),
		"bench/js/k6/main.go":          file("package main\n\nimport _ \"go.k6.io/k6/v2/cmd\"\n"),
		"bench/k6/main.go":             file("package main\n\nimport _ \"go.k6.io/k6/v2/cmd\"\n"),
		"k6/go.mod":                    file("module m/k6\n\nrequire go.k6.io/k6/v2 v2.2.0\n"),
		"k6/socket/socket.go":          file("package socket\n\nimport _ \"go.k6.io/k6/v2/js/modules\"\n"),
		"k6s/a.go":                     file("package k6s\n\nimport _ \"go.k6.io/k6/v2/js/modules\"\n"),
		"testdata/node_modules/a/a.go": file("not Go"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"bench/go.mod:3: go.k6.io", "bench/k6/main.go:3: go.k6.io/k6/v2/cmd", "go.mod:3: go.k6.io", "go.sum:1: go.k6.io",
		"js/all_windows_test.go:7: go.k6.io", "js/modules.go:3: go.k6.io/k6/v2/js/modules", "k6s/a.go:3: go.k6.io/k6/v2/js/modules",
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Error(diff)
	}
}

// namingK6 are the places where a Go file outside the k6Modules imports k6, whatever it is
// built for, or a module names it. What imports it by way of other modules has it in go.sum.
func namingK6(tree fs.FS) (places []string, err error) {
	err = fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains(k6Modules, name) || slices.Contains([]string{".git", "node_modules"}, entry.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		var found []string
		switch base := path.Base(name); {
		case path.Ext(base) == ".go":
			found, err = importsOfK6(tree, name)
		case slices.Contains([]string{"go.mod", "go.sum", "go.work", "go.work.sum"}, base):
			found, err = linesOfK6(tree, name)
		}
		places = append(places, found...)
		return err
	})
	return places, err
}

func importsOfK6(tree fs.FS, name string) (places []string, err error) {
	source, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, err
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if imported == "go.k6.io" || strings.HasPrefix(imported, "go.k6.io/") {
			places = append(places, fmt.Sprintf("%s:%d: %s", name, files.Position(spec.Path.Pos()).Line, imported))
		}
	}
	return places, nil
}

func linesOfK6(tree fs.FS, name string) (places []string, err error) {
	data, err := fs.ReadFile(tree, name)
	if err != nil {
		return nil, err
	}
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		if strings.Contains(line, "go.k6.io/") {
			places = append(places, fmt.Sprintf("%s:%d: go.k6.io", name, number))
		}
	}
	return places, nil
}
