package lazy

import (
	"reflect"
	"slices"
	"sync"
	"unsafe"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/unistring"
)

// The engine makes its global object, and many others, from templates
// (object_template.go there), which it does not let others use. They are reached by
// their layout in memory, which is looked at by reflection before anything is touched:
// an engine that has another one is left alone.

// factory makes a property of an object of a runtime's.
type factory = func(*sobek.Runtime) sobek.Value

// template is the engine's objectTemplate.
type template struct {
	propNames    []unistring.String
	props        map[unistring.String]factory
	symProps     map[*sobek.Symbol]factory
	symPropNames []*sobek.Symbol
	protoFactory func(*sobek.Runtime) *sobek.Object
}

// layout is where the engine has what is used of it.
type layout struct {
	known     bool
	own       *template        // of the global object
	objects   *template        // of Object.prototype
	templated reflect.Type     // of an object that has a template
	itabs     []unsafe.Pointer // in Object.self, of the types that are one; the plain one first

	class, val, prototype, extensible, values, propNames uintptr // in a templated object
	tmpl, protoMaterialised                              uintptr
}

// engine is read once a process.
var engine = sync.OnceValue(func() (l layout) {
	vm := sobek.New()
	if l = layoutOf(vm); l.known {
		l.objects = *at[*template](headerOf(vm.NewObject().Prototype()).self, l.tmpl)
		l.own = *at[*template](headerOf(vm.GlobalObject()).self, l.tmpl)
	}
	return l
})

// Plain has accessors used also where the engine's layout is known, for tests. It is set
// before any runtime is made.
var Plain bool

// layoutOf finds the layout, and is not known of an engine that has another one.
func layoutOf(vm *sobek.Runtime) (l layout) {
	object := reflect.TypeFor[sobek.Object]()
	self, ok := object.FieldByName("self")
	if !ok || self.Offset != 0 || self.Type.Kind() != reflect.Interface || self.Type.NumMethod() == 0 {
		return l
	}
	dynamic := func(o *sobek.Object) reflect.Type {
		return reflect.NewAt(self.Type, unsafe.Pointer(o)).Elem().Elem().Type()
	}
	global, plain := dynamic(vm.GlobalObject()), dynamic(vm.NewObject())
	if global.Kind() != reflect.Pointer || plain.Kind() != reflect.Pointer {
		return l
	}
	l.templated = global.Elem()
	known := true
	field := func(of reflect.Type, name string, want reflect.Type) uintptr {
		f, ok := of.FieldByName(name)
		known = known && ok && sameLayout(f.Type, want)
		return f.Offset
	}
	for _, f := range []struct {
		offset *uintptr
		name   string
		want   reflect.Type
	}{
		{&l.class, "class", reflect.TypeFor[string]()},
		{&l.val, "val", reflect.TypeFor[*sobek.Object]()},
		{&l.prototype, "prototype", reflect.TypeFor[*sobek.Object]()},
		{&l.extensible, "extensible", reflect.TypeFor[bool]()},
		{&l.values, "values", reflect.TypeFor[map[unistring.String]sobek.Value]()},
		{&l.propNames, "propNames", reflect.TypeFor[[]unistring.String]()},
	} {
		*f.offset = field(plain.Elem(), f.name, f.want)
	}
	base, ok := l.templated.FieldByName("baseObject")
	known = known && ok && base.Type == plain.Elem() && base.Offset == 0
	l.tmpl = field(l.templated, "tmpl", reflect.TypeFor[*template]())
	l.protoMaterialised = field(l.templated, "protoMaterialised", reflect.TypeFor[bool]())
	if dynamic(vm.NewObject().Prototype()) != global {
		return l
	}
	for _, o := range []*sobek.Object{
		vm.GlobalObject(), vm.NewArray().Prototype(), vm.ToValue(func() {}).ToObject(vm).Prototype(),
	} {
		if begins(dynamic(o).Elem(), l.templated) {
			l.itabs = append(l.itabs, headerOf(o).itab)
		}
	}
	l.known = known
	return l
}

// begins reports whether a type is another one, or a structure that begins with it.
func begins(t, with reflect.Type) bool {
	return t == with || t.Kind() == reflect.Struct && t.NumField() > 0 && t.Field(0).Anonymous && begins(t.Field(0).Type, with)
}

// sameLayout reports whether two types have the same parts under the same names, whatever
// they are called themselves.
func sameLayout(a, b reflect.Type) bool {
	if a.Kind() != b.Kind() || a.Size() != b.Size() {
		return false
	}
	switch a.Kind() {
	case reflect.Struct:
		if a.NumField() != b.NumField() {
			return false
		}
		for i := range a.NumField() {
			x, y := a.Field(i), b.Field(i)
			if x.Name != y.Name || x.Offset != y.Offset || !sameLayout(x.Type, y.Type) {
				return false
			}
		}
		return true
	case reflect.Map:
		return sameLayout(a.Key(), b.Key()) && sameLayout(a.Elem(), b.Elem())
	case reflect.Slice:
		return sameLayout(a.Elem(), b.Elem())
	case reflect.Pointer:
		return a == b || a.Elem().Kind() == reflect.Struct && a.Elem().PkgPath() != b.Elem().PkgPath() && sameLayout(a.Elem(), b.Elem())
	case reflect.Func:
		return a.ConvertibleTo(b)
	}
	return a == b
}

