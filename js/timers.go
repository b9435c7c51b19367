package js

import (
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/internal/loop"
)

// timerGlobals are the timers of the HTML standard (section 8.7). Handles are numbers. A delay is converted as a WebIDL long, and
// what is negative then counts as 0; a repeating timer waits at least 1 ms, so that
// it cannot fill the loop. There is no clamping to 4 ms of nested timers.
var timerGlobals = []lazy.Property[*Runtime]{
	timerGlobal("setTimeout", func(r *Runtime, call sobek.FunctionCall) sobek.Value { return r.setTimer(call, "setTimeout", false) }),
	timerGlobal("setInterval", func(r *Runtime, call sobek.FunctionCall) sobek.Value { return r.setTimer(call, "setInterval", true) }),
	timerGlobal("clearTimeout", (*Runtime).clearTimer),
	timerGlobal("clearInterval", (*Runtime).clearTimer),
}

func timerGlobal(name string, fn func(*Runtime, sobek.FunctionCall) sobek.Value) lazy.Property[*Runtime] {
	return lazy.Property[*Runtime]{Name: name, Make: func(r *Runtime) sobek.Value {
		return r.function(name, func(call sobek.FunctionCall) sobek.Value { return fn(r, call) })
	}}
}

func (r *Runtime) setTimer(call sobek.FunctionCall, name string, repeat bool) sobek.Value {
	fn := r.timerHandler(call, name)
	delay := time.Duration(max(int32(call.Argument(1).ToInteger()), 0)) * time.Millisecond
	if repeat {
		delay = max(delay, time.Millisecond)
	}
	var args []sobek.Value
	if len(call.Arguments) > 2 {
		args = append(args, call.Arguments[2:]...) // the engine reuses its own
	}
	r.lastTimer++
	id := r.lastTimer
	var run func()
	threw := false
	run = func() {
		if !repeat {
			delete(r.timers, id)
		}
		threw = r.call(fn, args) || threw
		if _, ok := r.timers[id]; ok { // not cleared meanwhile
			timer := r.loop.AfterFunc(delay, run)
			if threw {
				timer.Unref() // it would throw for ever
			}
			r.timers[id] = timer
		}
	}
	if r.timers == nil {
		r.timers = map[int64]*loop.Timer{}
	}
	r.timers[id] = r.loop.AfterFunc(delay, run)
	return r.vm.ToValue(id)
}

func (r *Runtime) clearTimer(call sobek.FunctionCall) sobek.Value {
	if v := call.Argument(0); !sobek.IsUndefined(v) {
		id := v.ToInteger()
		if timer, ok := r.timers[id]; ok {
			timer.Stop()
			delete(r.timers, id)
		}
	}
	return sobek.Undefined()
}

// microtaskNatives are what queueMicrotask is made of. What a callback throws is
// an uncaught exception, not a rejection.
func (r *Runtime) microtaskNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"callMicrotask": func(call sobek.FunctionCall) sobek.Value {
			fn, _ := sobek.AssertFunction(call.Argument(0))
			if _, err := fn(sobek.Undefined()); err != nil {
				r.UncaughtInListener(err)
			}
			return sobek.Undefined()
		},
	}
}

// timerHandler is the first argument: a function, or, as of old, a text to run.
func (r *Runtime) timerHandler(call sobek.FunctionCall, name string) sobek.Callable {
	if text, ok := call.Argument(0).(sobek.String); ok {
		return func(sobek.Value, ...sobek.Value) (sobek.Value, error) { return r.vm.RunString(text.String()) }
	}
	return r.callback(call, name)
}

// callback returns the first argument, which must be a function.
func (r *Runtime) callback(call sobek.FunctionCall, name string) sobek.Callable {
	fn, ok := sobek.AssertFunction(call.Argument(0))
	if !ok {
		panic(r.vm.NewTypeError("%s: the first argument must be a function, not %s", name,
			r.inspector.Value(call.Argument(0), inspectDefault)))
	}
	return fn
}

// timeNatives are what performance is made of.
func (r *Runtime) timeNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"now": func(sobek.FunctionCall) sobek.Value {
			return r.vm.ToValue(float64(time.Since(r.started)) / float64(time.Millisecond))
		},
		"timeOrigin": func(sobek.FunctionCall) sobek.Value {
			return r.vm.ToValue(float64(r.started.UnixMicro()) / 1000)
		},
	}
}
