// Package scripttest tests what scripts print: each file of a directory holds a script,
// what belongs to it, and its output, as a txtar archive.
package scripttest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// sections are what a script comes to; all other files of an archive are its own.
var sections = []string{"stdout", "stderr", "error"}

// Run runs a test for each archive that glob matches. Fn is called in a new working
// directory that holds the archive's files, and returns the sections that the script
// came to; those that are "" may be missing. With update, they are written into the archives.
func Run(t *testing.T, glob string, update bool, fn func(t *testing.T, archive *txtar.Archive) map[string]string) {
	t.Helper()
	paths, err := filepath.Glob(glob)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts in %s: %v", glob, err)
	}
	for _, path := range paths {
		path, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			want := write(t, archive)
			got := fn(t, archive)
			if update {
				for i, f := range archive.Files {
					if slices.Contains(sections, f.Name) {
						archive.Files[i].Data = []byte(got[f.Name])
					}
				}
				if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			for _, name := range sections {
				if diff := cmp.Diff(want[name], got[name]); diff != "" {
					t.Errorf("%s: want (-), got (+):\n%s", name, diff)
				}
			}
		})
	}
}

// write writes the archive's files into the working directory, and returns its sections.
func write(t *testing.T, archive *txtar.Archive) map[string]string {
	t.Helper()
	want := map[string]string{}
	for _, f := range archive.Files {
		if slices.Contains(sections, f.Name) {
			want[f.Name] = string(f.Data)
			continue
		}
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.Name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return want
}
