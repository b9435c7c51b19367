package js

import "github.com/unisocket/uni/js/json"

// installJSON replaces the engine's JSON.parse and JSON.stringify.
func (r *Runtime) installJSON() error {
	j, err := json.New(r.vm, json.Host{
		Stopped:        &r.interrupted,
		AllocateString: r.allocateString,
		Overflow:       r.newOverflow,
	})
	if err != nil {
		return err
	}
	return j.Install()
}
