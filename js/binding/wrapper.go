package binding

import (
	_ "embed"
	"sync"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
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
	return wrap(vm, vendor, w, nil, Functions{})
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
func wrap(vm *sobek.Runtime, vendor *sobek.Object, w *platform.Wrapper, watch *watch, functions Functions) (*sobek.Object, error) {
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
	owner := &wrapperOwner{vm, functions}
	templates := wrapperTemplatesOf(functions.Table)
	own, adds := templates.own.Object(vm, owner), templates.adds.Object(vm, owner)
	make, _ := sobek.AssertFunction(factory)
	uni, err := make(sobek.Undefined(), vendor, rules, hooks, own, watch.object(vm), adds)
	if err != nil {
		return nil, err
	}
	return uni.ToObject(vm), nil
}

// wrapperOwner is for whom the functions of a wrapper are made.
type wrapperOwner struct {
	vm        *sobek.Runtime
	functions Functions
}

// wrapperTemplates are of the functions that are uni's own, and of what it adds to the
// results of a vendor's.
type wrapperTemplates struct {
	own, adds *lazy.Template[*wrapperOwner]
}

var allWrapperTemplates sync.Map // by *FunctionTable

func wrapperTemplatesOf(table *FunctionTable) wrapperTemplates {
	if t, ok := allWrapperTemplates.Load(table); ok {
		return t.(wrapperTemplates)
	}
	var own, adds []lazy.Property[*wrapperOwner]
	for i, f := range base64Functions(nil) {
		own = append(own, lazy.Property[*wrapperOwner]{Name: f.name, Make: func(o *wrapperOwner) sobek.Value {
			return o.vm.ToValue(base64Functions(o.vm)[i].fn)
		}})
	}
	if table != nil {
		for _, name := range table.Names {
			if table.Own[name] {
				own = append(own, lazy.Property[*wrapperOwner]{Name: name, Make: func(o *wrapperOwner) sobek.Value {
					return o.vm.ToValue(o.functions.Make(name).Sync)
				}})
			}
			if table.Adds[name] {
				adds = append(adds, lazy.Property[*wrapperOwner]{Name: name, Make: func(o *wrapperOwner) sobek.Value {
					added := o.functions.Make(name).Adds
					return o.vm.ToValue(func(sobek.FunctionCall) sobek.Value { return added() })
				}})
			}
		}
	}
	t, _ := allWrapperTemplates.LoadOrStore(table, wrapperTemplates{lazy.NewTemplate(own), lazy.NewTemplate(adds)})
	return t.(wrapperTemplates)
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
