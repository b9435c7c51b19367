package json_test

import (
	"errors"
	"sync/atomic"
	"testing"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js/json"
)

// newEngine is an engine with this package's JSON.
func newEngine(t testing.TB) *sobek.Runtime {
	vm, _ := install(t, new(atomic.Bool))
	return vm
}

// newPublicEngine is one that is used through its interface only.
func newPublicEngine(t testing.TB) *sobek.Runtime {
	vm, j := install(t, new(atomic.Bool))
	j.UseInterface()
	return vm
}

func install(t testing.TB, stopped *atomic.Bool) (*sobek.Runtime, *json.JSON) {
	t.Helper()
	const longest = 1 << 25
	vm := sobek.New()
	j := json.New(vm, json.Host{
		Stopped: stopped,
		AllocateString: func(units float64) {
			if units > longest {
				panic(rangeError(vm, "Invalid string length"))
			}
		},
		Overflow: func() *sobek.Object { return rangeError(vm, "Maximum call stack size exceeded") },
	})
	j.Capture()
	if err := j.Install(); err != nil {
		t.Fatal(err)
	}
	vm.SetMaxCallStackSize(4096)
	return vm, j
}

func TestTheEnginesLayoutIsKnown(t *testing.T) {
	if _, j := install(t, new(atomic.Bool)); !j.KnowsLayout() {
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

func TestItEndsSoonWhenTheEngineIsToStop(t *testing.T) {
	var stopped atomic.Bool
	vm, _ := install(t, &stopped)
	value, err := vm.RunString("[].concat(...Array.from({ length: 10 }, () => Array(1000).fill({ a: [1] })))")
	if err != nil {
		t.Fatal(err)
	}
	f := functionsOf(vm)
	text := f.stringify(t, value)
	stopped.Store(true)
	if v, err := f.parse(text); err != nil || !sobek.IsUndefined(v) {
		t.Errorf("parse: %v, %v", v, err)
	}
	if got := f.stringify(t, value); got != "undefined" {
		t.Errorf("stringify wrote %d bytes", len(got))
	}
}

func TestATextThatIsTooLongIsARangeError(t *testing.T) {
	vm := newEngine(t)
	_, err := vm.RunString("JSON.stringify(Array(8).fill('x'.repeat(1 << 23)))")
	if exception := (*sobek.Exception)(nil); !errors.As(err, &exception) || exception.Value().String() != "RangeError: Invalid string length" {
		t.Error(err)
	}
}
