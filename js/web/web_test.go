package web_test

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

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/web"
	"github.com/unisocket/uni/platform"
)

var update = flag.Bool("update", false, "write what the scripts of testdata print into their files")

// Each file of testdata is a statement about a page: a script, main.js, and what it
// prints on standard output and standard error. The page is that of a development server,
// whose address is written HOST.
func TestScripts(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	server := devservertest.Start(t, devserver.Config{})
	host := strings.TrimPrefix(server.URL(), "ws://")
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
			got := run(t, files(archive)["main.js"], "http://"+host+"/")
			for name, text := range got {
				got[name] = strings.ReplaceAll(text, host, "HOST")
			}
			if *update {
				for i, f := range archive.Files {
					if _, ok := got[f.Name]; ok {
						archive.Files[i].Data = []byte(got[f.Name])
					}
				}
				if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			for name, text := range got {
				if diff := cmp.Diff(files(archive)[name], text); diff != "" {
					t.Errorf("%s: want (-), got (+):\n%s", name, diff)
				}
			}
		})
	}
}

func files(archive *txtar.Archive) map[string]string {
	m := map[string]string{}
	for _, f := range archive.Files {
		m[f.Name] = string(f.Data)
	}
	return m
}

// run runs a script in a page and returns what it printed.
func run(t *testing.T, script, page string) map[string]string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.js")
	if err := os.WriteFile(file, []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	t.Chdir(filepath.Dir(file))
	err := js.Run(t.Context(), js.Config{
		File:      "main.js",
		Stdout:    &stdout,
		Stderr:    &stderr,
		KeepGoing: true,
		Install: func(r *js.Runtime) error {
			b, err := binding.New(r, binding.Config{Platform: platform.H5(), Page: page})
			if err != nil {
				return err
			}
			return errors.Join(b.Install(), web.Install(r, b, web.Config{Platform: platform.H5(), Page: page}))
		},
	})
	if failure := (*js.ScriptError)(nil); err != nil && !errors.As(err, &failure) {
		t.Fatal(err)
	}
	return map[string]string{"stdout": stdout.String(), "stderr": stderr.String()}
}
