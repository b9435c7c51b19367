// Package dependencies holds the modules that unisocket is linked from to what the READMEs
// say of them, and keeps k6 out. The size of what is linked is for .ci/size.
package dependencies

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const root = "../.."

// permissive are the licences that a module may have, by their names in SPDX.
var permissive = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "HPND", "ISC", "MIT", "MIT-0"}

func TestREADMEsListTheModules(t *testing.T) {
	linked := linkedModules(t)
	for name, count := range map[string]string{
		"README.md":       "%d modules",
		"README.zh-CN.md": "%d 个模块",
	} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		readme := string(data)
		rows := moduleRows(readme)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(rows)), linked); diff != "" {
			t.Errorf("%s does not list the modules that unisocket is linked from (-listed +linked):\n%s"+
				"For a new one, go mod why -m MODULE tells what wants it. If it is worth that, give its licence and its purpose in both READMEs.",
				name, diff)
		}
		if want := fmt.Sprintf(" "+count, len(linked)); !strings.Contains(readme, want) {
			t.Errorf("%s does not say%s", name, want)
		}
		for module, licences := range rows {
			for licence := range strings.SplitSeq(licences, ", ") {
				if !slices.Contains(permissive, licence) {
					t.Errorf("%s: the licence of %s, %q, is none of %s", name, module, licence, strings.Join(permissive, ", "))
				}
			}
		}
	}
}

// A moduleRow is a line of a README's table: module, licences, purpose.
var moduleRow = regexp.MustCompile("(?m)^\\| `([\\w-]+(?:\\.[\\w-]+)+/[^` ]+)` \\| ([^|]+) \\| [^|]+ \\|\r?$")

// moduleRows are the licences of the modules that a README lists.
func moduleRows(readme string) map[string]string {
	rows := map[string]string{}
	for _, cells := range moduleRow.FindAllStringSubmatch(readme, -1) {
		rows[cells[1]] = cells[2]
	}
	return rows
}

// linkedModules are the paths of all modules that unisocket is linked from on any system,
// with cgo or without it. No package of theirs may use cgo.
func linkedModules(t *testing.T) []string {
	t.Helper()
	modules := map[string]bool{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64"} {
			for _, cgo := range []string{"0", "1"} {
				target := []string{"GOOS=" + system, "GOARCH=" + arch, "CGO_ENABLED=" + cgo}
				for _, p := range linkedPackages(t, target) {
					if p.Module == nil || p.Module.Main {
						continue
					}
					modules[p.Module.Path] = true
					if len(p.CgoFiles) > 0 {
						t.Errorf("%s uses cgo with %v, and the READMEs say that nothing does", p.ImportPath, target)
					}
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(modules))
}

// A listedPackage is what go list tells of a package, as far as it matters here.
type listedPackage struct {
	ImportPath string
	CgoFiles   []string
	Module     *struct { // nil in the standard library
		Path string
		Main bool
	}
}

func linkedPackages(t *testing.T, target []string) []listedPackage {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,CgoFiles,Module", "./cmd/unisocket")
	list.Dir = root
	list.Env = append(list.Environ(), target...)
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("%s with %v: %v\n%s", list, target, err, &stderr)
	}
	var packages []listedPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listedPackage
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			return packages
		case err != nil:
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
