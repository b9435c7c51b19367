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
	wrap, _ := sobek.AssertFunction(factory)
	uni, err := wrap(sobek.Undefined(), vendor, rules, hooks)
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
