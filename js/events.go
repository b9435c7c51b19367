package js

import (
	"crypto/rand"
	"errors"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/loop"
)

// eventNatives are what EventTarget and AbortSignal are made of.
func (r *Runtime) eventNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"callListener": r.callListener,
		"startTimeout": r.startTimeout,
		"holdTimeout": func(call sobek.FunctionCall) sobek.Value {
			call.Argument(0).Export().(*timeout).hold(call.Argument(1).ToBoolean())
			return sobek.Undefined()
		},
		"fillRandom": func(call sobek.FunctionCall) sobek.Value {
			rand.Read(r.bytes(call.Argument(0)))
			return sobek.Undefined()
		},
	}
}

// callListener calls a listener, a function or an object with handleEvent, with
// what is this in it and an event, and returns what it returns. What it throws is reported, and the
// listeners behind it are called all the same (DOM, section 2.9).
func (r *Runtime) callListener(call sobek.FunctionCall) sobek.Value {
	listener, this, event := call.Argument(0), call.Argument(1), call.Argument(2)
	fn, ok := sobek.AssertFunction(listener)
	var v sobek.Value
	var err error
	if ok {
		v, err = fn(this, event)
	} else if e := r.vm.Try(func() {
		if fn, ok = sobek.AssertFunction(listener.ToObject(r.vm).Get("handleEvent")); !ok {
			panic(r.vm.NewTypeError("handleEvent is not a function"))
		}
		v, err = fn(listener, event)
	}); e != nil {
		err = e
	}
	if err == nil {
		return v
	}
	if exception := (*sobek.Exception)(nil); !errors.As(err, &exception) {
		panic(err) // an interrupt, or an overflow of the stack: nothing goes on
	}
	r.UncaughtInListener(err)
	return sobek.Undefined()
}

// timeout is the timer of AbortSignal.timeout. It keeps the script alive while it is
// held.
type timeout struct {
	loop *loop.Loop
	port *loop.Port
}

func (t *timeout) hold(wanted bool) {
	switch {
	case wanted && t.port == nil:
		t.port = t.loop.Acquire()
	case !wanted && t.port != nil:
		t.port.Release()
		t.port = nil
	}
}

// startTimeout calls a function after a number of milliseconds.
func (r *Runtime) startTimeout(call sobek.FunctionCall) sobek.Value {
	const longest = float64(1<<63-1) / float64(time.Millisecond)
	ms := min(call.Argument(0).ToFloat(), longest/2)
	fn, _ := sobek.AssertFunction(call.Argument(1))
	t := &timeout{loop: r.loop}
	r.loop.AfterFunc(time.Duration(ms*float64(time.Millisecond)), func() {
		r.call(fn, nil)
		t.hold(false)
	}).Unref()
	return r.vm.ToValue(t)
}
