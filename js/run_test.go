package js_test

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unisocket/uni/internal/scripttest"
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
	scripttest.Run(t, "testdata/run/*.txtar", *update, func(t *testing.T, archive *txtar.Archive) map[string]string {
		var args []string
		for _, f := range archive.Files {
			switch f.Name {
			case "run":
				args = strings.Fields(string(f.Data))
			case "main.js", "main.ts":
				if args == nil {
					args = []string{f.Name}
				}
			}
		}
		return run(t, js.Config{File: args[0], Args: args[1:], Build: preprocess.Build{Platform: "h5"}})
	})
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
