package json_test

import (
	"sync/atomic"
	"testing"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js/json"
)

// newEngine is an engine with this package's JSON.
func newEngine(t testing.TB) *sobek.Runtime {
	vm, _ := install(t)
	return vm
}

// newPublicEngine is one that is used through its interface only.
func newPublicEngine(t testing.TB) *sobek.Runtime {
	vm, j := install(t)
	j.UseInterface()
	return vm
}

func install(t testing.TB) (*sobek.Runtime, *json.JSON) {
	t.Helper()
	vm := sobek.New()
	j, err := json.New(vm, json.Host{
		Stopped: new(atomic.Bool),
		AllocateString: func(units float64) {
			if units > 1<<29-24 {
				panic(rangeError(vm, "Invalid string length"))
			}
		},
		Overflow: func() *sobek.Object { return rangeError(vm, "Maximum call stack size exceeded") },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Install(); err != nil {
		t.Fatal(err)
	}
	vm.SetMaxCallStackSize(4096)
	return vm, j
}

func TestTheEnginesLayoutIsKnown(t *testing.T) {
	if _, j := install(t); !j.KnowsLayout() {
		t.Error("the engine is another than plain.go is written for: it is used through its interface, which is slow")
	}
}

func rangeError(vm *sobek.Runtime, text string) *sobek.Object {
	e, err := vm.New(vm.Get("RangeError"), vm.ToValue(text))
	if err != nil {
		panic(err)
	}
	return e
}
