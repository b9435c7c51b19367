//go:build !race

package js_test

import (
	"strings"
	"testing"
	"time"

	"github.com/unisocket/uni/js"
)

func TestAScriptThatIsStuckIsToldOfWithItsPlace(t *testing.T) {
	release := make(chan struct{})
	told := ""
	js.Run(t.Context(), js.Config{
		File: script(t, "function f() {\n  hang()\n}\nf()"),
		Install: func(r *js.Runtime) error {
			return r.Runtime().Set("hang", func() { <-release })
		},
		Limits: js.Limits{Turn: 50 * time.Millisecond, Stuck: func(e *js.LimitError) {
			told = e.Text
			close(release)
		}},
	})
	if !strings.HasPrefix(told, "main.js:2:3\n  hang()\n  ^\n\nThe script was stopped") || !strings.HasSuffix(told, "\n    at f (main.js:2:3)\n    at main.js:4:1") {
		t.Errorf("Stuck was told %q", told)
	}
}
