package k6

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/common"

	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/launch"
)

// app is the class App of scripts: uni, and the vendor's object of a mini program, on one
// platform. Each iteration finds them fresh, without listeners and interceptors of the one
// before.
type app struct {
	*instance
	launched    *launch.App
	description launch.Description

	iteration context.Context // of binding
	binding   *binding.Binding
}

// object is one of the objects of an App.
type object func(*binding.Binding) *sobek.Object

func (*app) uni(b *binding.Binding) *sobek.Object { return b.Object() }

func (*app) vendor(b *binding.Binding) *sobek.Object {
	_, object := b.Vendor()
	return object
}

// defaultApp is the one whose uni is the default export.
func (i *instance) defaultApp() *app {
	name := i.vu.InitEnv().RuntimeOptions.Env["UNI_PLATFORM"]
	a, err := i.open(launch.Description{Platform: name})
	if err != nil {
		common.Throw(i.vu.Runtime(), errors.New("UNI_PLATFORM: "+err.Error()))
	}
	return a
}

func (i *instance) open(d launch.Description) (*app, error) {
	key, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	launched, known := i.root.apps.Load(string(key))
	if !known {
		if launched, err = d.App(); err != nil {
			return nil, err
		}
		launched, _ = i.root.apps.LoadOrStore(string(key), launched)
	}
	return &app{instance: i, launched: launched.(*launch.App), description: d}, nil
}

// newApp is new App(options).
func (i *instance) newApp(call sobek.ConstructorCall) *sobek.Object {
	var d launch.Description
	vm := i.vu.Runtime()
	err := read(call.Argument(0), &d)
	if err == nil {
		var a *app
		if a, err = i.open(d); err == nil {
			set(call.This, "uni", a.facade(a.uni))
			if w := a.launched.Platform.Wrapper; w != nil {
				set(call.This, w.Vendor, a.facade(a.vendor))
			}
			return nil
		}
	}
	common.Throw(vm, errors.New("new App: "+err.Error()))
	return nil
}

// set sets a property of a fresh object.
func set(o *sobek.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}

// current is the binding of the iteration.
func (a *app) current() *binding.Binding {
	ctx := a.vu.Context()
	if a.binding != nil && a.iteration == ctx {
		return a.binding
	}
	vm := a.vu.Runtime()
	if a.binding != nil {
		lazy.Disown(vm, a.binding)
	}
	if !lazy.Prepared(vm) {
		lazy.Prepare(vm)
	}
	config := a.launched.Binding
	if a.vu.State() != nil {
		a.measure(&config, &a.description)
	}
	b, err := binding.New(&host{VU: a.vu, instance: a.instance}, config)
	if err != nil {
		common.Throw(vm, err)
	}
	a.iteration, a.binding = ctx, b
	return b
}

// facade stands for an object of every iteration's App. What a script adds to it stays.
func (a *app) facade(of object) *sobek.Object {
	return a.vu.Runtime().NewDynamicObject(&facade{app: a, of: of})
}

type facade struct {
	app   *app
	of    object
	own   map[string]sobek.Value // what the script has set; nil is deleted
	stubs map[string]sobek.Value
}

func (f *facade) now() *sobek.Object { return f.of(f.app.current()) }

// Get gives a function that may be kept: it finds that of the iteration when it is called.
func (f *facade) Get(key string) sobek.Value {
	if v, set := f.own[key]; set {
		return v
	}
	v := f.now().Get(key)
	_, isFunction := sobek.AssertFunction(v)
	if !isFunction && (v != nil || !slices.Contains(f.app.launched.Platform.Functions(), key)) {
		return v
	}
	if f.stubs == nil {
		f.stubs = map[string]sobek.Value{}
	}
	if f.stubs[key] == nil {
		f.stubs[key] = f.stub(key) // which says so where there is none
	}
	return f.stubs[key]
}

func (f *facade) stub(key string) sobek.Value {
	vm := f.app.vu.Runtime()
	return vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
		if f.app.vu.State() == nil {
			common.Throw(vm, common.NewInitContextError(key+" cannot be called at the top level of a k6 script: call it in the function that k6 runs, such as the default one"))
		}
		fn, ok := sobek.AssertFunction(f.now().Get(key))
		if !ok {
			panic(vm.NewTypeError("%s is not in k6's own scripts, which have uni's sockets and its interceptors: take k6's modules, or run the app as a bundle (unisocket bundle)", key))
		}
		v, err := fn(call.This, call.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	})
}

// Set sets a property for all iterations.
func (f *facade) Set(key string, v sobek.Value) bool {
	if f.own == nil {
		f.own = map[string]sobek.Value{}
	}
	f.own[key] = v
	return true
}

// Has reports whether there is a property.
func (f *facade) Has(key string) bool {
	if v, set := f.own[key]; set {
		return v != nil
	}
	return f.now().Get(key) != nil
}

// Delete takes a property away, for all iterations.
func (f *facade) Delete(key string) bool { return f.Set(key, nil) }

// Keys are the names of the properties.
func (f *facade) Keys() []string {
	keys := f.now().Keys()
	for key, v := range f.own {
		if at := slices.Index(keys, key); at >= 0 && v == nil {
			keys = slices.Delete(keys, at, at+1)
		} else if at < 0 && v != nil {
			keys = append(keys, key)
		}
	}
	return keys
}
