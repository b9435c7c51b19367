package binding

import (
	_ "embed"

	"github.com/grafana/sobek"
)

//go:embed interceptor.js
var interceptorSource string

var interceptorProgram = sobek.MustCompile("uni:interceptor", interceptorSource, true)

// interceptors are the hooks that a script puts around the API's functions. They
// are written in JavaScript, and not asked before there is one.
type interceptors struct {
	b                *Binding
	used             bool
	self             *sobek.Object
	invoke, returned sobek.Callable
}

// load makes them, when one is added for the first time.
func (i *interceptors) load() {
	if i.self != nil {
		return
	}
	i.self = i.b.run(interceptorProgram).ToObject(i.b.vm)
	i.invoke, _ = sobek.AssertFunction(i.self.Get("invoke"))
	i.returned, _ = sobek.AssertFunction(i.self.Get("returned"))
}

// function is uni.addInterceptor or uni.removeInterceptor.
func (i *interceptors) function(name string) func(sobek.FunctionCall) sobek.Value {
	return func(call sobek.FunctionCall) sobek.Value {
		i.used = true
		i.load()
		fn, _ := sobek.AssertFunction(i.self.Get(name))
		v, err := fn(i.self, call.Arguments...)
		i.b.throw(err)
		return v
	}
}

// around calls fn with options between the hooks of the API function.
func (i *interceptors) around(api string, options *sobek.Object, fn func(*sobek.Object) sobek.Value) sobek.Value {
	if !i.used {
		return fn(options)
	}
	v, err := i.invoke(i.self, i.b.vm.ToValue(api), options, i.b.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
		return fn(call.Argument(0).ToObject(i.b.vm))
	}))
	i.b.throw(err)
	return v
}

// result lets the hooks replace what the API function returns.
func (i *interceptors) result(api string, v sobek.Value) sobek.Value {
	if !i.used {
		return v
	}
	v, err := i.returned(i.self, i.b.vm.ToValue(api), v)
	i.b.throw(err)
	return v
}
