package binding

import (
	"errors"
	"slices"
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
)

// api is what one function of the API does with its arguments, a copy of the
// caller's from which functions have been taken, and the callbacks.
type api func(args *sobek.Object, cb core.Callbacks) sobek.Value

// promisify makes an API function: with a function among success, fail and
// complete it calls back and returns what fn does, otherwise it returns a
// promise (§1.0), where the platform has that form. The caller's object is copied
// and stays as it is; a vendor's function takes it as it is.
func (b *Binding) promisify(name string, p protocol, promises bool, fn api) func(sobek.FunctionCall) sobek.Value {
	invoke := func(options *sobek.Object) sobek.Value {
		return b.hooks.around(name, options, func(options *sobek.Object) sobek.Value {
			args, cb := b.takeCallbacks(name, options)
			if problem := b.normalise(name, p, args); problem != "" {
				b.app.ObserveCall(nil, name, problem)
				b.app.Refused(cb, name+":fail "+problem)
				return sobek.Undefined()
			}
			return fn(args, cb)
		})
	}
	if b.layer.Wrapped {
		invoke = func(options *sobek.Object) sobek.Value { return fn(options, b.callbacksOf(name, options)) }
	}
	return func(call sobek.FunctionCall) sobek.Value {
		given := call.Argument(0)
		if promises && !b.hasCallback(given) {
			return b.hooks.result(name, b.watchPromise(name, b.inPromise(name, given, invoke)))
		}
		if b.layer.Wrapped {
			return invoke(b.options(given))
		}
		v := b.hooks.result(name, invoke(b.copyOptions(given)))
		if !promises && b.config.Diagnose != nil && !b.hasCallback(given) {
			v = b.watchTask(v)
		}
		return v
	}
}

// callbacksOf are those of a vendor's function: what they throw is reported.
func (b *Binding) callbacksOf(name string, options *sobek.Object) core.Callbacks {
	of := func(key string) func(*core.Result) error {
		v := options.Get(key)
		if !isFunction(v) {
			return nil
		}
		fn, _ := sobek.AssertFunction(v)
		return b.isolated(name, key, fn, options)
	}
	return core.Callbacks{API: name, Success: of("success"), Fail: of("fail"), Complete: of("complete")}
}

// copyOptions is Object.assign({}, v).
func (b *Binding) copyOptions(v sobek.Value) *sobek.Object {
	to := b.vm.NewObject()
	_, err := b.assign(sobek.Undefined(), to, v)
	b.throw(err)
	return to
}

// must throws an error of the engine on.
func (b *Binding) must(err error) {
	if err != nil {
		panic(err)
	}
}

// rawType is what Object.prototype.toString says about v.
func (b *Binding) rawType(v sobek.Value) string {
	s, err := b.toString(v)
	b.must(err)
	return strings.TrimSuffix(strings.TrimPrefix(s.String(), "[object "), "]")
}

var callbackNames = [3]string{"success", "fail", "complete"}

func (b *Binding) hasCallback(args sobek.Value) bool {
	if b.rawType(args) != "Object" {
		return false
	}
	o := args.ToObject(b.vm)
	return slices.ContainsFunc(callbackNames[:], func(name string) bool { return isFunction(o.Get(name)) })
}

func isFunction(v sobek.Value) bool {
	if v == nil {
		return false
	}
	_, ok := sobek.AssertFunction(v)
	return ok
}

// takeCallbacks takes the functions out of options, all of them, and keeps the
// three that count.
func (b *Binding) takeCallbacks(name string, options *sobek.Object) (*sobek.Object, core.Callbacks) {
	cb := core.Callbacks{API: name}
	if b.rawType(options) != "Object" {
		return options, cb // an interceptor's doing
	}
	for _, key := range options.Keys() {
		v := options.Get(key)
		fn, ok := sobek.AssertFunction(v)
		if !ok {
			continue
		}
		b.must(options.Delete(key))
		switch key {
		case "success":
			cb.Success = b.isolated(name, key, fn, v)
		case "fail":
			cb.Fail = b.isolated(name, key, fn, v)
		case "complete":
			cb.Complete = b.isolated(name, key, fn, v)
		}
	}
	return options, cb
}

// normalise checks the arguments, as the layer does, and runs the function's own
// formatting. It returns what is wrong where that ends the call.
func (b *Binding) normalise(name string, p protocol, args *sobek.Object) (problem string) {
	switch {
	case b.layer.RefuseArguments:
		if problems := b.validate(refusal, p.args, args); len(problems) > 0 {
			if b.config.Development {
				b.console("error", b.vm.ToValue(name+":fail "+problems[0]))
			}
			return problems[0]
		}
	case b.config.Development:
		for _, problem := range b.validate(warning, p.args, args) {
			b.console("warn", b.vm.ToValue(name+": "+problem))
		}
	}
	if p.format != nil && !b.layer.Typed {
		p.format(b, args)
	}
	return ""
}

// isolated calls a callback of an API function. What it throws is reported and
// goes no further (§1.0).
func (b *Binding) isolated(api, name string, fn sobek.Callable, self sobek.Value) func(*core.Result) error {
	return func(r *core.Result) error {
		b.app.ObserveCallback(api, name, r)
		_, err := fn(self, b.resultObject(r))
		err = b.caught(err)
		var e *thrown
		if !errors.As(err, &e) {
			return err // nil, or the engine's end
		}
		if api == "connectSocket" && !b.layer.ConnectLater && noTaskYet.MatchString(e.Error()) {
			b.diagnoseAt(diagnostic.TaskInSuccess, b.finder.thrown, r.Task)
		}
		b.threw(e)
		b.console("error", b.thrownValue(e))
		return nil
	}
}

// tupleProgram is what the Vue 2 line makes of a promise.
var tupleProgram = sobek.MustCompile("uni", "(function (p, watch) { return p.then(function (v) { return watch([null, v]) }).catch(function (e) { return watch([e]) }) })", true)

// inPromise is the promise form: the promise's own functions take the place of
// success and fail. What the function throws rejects.
func (b *Binding) inPromise(name string, given sobek.Value, invoke func(*sobek.Object) sobek.Value) sobek.Value {
	rejected := b.calledAt()
	promise, resolve, reject := b.vm.NewPromise()
	settle := func(settle func(any) error) func(sobek.FunctionCall) sobek.Value {
		return func(call sobek.FunctionCall) sobek.Value {
			b.must(settle(call.Argument(0)))
			return sobek.Undefined()
		}
	}
	err := b.try(func() {
		options := b.copyOptions(given)
		b.must(options.Set("success", settle(func(v any) error { return resolve(b.watchResult(v.(sobek.Value))) })))
		b.must(options.Set("fail", settle(func(v any) error {
			rejected(v.(sobek.Value))
			return reject(v)
		})))
		invoke(options)
	})
	if err != nil {
		b.must(reject(b.thrownValue(err)))
	}
	v := b.vm.ToValue(promise)
	if b.layer.Tuple {
		v, err = b.tuple(sobek.Undefined(), v, b.vm.ToValue(b.watchTuple))
		b.throw(err)
	}
	return v
}
