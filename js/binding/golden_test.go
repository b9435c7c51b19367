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
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/devservertest"
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
const sleep = (ms) => new Promise((r) => setTimeout(r, ms * %d))
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

// stage is where scenarios are played.
type stage struct {
	platform *platform.Platform
	server   string // host:port
	// diagnose looks for portability problems, which must not change anything.
	diagnose bool
	// host is what the binding gets for a runtime: itself, or less of it.
	host func(*js.Runtime) binding.Host
}

// play runs a scenario. Its sleeps are slow times as long.
func (s stage) play(t *testing.T, scenario string, slow int) played {
	t.Helper()
	path, err := filepath.Abs(scenario)
	if err != nil {
		t.Error(err)
	}
	entry := filepath.Join(t.TempDir(), "driver.js")
	if err := os.WriteFile(entry, fmt.Appendf(nil, driver, path, slow, "ws://"+s.server), 0o600); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var log, console string
	var diagnostics bytes.Buffer
	js.Run(ctx, js.Config{
		File: entry, Stderr: &diagnostics, KeepGoing: true,
		Install: func(r *js.Runtime) error {
			config := binding.Config{Platform: s.platform, Page: "http://" + s.server + "/"}
			if s.diagnose {
				config.Diagnose = func(diagnostic.Diagnostic) {}
			}
			b, err := binding.New(s.host(r), config)
			if err != nil {
				return err
			}
			global := r.Runtime().GlobalObject()
			global.Set("output", func(lines, said string) { log, console = lines, said; cancel() })
			return global.Set("uni", b.Object())
		},
	})
	return played{
		log:      splitLog(t, strings.ReplaceAll(log, s.server, "HOST")),
		console:  splitLog(t, strings.ReplaceAll(console, s.server, "HOST")),
		uncaught: diagnostics.String(),
	}
}

// differs says how a run differs from its recording, "" if it does not. Of the
// console and of uncaught errors nothing is compared where nothing was recorded.
func differs(want, got played) string {
	if diff := cmp.Diff(want.log, got.log); diff != "" {
		return "the log differs (-recorded +ours):\n" + diff + got.uncaught
	}
	if want.console == nil {
		return ""
	}
	if diff := cmp.Diff(want.console, got.console, cmpopts.EquateEmpty()); diff != "" {
		return "the console differs (-recorded +ours):\n" + diff
	}
	if (want.uncaught != "") != (got.uncaught != "") {
		return "recorded as uncaught: " + want.uncaught + "\nours: " + got.uncaught
	}
	return ""
}

// readLog reads a recording; one that is not there is empty.
func readLog(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return []string{}
	}
	if err != nil {
		t.Error(err)
	}
	return splitLog(t, string(data))
}

// splitLog gives each line of a log its own string.
func splitLog(t *testing.T, log string) []string {
	t.Helper()
	var lines []json.RawMessage
	if err := json.Unmarshal([]byte(log), &lines); err != nil {
		return []string{fmt.Sprintf("no log but %.200q: %v", log, err)}
	}
	var split []string
	for _, l := range lines {
		var compact bytes.Buffer
		if err := json.Compact(&compact, l); err != nil {
			t.Error(err)
		}
		split = append(split, compact.String())
	}
	return split
}

// golden compares runs with their recordings in some folders. A folder without
// scenarios of its own has recordings of those in h5.
func golden(t *testing.T, s stage, folders ...string) {
	server := devservertest.Start(t, devserver.Config{})
	s.server = server.Addr().String()
	// They wait more than they work.
	slots := make(chan struct{}, 24)
	var playing sync.WaitGroup
	defer playing.Wait() // also for those that -run leaves out
	type result struct {
		name    string
		outcome chan string
	}
	var results []result
	for _, folder := range folders {
		recordings, err := filepath.Glob("../../testdata/golden/" + folder + "/*.json")
		if err != nil || len(recordings) == 0 {
			t.Fatalf("no recordings in %s: %v", folder, err)
		}
		for _, recording := range recordings {
			name := strings.TrimSuffix(filepath.Base(recording), ".json")
			if strings.Contains(name, ".") {
				continue // its console or errors
			}
			scenario := strings.TrimSuffix(recording, ".json") + ".js"
			if _, err := os.Stat(scenario); err != nil {
				scenario = "../../testdata/golden/h5/" + name + ".js"
			}
			if _, err := os.Stat(scenario); err != nil {
				continue // recorded from a scenario that is not here
			}
			outcome := make(chan string, 1)
			playing.Go(func() {
				slots <- struct{}{}
				defer func() { <-slots }()
				outcome <- s.compare(t, scenario, strings.TrimSuffix(recording, ".json"), folder != "h5-more")
			})
			results = append(results, result{folder + "/" + name, outcome})
		}
	}
	for _, r := range results {
		t.Run(r.name, func(t *testing.T) {
			if diff := <-r.outcome; diff != "" {
				t.Error(diff)
			}
		})
	}
}

// itself is the host of the stand-alone runtime.
func itself(r *js.Runtime) binding.Host { return r }

// builds are those that there are recordings of.
var builds = []struct {
	platform string
	vue      int
	folders  []string
}{
	{"h5", 3, []string{"h5", "h5-more"}},
	{"h5", 2, []string{"h5-vue2"}},
	{"app", 3, []string{"app"}},
	{"app", 2, []string{"app-vue2"}},
}

// Every scenario leaves the log that a real uni-app build left, also while
// portability problems are looked for.
func TestGolden(t *testing.T) {
	for name, diagnose := range map[string]bool{"plain": false, "diagnosed": true} {
		// One after the other: scenarios depend on time.
		t.Run(name, func(t *testing.T) {
			for _, build := range builds {
				p, err := platform.Lookup(build.platform, build.vue)
				if err != nil {
					t.Fatal(err)
				}
				golden(t, stage{platform: p, host: itself, diagnose: diagnose}, build.folders...)
			}
		})
	}
}

// bareHost is a host that can do no more than k6's.
type bareHost struct{ binding.Host }

// The same holds over a host with RegisterCallback alone.
func TestGoldenOverABareHost(t *testing.T) {
	golden(t, stage{platform: platform.H5(), host: func(r *js.Runtime) binding.Host { return bareHost{r} }}, "h5")
}

// compare runs a scenario and says how it differs from its recording.
func (s stage) compare(t *testing.T, scenario, recorded string, logOnly bool) (diff string) {
	want := played{log: readLog(t, recorded+".json")}
	if !logOnly {
		want.console = readLog(t, recorded+".console.json")
		want.uncaught = strings.Join(readLog(t, recorded+".errors.json"), "\n")
	}
	// Scenarios sleep where they wait for the network. A busy machine may take
	// longer than they think.
	// Nor does it keep the order of two things that happen on the network at once.
	for _, slow := range []int{1, 1, 5, 5, 12, 12} {
		if diff = differs(want, s.play(t, scenario, slow)); diff == "" {
			break
		}
	}
	return diff
}
