package uniapp

import (
	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js"
)

// lifeName is the global variable under which our own modules find the part life.
const lifeName = "uni:life"

// alive is the part life if anything has used it, or nil: a script that registers no
// life cycle function has none.
func (a *App) alive() *sobek.Object { return a.parts["life"] }

// tellLife calls a function of the part life as an event, if anything has used it.
func (a *App) tellLife(name string, args ...sobek.Value) {
	if a.alive() == nil {
		return
	}
	a.runtime.Deliver(func() error {
		_, err := a.function("life", name)(sobek.Undefined(), args...)
		return err
	})
}

// Hide has the app and its page hear that they are hidden, and Show that they are shown
// again, as do the listeners of uni and its sockets. Both are called on the loop.
func (a *App) Hide() {
	if n := a.config.Network; n != nil {
		n.Hide()
	}
	a.turn("hide", a.binding.Hide)
}

// Show is the opposite of Hide.
func (a *App) Show() {
	if n := a.config.Network; n != nil {
		n.Show()
	}
	a.turn("show", a.binding.Show)
}

// EnterOptions are what uni.getEnterOptionsSync returns.
func (a *App) EnterOptions() sobek.Value {
	v, err := a.function("life", "getEnterOptionsSync")(sobek.Undefined())
	rethrow(err)
	return v
}

// turn has the part life call the listeners of uni at their time.
func (a *App) turn(name string, listeners func()) {
	if a.alive() == nil {
		listeners()
		return
	}
	a.tellLife(name, a.vm.ToValue(func(sobek.FunctionCall) sobek.Value {
		listeners()
		return sobek.Undefined()
	}))
}

// End has the app and its pages hear of their end, once. It is called on the loop.
// What a script has kept in the browser's storage by itself is then kept in the Store.
func (a *App) End() {
	a.tellLife("end")
	if a.config.Platform.System().Storage.Local && a.config.Store.path != "" {
		a.runtime.Deliver(func() error {
			_, err := a.function("storage", "copy")(sobek.Undefined())
			return err
		})
	}
}

// Restore puts what the Store has into the browser's storage, where there is one. It is
// called on the loop, before the script.
func (a *App) Restore() error {
	if len(a.config.Store.keys) > 0 {
		if e := a.vm.Try(func() { a.load("storage") }); e != nil {
			return e
		}
	}
	return nil
}

// failed tells the script's own listeners of an error that nobody caught.
func (a *App) failed(f js.Failure) {
	if a.alive() == nil || a.failing {
		return
	}
	a.failing = true // an error of a listener is not told to the listeners
	defer func() { a.failing = false }()
	if f.Rejection {
		a.tellLife("rejection", f.Promise.Result(), a.vm.ToValue(f.Promise))
		return
	}
	a.tellLife("error", a.vm.ToValue(f.Error))
}

// later runs a function of JavaScript as a macrotask of its own.
func (a *App) later(call sobek.FunctionCall) sobek.Value {
	fn, _ := sobek.AssertFunction(call.Argument(0))
	a.post(func() {
		a.runtime.Deliver(func() error {
			_, err := fn(sobek.Undefined())
			return err
		})
	})
	return sobek.Undefined()
}

// post runs fn on the loop, soon, and keeps the script alive until then.
func (a *App) post(fn func()) {
	port := a.runtime.Loop().Acquire()
	port.Post(fn)
	port.Release()
}

// call calls a function of the script with this and an array of arguments. What it
// throws is reported, and goes no further.
func (a *App) call(call sobek.FunctionCall) sobek.Value {
	fn, _ := sobek.AssertFunction(call.Argument(0))
	var args []sobek.Value
	list := call.Argument(2).ToObject(a.vm)
	for _, key := range list.Keys() {
		args = append(args, list.Get(key))
	}
	v, err := fn(call.Argument(1), args...)
	if err != nil {
		a.runtime.UncaughtInListener(err)
		return sobek.Undefined()
	}
	return v
}

// report reports a value that was thrown.
func (a *App) report(call sobek.FunctionCall) sobek.Value {
	if e := a.vm.Try(func() { panic(call.Argument(0)) }); e != nil {
		a.runtime.UncaughtInListener(e)
	}
	return sobek.Undefined()
}

// throw throws an Error.
func (a *App) throw(text string) {
	e, err := a.vm.New(a.vm.GlobalObject().Get("Error"), a.vm.ToValue(text))
	rethrow(err)
	panic(e)
}
