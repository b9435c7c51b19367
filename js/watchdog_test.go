package js_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/unisocket/uni/js"
)

// limited runs a script within limits and returns the one that it exceeded.
func limited(t *testing.T, source string, limits js.Limits) (exceeded *js.LimitError, stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	err := js.Run(t.Context(), js.Config{File: script(t, source), Stdout: &out, Stderr: &problems, KeepGoing: true, Limits: limits})
	errors.As(err, &exceeded)
	return exceeded, out.String(), problems.String()
}

func TestATurnThatLastsTooLongIsStopped(t *testing.T) {
	for name, source := range map[string]string{
		"at the top":            "let n = 0\nfor (;;) { n++ }",
		"in a timer":            "let n = 0\nsetTimeout(() => { for (;;) { n++ } })",
		"in promise jobs":       "let n = 0\n;(function again() { n++; Promise.resolve().then(again) })()",
		"behind an await":       "let n = 0\nawait null; for (;;) { n++ }",
		"after another error":   "Promise.reject(1); let n = 0\nsetTimeout(() => { for (;;) { n++ } })",
		"where nothing escapes": "let n = 0\nfor (;;) { try { n++ } catch {} finally { continue } }",
	} {
		t.Run(name, func(t *testing.T) {
			exceeded, _, stderr := limited(t, source+"\nsetTimeout(() => console.log('never'))", js.Limits{Turn: 200 * time.Millisecond})
			if exceeded == nil || exceeded.Limit != js.LimitTurn {
				t.Fatalf("it exceeded %v; stderr %q", exceeded, stderr)
			}
			if !strings.Contains(stderr, "The script was stopped: it computed for 200ms without a pause") || !strings.Contains(stderr, "\n    at ") {
				t.Errorf("stderr %q", stderr)
			}
		})
	}
}

func TestManyShortTurnsAreNoLongOne(t *testing.T) {
	exceeded, stdout, _ := limited(t, `
const start = Date.now()
await new Promise((done) => {
  setTimeout(function again() { if (Date.now() - start < 1500) setTimeout(again); else done() })
})
console.log('done')`, js.Limits{Turn: time.Second})
	if exceeded != nil || stdout != "done\n" {
		t.Errorf("exceeded %v, stdout %q", exceeded, stdout)
	}
}

func TestARunThatLastsTooLongIsStopped(t *testing.T) {
	exceeded, _, stderr := limited(t, "setInterval(() => {}, 10)", js.Limits{Run: 300 * time.Millisecond})
	if exceeded == nil || exceeded.Limit != js.LimitRun || !strings.Contains(stderr, "it had not ended after 300ms") {
		t.Errorf("exceeded %v, stderr %q", exceeded, stderr)
	}
}

func TestAPanicOfTheEngineIsAnErrorOfTheScript(t *testing.T) {
	err := js.Run(t.Context(), js.Config{File: script(t, "broken()\nconsole.log('never')"), Install: func(r *js.Runtime) error {
		return r.Runtime().Set("broken", func() { panic(errors.New("makeslice: len out of range")) })
	}})
	var failure *js.ScriptError
	if !errors.As(err, &failure) || !strings.Contains(failure.Error(), "The engine broke off: makeslice: len out of range.") {
		t.Errorf("Run: %v", err)
	}
}
