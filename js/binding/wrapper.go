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
	return wrap(vm, vendor, w, watch{})
}

// watch are functions that look at what a wrapper does; each may be nil.
type watch struct {
	missing func(name string)                                // there is no function of that name
	dropped func(function, option string)                    // an option was dropped
	called  func(function string)                            // a promise is made
	promise func(function string, p sobek.Value) sobek.Value // what is returned for it
	tuple   func(array sobek.Value) sobek.Value
}

func wrap(vm *sobek.Runtime, vendor *sobek.Object, w *platform.Wrapper, watch watch) (*sobek.Object, error) {
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
	if watch.missing == nil {
		watch.missing, watch.dropped, watch.called = func(string) {}, func(string, string) {}, func(string) {}
		watch.promise = func(_ string, p sobek.Value) sobek.Value { return p }
		watch.tuple = func(array sobek.Value) sobek.Value { return array }
	}
	watching := vm.NewObject()
	for name, fn := range map[string]any{
		"missing": watch.missing, "dropped": watch.dropped, "called": watch.called, "promise": watch.promise, "tuple": watch.tuple,
	} {
		if err := watching.Set(name, fn); err != nil {
			return nil, err
		}
	}
	make, _ := sobek.AssertFunction(factory)
	uni, err := make(sobek.Undefined(), vendor, rules, hooks, watching)
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
