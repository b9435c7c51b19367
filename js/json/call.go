package json

import (
	"reflect"

	"github.com/grafana/sobek"
)

// function is a function of the script's or of the engine's, called as the engine does
// it: what it throws goes on as a panic. (A sobek.Callable would run promise jobs if
// nothing else of the script were running, as in promise.then(JSON.stringify).)
type function func(sobek.FunctionCall) sobek.Value

var functionType = reflect.TypeFor[func(sobek.FunctionCall) sobek.Value]()

// callable is the function that a value is, or nil.
func callable(v sobek.Value) function {
	o, ok := v.(*sobek.Object)
	if !ok {
		return nil
	}
	if o.ExportType() == functionType {
		f, _ := o.Export().(func(sobek.FunctionCall) sobek.Value)
		return f
	}
	f, ok := sobek.AssertFunction(o) // a class, a proxy
	if !ok {
		return nil
	}
	return func(call sobek.FunctionCall) sobek.Value {
		v, err := f(call.This, call.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	}
}

func (f function) call(this sobek.Value, args ...sobek.Value) sobek.Value {
	if v := f(sobek.FunctionCall{This: this, Arguments: args}); v != nil {
		return v
	}
	return sobek.Undefined()
}
