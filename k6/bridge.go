package k6

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/modules"
)

// bridge calls functions of the virtual user's engine for a script that runs in another one.
// It holds a callback of the virtual user, which keeps the iteration from ending.
type bridge struct {
	vu        modules.VU
	functions map[string]sobek.Callable

	mu    sync.Mutex
	wake  func(func() error) // the callback; nil while drain is on its way
	calls []bridgeCall
	over  bool
	err   error // of the script
}

type bridgeCall struct {
	fn   sobek.Callable
	args []byte // a list in JSON
}

// newBridge is called on the virtual user's goroutine.
func newBridge(vu modules.VU, functions map[string]sobek.Callable) *bridge {
	return &bridge{vu: vu, functions: functions, wake: vu.RegisterCallback()}
}

// install gives the script the functions, on its loop.
func (b *bridge) install(vm *sobek.Runtime) error {
	if len(b.functions) == 0 {
		return nil
	}
	stringify, _ := sobek.AssertFunction(vm.GlobalObject().Get("JSON").ToObject(vm).Get("stringify"))
	var failed error
	for name, fn := range b.functions {
		if vm.GlobalObject().Get(name) != nil {
			failed = errors.Join(failed, fmt.Errorf("expose: the app has a global %s of its own; give the function another name", name))
			continue
		}
		failed = errors.Join(failed, vm.GlobalObject().Set(name, func(call sobek.FunctionCall) sobek.Value {
			values := make([]any, len(call.Arguments))
			for i, v := range call.Arguments {
				values[i] = v
			}
			text, err := stringify(sobek.Undefined(), vm.NewArray(values...))
			if err != nil {
				panic(err)
			}
			b.post(bridgeCall{fn, []byte(text.String())})
			return sobek.Undefined()
		}))
	}
	return failed
}

func (b *bridge) post(c bridgeCall) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.over {
		b.calls = append(b.calls, c)
		b.kick()
	}
}

// end lets the iteration go. What the script has called is called before.
func (b *bridge) end(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.over, b.err = true, err
	b.kick()
}

// kick has the virtual user drain, once; under mu.
func (b *bridge) kick() {
	if wake := b.wake; wake != nil {
		b.wake = nil
		wake(b.drain)
	}
}

// drain runs on the virtual user's goroutine.
func (b *bridge) drain() error {
	b.mu.Lock()
	calls, over, err := b.calls, b.over, b.err
	b.calls = nil
	if !over {
		b.wake = b.vu.RegisterCallback()
	}
	b.mu.Unlock()
	vm := b.vu.Runtime()
	for _, c := range calls {
		var args []any
		if err := json.Unmarshal(c.args, &args); err != nil {
			return err
		}
		values := make([]sobek.Value, len(args))
		for i, v := range args {
			values[i] = vm.ToValue(v)
		}
		if _, err := c.fn(sobek.Undefined(), values...); err != nil {
			return err
		}
	}
	return err
}
