package js

import (
	"fmt"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js/json"
)

// withJSON replaces parse and stringify of the engine's JSON.
func (r *Runtime) withJSON(object sobek.Value) sobek.Value {
	j := json.New(r.vm, json.Host{
		Stopped:        &r.interrupted,
		AllocateString: r.allocateString,
		Overflow:       r.newOverflow,
	})
	if err := j.Install(); err != nil {
		panic(fmt.Errorf("JSON: %w", err))
	}
	if r.program.changesBuiltins() {
		j.Capture()
	}
	return object
}
