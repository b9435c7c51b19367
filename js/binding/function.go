package binding

import (
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
)

// Functions are those of uni that are not about sockets, for [Config.Functions]: most are
// never called, and are made when a script uses them.
type Functions struct {
	Table *FunctionTable // shared by the scripts of a platform
	Make  func(name string) Function
}

// FunctionTable says which functions there are, in their order.
type FunctionTable struct {
	Names []string
	Own   map[string]bool // those that Function.Own says
	Adds  map[string]bool // those that have Function.Adds
}

// Function is a function of uni's that is not about sockets.
// The binding gives it the forms that the platform's functions have: callbacks or a
// promise (§1.0), Vue 2's tuple, interceptors, and on a mini program the vendor's
// object with uni as a wrapper over it.
type Function struct {
	Name   string
	Length int

	// Sync, where not nil, is the function as it is.
	Sync func(sobek.FunctionCall) sobek.Value

	// Async is what the function does with its options, which may be kept: the
	// caller's functions are not among them. It calls done exactly once, on the
	// loop, during the call or later, and returns what the function returns, or nil.
	Async func(options *sobek.Object, done func(Outcome)) sobek.Value

	// Own: on a mini program it is uni's own, and the vendor does not have it. It is
	// Sync then.
	Own bool

	// Adds, where not nil, are the properties that uni's wrapper adds to what a
	// vendor's function returns or succeeds with.
	Adds func() sobek.Value

	// Task: what Async returns is wanted at once, so that a vendor's function
	// returns it also where it is given no callback.
	Task bool
}

// Outcome is what a function came to.
type Outcome struct {
	// Fail is why it failed, which stands after "name:fail "; a space alone stands
	// for no reason. "" is success.
	Fail string
	// Code is the failure's errCode; 0 is none.
	Code int
	// Result is what callbacks get, to which errMsg is added; nil is an empty object.
	Result *sobek.Object
	// Now: the script is running, as it is while Async does, and its callbacks are
	// called within what it calls: the abort of a task, say.
	Now bool
}

// extra makes the function of the script.
func (b *Binding) extra(f Function) apiFunction {
	if f.Sync != nil {
		return apiFunction{f.Name, f.Length, f.Sync}
	}
	return apiFunction{f.Name, f.Length, b.promisify(f.Name, protocol{}, !b.layer.Wrapped || !f.Task,
		func(options *sobek.Object, cb core.Callbacks) sobek.Value {
			returned := false
			v := f.Async(options, func(o Outcome) { b.settle(cb, o, !returned || o.Now) })
			returned = true
			if v == nil {
				return sobek.Undefined()
			}
			return v
		})}
}

// settle calls the callbacks of a function that is not about sockets: within the
// call that asked for it, or as an event of its own.
func (b *Binding) settle(cb core.Callbacks, o Outcome, within bool) {
	r := core.Result{ErrMsg: cb.API + ":ok", ErrCode: o.Code, OK: o.Fail == ""}
	switch {
	case !r.OK && b.layer.NumericErrors:
		r.ErrMsg = strings.TrimSpace(o.Fail) // uni's wrapper puts the function before it
	case o.Fail == " ":
		r.ErrMsg = cb.API + ":fail"
	case !r.OK:
		r.ErrMsg = cb.API + ":fail " + o.Fail
	}
	result := b.resultObject(&r)
	if o.Result != nil {
		// The binding's own properties win, as they do in uni-app.
		_, err := b.assign(sobek.Undefined(), o.Result, result)
		b.must(err)
		r.Value = o.Result
	}
	call := func() error { return cb.Call(r) }
	if within {
		b.rethrow(call())
		return
	}
	b.loop.event(call)
}
