package js_test

import (
	"testing"

	"github.com/unisocket/uni/js"
)

// feature is a part of the language: a script that calls show with a value, and that
// value as JSON.
type feature struct{ name, script, want string }

// check runs each of the features as a script of its own.
func check(t *testing.T, features []feature) {
	t.Helper()
	for _, f := range features {
		t.Run(f.name, func(t *testing.T) {
			got := run(t, js.Config{File: script(t, "const show = (v) => console.log(JSON.stringify(v) ?? String(v));\n"+f.script)})
			if got["stdout"] != f.want+"\n" || got["stderr"] != "" {
				t.Errorf("%s\nshows %swant  %s\n%s%s", f.script, got["stdout"], f.want, got["stderr"], got["error"])
			}
		})
	}
}
