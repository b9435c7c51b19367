package engine

import (
	"testing"

	"github.com/grafana/sobek"
)

func TestJobsWait(t *testing.T) {
	for script, want := range map[string]bool{
		"ask()":                    false,
		"Promise.resolve(); ask()": false,
		"Promise.resolve().then(() => {}); ask()":            true,
		"new Promise(() => {}).then(() => {}); ask()":        false,
		"(async () => { await null })(); ask()":              true,
		"Promise.resolve({ then() {} }); ask()":              true,
		"let p = Promise.resolve(); p.then(() => {}); ask()": true,
	} {
		vm := sobek.New()
		got, asked := false, false
		vm.Set("ask", func() { got, asked = JobsWait(vm), true })
		if _, err := vm.RunString(script); err != nil {
			t.Fatal(err)
		}
		if !asked || got != want {
			t.Errorf("%s: %v, want %v", script, got, want)
		}
		if JobsWait(vm) {
			t.Errorf("%s: jobs wait when the script has returned", script)
		}
	}
}
