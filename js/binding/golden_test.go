package binding_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
)

// driver runs a scenario as the recordings were made: see testdata/golden/README.md.
const driver = `
import scenario from %q
const lines = []
const value = (v) => v === undefined ? 'undefined' : typeof v === 'function' ? 'function' : JSON.parse(JSON.stringify(v))
const log = (name, ...values) => { lines.push([name, ...values.map(value)]) }
const said = []
for (const level of ['log', 'info', 'warn', 'error']) console[level] = (...args) => { said.push([level, ...args.map(String)]) }
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
try {
  await scenario({ log, base: %q, uni, sleep })
} catch (e) {
  lines.push(['EXC', String(e)])
}
output(JSON.stringify(lines), JSON.stringify(said))
`

// played is what a scenario left: its log and what it said on the console, a line
// each, and the errors that nobody caught.
type played struct {
	log, console []string
	uncaught     string
}

// play runs a scenario on a platform.
func play(t *testing.T, p *platform.Platform, scenario, host string) played {
	t.Helper()
	path, err := filepath.Abs(scenario)
	if err != nil {
		t.Fatal(err)
	}
	entry := filepath.Join(t.TempDir(), "driver.js")
	if err := os.WriteFile(entry, fmt.Appendf(nil, driver, path, "ws://"+host), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var log, console string
	var diagnostics bytes.Buffer
	js.Run(ctx, js.Config{
		File: entry, Stderr: &diagnostics, KeepGoing: true,
		Install: func(r *js.Runtime) error {
			b, err := binding.New(r, binding.Config{Platform: p, Page: "http://" + host + "/"})
			if err != nil {
				return err
			}
			global := r.Runtime().GlobalObject()
			global.Set("output", func(lines, said string) { log, console = lines, said; cancel() })
			return global.Set("uni", b.Object())
		},
	})
	return played{
		log:      splitLog(t, strings.ReplaceAll(log, host, "HOST")),
		console:  splitLog(t, strings.ReplaceAll(console, host, "HOST")),
		uncaught: diagnostics.String(),
	}
}

// readLog reads a recording; one that is not there is empty.
func readLog(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return splitLog(t, string(data))
}

// splitLog gives each line of a log its own string.
func splitLog(t *testing.T, log string) []string {
	t.Helper()
	var lines []json.RawMessage
	if err := json.Unmarshal([]byte(log), &lines); err != nil {
		t.Fatalf("the log %.200q: %v", log, err)
	}
	var split []string
	for _, l := range lines {
		var compact bytes.Buffer
		if err := json.Compact(&compact, l); err != nil {
			t.Fatal(err)
		}
		split = append(split, compact.String())
	}
	return split
}

// Every scenario leaves the log that a real uni-app build left.
func TestGolden(t *testing.T) {
	server, err := devserver.New(devserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(""); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	host := server.Addr().String()
	h5, err := platform.Lookup("h5", 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"h5", "h5-more"} {
		scenarios, err := filepath.Glob("../../testdata/golden/" + folder + "/*.js")
		if err != nil || len(scenarios) == 0 {
			t.Fatalf("no scenarios in %s: %v", folder, err)
		}
		t.Run(folder, func(t *testing.T) {
			for _, scenario := range scenarios {
				name := strings.TrimSuffix(filepath.Base(scenario), ".js")
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					recorded := strings.TrimSuffix(scenario, ".js")
					got := play(t, h5, scenario, host)
					if diff := cmp.Diff(readLog(t, recorded+".json"), got.log); diff != "" {
						t.Errorf("the log differs (-recorded +ours):\n%s%s", diff, got.uncaught)
					}
					if folder == "h5" {
						return // recorded without console and errors
					}
					if diff := cmp.Diff(readLog(t, recorded+".console.json"), got.console); diff != "" {
						t.Errorf("the console differs (-recorded +ours):\n%s", diff)
					}
					uncaught := readLog(t, recorded+".errors.json")
					if (got.uncaught != "") != (len(uncaught) > 0) {
						t.Errorf("recorded uncaught errors: %v\nours: %s", uncaught, got.uncaught)
					}
				})
			}
		})
	}
}
