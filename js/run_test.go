package js_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/preprocess"
)

var update = flag.Bool("update", false, "write what the scripts of testdata/run print into their files")

// Each file of testdata/run is a statement about running scripts: its files, the
// command line in "run" (main.js or main.ts unless given), and what it prints on
// standard output and standard error. A section "error" stands for a script that
// does not start. A section stderr means that the script fails, unless it only
// warns or writes there itself.
func TestScripts(t *testing.T) {
	paths, err := filepath.Glob("testdata/run/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
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
			var args []string
			want := make(map[string]string)
			for _, f := range archive.Files {
				switch f.Name {
				case "stdout", "stderr", "error":
					want[f.Name] = string(f.Data)
					continue
				case "run":
					args = strings.Fields(string(f.Data))
					continue
				case "main.js", "main.ts":
					args = []string{f.Name}
				}
				if err := os.MkdirAll(filepath.Dir(f.Name), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(f.Name, f.Data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			got := run(t, js.Config{File: args[0], Args: args[1:], Build: preprocess.Build{Platform: "h5"}})
			if *update {
				for i, f := range archive.Files {
					if _, ok := want[f.Name]; ok {
						archive.Files[i].Data = []byte(got[f.Name])
					}
				}
				if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			for _, name := range []string{"stdout", "stderr", "error"} {
				if diff := cmp.Diff(want[name], got[name]); diff != "" {
					t.Errorf("%s: want (-), got (+):\n%s", name, diff)
				}
			}
		})
	}
}

// run runs a script and returns what it printed, and the error of one that did
// not start, each ending in a newline.
func run(t *testing.T, cfg js.Config) map[string]string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cfg.Stdout, cfg.Stderr = &stdout, &stderr
	err := js.Run(t.Context(), cfg)
	got := map[string]string{"stdout": stdout.String(), "stderr": stderr.String()}
	if failure := (*js.ScriptError)(nil); errors.As(err, &failure) {
		if !strings.Contains(stderr.String(), failure.Error()+"\n") {
			t.Errorf("the script's error is not on standard error: %v", failure)
		}
	} else if err != nil {
		got["error"] = err.Error() + "\n"
	}
	return got
}
