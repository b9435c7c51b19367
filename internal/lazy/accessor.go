package lazy

import "github.com/grafana/sobek"

// define puts accessors in the place of the properties, which are replaced when they are
// used. What wraps another one is made at once.
func (t *Template[T]) define(vm *sobek.Runtime, o *sobek.Object, owner T) {
	for _, p := range t.properties {
		a := &accessor{vm: vm, object: o, name: p.Name, make: func() sobek.Value { return p.Make(owner) }}
		a.put = func(v sobek.Value) {
			must(o.DefineDataProperty(p.Name, v, flag(!p.Fixed), sobek.FLAG_TRUE, flag(!p.Hidden)))
		}
		if p.Getter != nil {
			must(o.DefineAccessorProperty(p.Name, p.getter(vm, owner), nil, flag(!p.Fixed), flag(!p.Hidden)))
			continue
		}
		if p.Wrap != nil {
			if v := p.Wrap(owner, a.original()); v != nil {
				a.put(v)
			}
			continue
		}
		a.getter = vm.ToValue(a.get)
		must(o.DefineAccessorProperty(p.Name, a.getter, vm.ToValue(a.set), sobek.FLAG_TRUE, flag(!p.Hidden)))
	}
}

// accessor stands for a property that is not made yet.
type accessor struct {
	vm     *sobek.Runtime
	object *sobek.Object
	name   string
	make   func() sobek.Value
	put    func(sobek.Value)
	getter sobek.Value
	making bool
}

func (a *accessor) original() sobek.Value {
	if v := a.object.Get(a.name); v != nil {
		return v
	}
	return sobek.Undefined()
}

func (a *accessor) get(sobek.FunctionCall) sobek.Value {
	if a.making {
		return sobek.Undefined()
	}
	a.making = true
	defer func() { a.making = false }()
	if v := a.make(); a.stands() {
		a.put(v)
	}
	return a.object.Get(a.name)
}

func (a *accessor) set(call sobek.FunctionCall) sobek.Value {
	a.put(call.Argument(0))
	return sobek.Undefined()
}

// stands reports whether nobody has defined the property in another way.
func (a *accessor) stands() bool {
	describe, _ := sobek.AssertFunction(a.vm.GlobalObject().Get("Object").ToObject(a.vm).Get("getOwnPropertyDescriptor"))
	v, err := describe(sobek.Undefined(), a.object, a.vm.ToValue(a.name))
	must(err)
	descriptor, ok := v.(*sobek.Object)
	return ok && descriptor.Get("get") == a.getter
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
