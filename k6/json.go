package k6

import (
	"sync/atomic"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/modules"

	"github.com/unisocket/uni/js/json"
)

// fastJSON is the export JSON: parse and stringify as apps in bundles have them, in a third
// to a quarter of the time of the engine's own. They are made when one of them is used.
type fastJSON struct {
	vu               modules.VU
	parse, stringify sobek.Value
}

func newJSON(vu modules.VU) *sobek.Object {
	return vu.Runtime().NewDynamicObject(&fastJSON{vu: vu})
}

func (f *fastJSON) make() {
	vm := f.vu.Runtime()
	j := json.New(vm, json.Host{
		Stopped:        new(atomic.Bool), // k6 interrupts the engine, which is soon enough
		AllocateString: func(float64) {},
		Overflow: func() *sobek.Object {
			e, err := vm.New(vm.GlobalObject().Get("RangeError"), vm.ToValue("Maximum call stack size exceeded"))
			if err != nil {
				panic(err)
			}
			return e
		},
	})
	f.parse, f.stringify = vm.ToValue(j.Parse), vm.ToValue(j.Stringify)
}

// Get is parse or stringify.
func (f *fastJSON) Get(key string) sobek.Value {
	if !f.Has(key) {
		return nil
	}
	if f.parse == nil {
		f.make()
	}
	if key == "parse" {
		return f.parse
	}
	return f.stringify
}

// Set refuses: nothing of it can be replaced.
func (f *fastJSON) Set(string, sobek.Value) bool { return false }

// Has reports whether it is one of the two.
func (f *fastJSON) Has(key string) bool { return key == "parse" || key == "stringify" }

// Delete refuses.
func (f *fastJSON) Delete(string) bool { return false }

// Keys are the two.
func (f *fastJSON) Keys() []string { return []string{"parse", "stringify"} }