// at is what lies behind p.
func at[T any](p unsafe.Pointer, offset uintptr) *T { return (*T)(unsafe.Add(p, offset)) }

// Prepare has a fresh runtime make lazy properties by templates. Without it, they are
// accessors.
func Prepare(vm *sobek.Runtime) {
	l := engine()
	if !l.known || Plain {
		return
	}
	r := &realm{template: *l.own, global: vm.GlobalObject(), base: l.own}
	changeTemplate(r.global, &r.template)
}

// Prepared reports whether a runtime was, and its engine is one that is known.
func Prepared(vm *sobek.Runtime) bool { return realmOf(vm) != nil }

// Pristine reports whether an object is Object.prototype, and nobody has added a property:
// none is enumerable then.
func Pristine(o *sobek.Object) bool {
	l := engine()
	return l.known && !Plain && extensible(o) && templateOf(o) == l.objects
}

// Has reports whether the global object has a property of its own, made or not.
func Has(vm *sobek.Runtime, name string) bool {
	r := realmOf(vm)
	if r == nil {
		return vm.GlobalObject().Get(name) != nil
	}
	key := unistring.NewFromString(name)
	if v, ok := valuesOf(r.global)[key]; ok {
		return v != nil
	}
	return r.props[key] != nil
}

// realmOf is nil of a runtime that was not prepared.
func realmOf(vm *sobek.Runtime) *realm {
	if !engine().known || Plain {
		return nil
	}
	global := vm.GlobalObject()
	if !templated(global) { // it is the host's own
		return nil
	}
	t := templateOf(global)
	if t == engine().own {
		return nil
	}
	return (*realm)(unsafe.Pointer(t))
}

// header is how the engine's Object begins: with an interface.
type header struct {
	itab, self unsafe.Pointer
}

func headerOf(o *sobek.Object) *header { return (*header)(unsafe.Pointer(o)) }

// templated reports whether the engine has made an object by a template.
func templated(o *sobek.Object) bool { return slices.Contains(engine().itabs, headerOf(o).itab) }

func templateOf(o *sobek.Object) *template {
	return *at[*template](headerOf(o).self, engine().tmpl)
}

func changeTemplate(o *sobek.Object, t *template) {
	*at[*template](headerOf(o).self, engine().tmpl) = t
}

// extensible reports whether a template can be changed without anybody noticing: the
// order of the names is still its own.
func extensible(o *sobek.Object) bool {
	return templated(o) && len(*at[[]unistring.String](headerOf(o).self, engine().propNames)) == 0
}

func valuesOf(o *sobek.Object) map[unistring.String]sobek.Value {
	return *at[map[unistring.String]sobek.Value](headerOf(o).self, engine().values)
}

// forget has an object make a property anew.
func forget(o *sobek.Object, name unistring.String) { delete(valuesOf(o), name) }

// current is what an object has under a name, if that was made or defined.
func current(o *sobek.Object, name unistring.String) (sobek.Value, bool) {
	v, ok := valuesOf(o)[name]
	return v, ok && v != nil
}

// setTemplate makes of a fresh object one with a template.
func setTemplate(o *sobek.Object, t *template) {
	l, h := engine(), headerOf(o)
	from := h.self
	p := reflect.New(l.templated).UnsafePointer()
	*at[string](p, l.class) = *at[string](from, l.class)
	*at[*sobek.Object](p, l.val) = o
	*at[*sobek.Object](p, l.prototype) = *at[*sobek.Object](from, l.prototype)
	*at[bool](p, l.extensible) = true
	*at[map[unistring.String]sobek.Value](p, l.values) = make(map[unistring.String]sobek.Value)
	*at[*template](p, l.tmpl) = t
	*at[bool](p, l.protoMaterialised) = true
	h.itab, h.self = l.itabs[0], p
}

// rawProperty is a value with attributes as the engine keeps it.
func rawProperty(vm *sobek.Runtime, v sobek.Value, writable, configurable, enumerable sobek.Flag) sobek.Value {
	o := vm.NewObject()
	must(o.DefineDataProperty("v", v, writable, configurable, enumerable)) // a fresh object refuses nothing
	return valuesOf(o)["v"]
}

// rawAccessor is an accessor as the engine keeps it.
func rawAccessor(vm *sobek.Runtime, getter sobek.Value, configurable, enumerable sobek.Flag) sobek.Value {
	o := vm.NewObject()
	must(o.DefineAccessorProperty("v", getter, nil, configurable, enumerable))
	return valuesOf(o)["v"]
}

// valueOf is the value of a property as the engine keeps it.
func valueOf(vm *sobek.Runtime, raw sobek.Value) sobek.Value {
	o := vm.NewObject()
	valuesOf(o)["v"] = raw
	return o.Get("v")
}

// same reports whether two values are the same to the engine's memory.
func same(a, b sobek.Value) bool {
	return *(*[2]unsafe.Pointer)(unsafe.Pointer(&a)) == *(*[2]unsafe.Pointer)(unsafe.Pointer(&b))
}
