package binding_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
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
const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
try {
  await scenario({ log, base: %q, uni, sleep })
} catch (e) {
  lines.push(['EXC', String(e)])
}
output(JSON.stringify(lines))
`

// play runs a scenario on a platform and returns its log, a line each.
func play(t *testing.T, p *platform.Platform, scenario, host string) (log []string, stderr string) {
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
	var output string
	var diagnostics bytes.Buffer
	js.Run(ctx, js.Config{
		File: entry, Stderr: &diagnostics, KeepGoing: true,
		Install: func(r *js.Runtime) error {
			b, err := binding.New(r, binding.Config{Platform: p, Page: "http://" + host + "/"})
			if err != nil {
				return err
			}
			global := r.Runtime().GlobalObject()
			global.Set("output", func(s string) { output = s; cancel() })
			return global.Set("uni", b.Object())
		},
	})
	return splitLog(t, strings.ReplaceAll(output, host, "HOST")), diagnostics.String()
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
					recorded, err := os.ReadFile(strings.TrimSuffix(scenario, ".js") + ".json")
					if err != nil {
						t.Fatal(err)
					}
					want := splitLog(t, string(recorded))
					got, stderr := play(t, h5, scenario, host)
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("the log differs (-recorded +ours):\n%s%s", diff, stderr)
					}
				})
			}
		})
	}
}
