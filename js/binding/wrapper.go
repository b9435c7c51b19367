package binding

import (
	_ "embed"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/platform"
)

//go:embed wrapper.js
var wrapperSource string

var wrapperProgram = sobek.MustCompile("uni:wrapper", wrapperSource, true)

// Wrap makes the uni of a mini program over a vendor's object, made in Go or given
// by a script: promises, interceptors and what else w says (§1.0, §1.1).
//
// uni has the functions that the vendor has at the time they are asked for, and
// calls them with the vendor as this. It is called on the loop.
func Wrap(vm *sobek.Runtime, vendor *sobek.Object, w *platform.Wrapper) (*sobek.Object, error) {
	return wrap(vm, vendor, w, nil, nil)
}

// watch are functions that look at what a wrapper does, of whom each returns what is
// to stand in the place of what it was given. A nil *watch does not look.
type watch struct {
	dropped func(function, option string) // an option was dropped
	called  func() (rejected func(sobek.Value))
	promise func(function string, p sobek.Value) sobek.Value
	tuple   func(array sobek.Value) sobek.Value
	result  func(v sobek.Value) sobek.Value
	event   func(function string, v sobek.Value) sobek.Value
}

// object is w for wrapper.js; null where there is none.
func (w *watch) object(vm *sobek.Runtime) sobek.Value {
	if w == nil {
		return sobek.Null()
	}
	o := vm.NewObject()
	for name, fn := range map[string]any{
		"dropped": w.dropped, "called": w.called, "promise": w.promise,
		"tuple": w.tuple, "result": w.result, "event": w.event,
	} {
		o.Set(name, fn)
	}
	return o
}

// wrap takes of functions what is uni's own or is added to a vendor's.
func wrap(vm *sobek.Runtime, vendor *sobek.Object, w *platform.Wrapper, watch *watch, functions []Function) (*sobek.Object, error) {
	hooks, err := vm.RunProgram(interceptorProgram)
	if err != nil {
		return nil, err
	}
	factory, err := vm.RunProgram(wrapperProgram)
	if err != nil {
		return nil, err
	}
	rules, err := wrapperRules(vm, w)
	if err != nil {
		return nil, err
	}
	own := vm.NewObject()
	for _, f := range base64Functions(vm) {
		if err := own.Set(f.name, f.fn); err != nil {
			return nil, err
		}
	}
	adds := vm.CreateObject(nil)
	for _, f := range functions {
		var err error
		switch {
		case f.Own:
			err = own.Set(f.Name, f.Sync)
		case f.Adds != nil:
			err = adds.Set(f.Name, func(sobek.FunctionCall) sobek.Value { return f.Adds() })
		}
		if err != nil {
			return nil, err
		}
	}
	make, _ := sobek.AssertFunction(factory)
	uni, err := make(sobek.Undefined(), vendor, rules, hooks, own, watch.object(vm), adds)
	if err != nil {
		return nil, err
	}
	return uni.ToObject(vm), nil
}

// wrapperRules is w as wrapper.js reads it.
func wrapperRules(vm *sobek.Runtime, w *platform.Wrapper) (*sobek.Object, error) {
	array := func(names []string) *sobek.Object {
		values := make([]any, len(names))
		for i, name := range names {
			values[i] = name
		}
		return vm.NewArray(values...)
	}
	drops := vm.CreateObject(nil)
	for function, options := range w.Drops {
		if err := drops.Set(function, array(options)); err != nil {
			return nil, err
		}
	}
	rules := vm.NewObject()
	for name, v := range map[string]any{
		"tuple":         w.Tuple,
		"marksObjects":  w.MarksObjects,
		"numericErrors": w.NumericErrors,
		"formatsAll":    w.FormatsAll,
		"formats":       array(w.Formats),
		"drops":         drops,
		"dropWarning":   w.DropWarning,
	} {
		if err := rules.Set(name, v); err != nil {
			return nil, err
		}
	}
	return rules, nil
}
