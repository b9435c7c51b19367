// Package lazy makes properties of objects of the engine that come into being when they
// are used for the first time: most scripts use a handful of the thousand functions that
// they are given, and each takes most of a kilobyte.
//
// The engine makes its own objects so, from templates that all runtimes share
// (layout.go says how this package comes by that). Nothing in the language shows it:
// order, attributes and identity are those of properties that were there from the
// beginning. Where the engine is not as it is known here, accessors stand in their place
// until they are used, which a script could see.
//
// A [Template] is made once a process. Its objects, and what it adds to the global
// objects, have an owner each, for whom the properties are made.
package lazy

import (
	"slices"
	"sync"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/unistring"
)

// Property is made for its owner when it is used for the first time.
type Property[T comparable] struct {
	Name string

	// Make makes the value. It is called on the goroutine of the owner's runtime. Who looks
	// at the property meanwhile finds undefined; who defines it meanwhile, on the global
	// object, has the last word. Nil is left for the one who does.
	Make func(owner T) sobek.Value

	// Wrap, in the place of Make, makes the value of the one that the object has without
	// the template, which is found meanwhile.
	Wrap func(owner T, original sobek.Value) sobek.Value

	// Getter, in the place of Make, is that of an accessor without a setter.
	Getter func(owner T, call sobek.FunctionCall) sobek.Value

	Hidden bool // not enumerable
	Fixed  bool // neither writable nor configurable
}

// Template are the properties of one kind of objects, in their order.
type Template[T comparable] struct {
	properties []Property[T]
	alone      template // of objects that have nothing else
}

// NewTemplate makes one. Where a name is there twice, the last property counts, in the
// place of the first.
func NewTemplate[T comparable](properties []Property[T]) *Template[T] {
	t := &Template[T]{}
	place := map[string]int{}
	for _, p := range properties {
		if i, ok := place[p.Name]; ok {
			t.properties[i] = p
			continue
		}
		place[p.Name] = len(t.properties)
		t.properties = append(t.properties, p)
	}
	t.alone = *t.over(&template{}, ownerIn[T], false)
	return t
}

// over is a template of an object that has the properties of base, too.
func (t *Template[T]) over(base *template, owner func(*realm) T, global bool) *template {
	made := *base
	made.propNames = slices.Clone(base.propNames)
	made.props = make(map[unistring.String]factory, len(base.props)+len(t.properties))
	for name, make := range base.props {
		made.props[name] = make
	}
	for i := range t.properties {
		p := &t.properties[i]
		name := unistring.NewFromString(p.Name)
		original, there := base.props[name]
		if !there {
			made.propNames = append(made.propNames, name)
		}
		made.props[name] = func(vm *sobek.Runtime) sobek.Value {
			r := realmOf(vm)
			m := making{template: t, name: name, global: global}
			if p.Wrap != nil && original != nil {
				m.meanwhile = original
			}
			return r.make(vm, m, func() sobek.Value {
				switch of := owner(r); {
				case p.Getter != nil:
					return rawAccessor(vm, p.getter(vm, of), flag(!p.Fixed), flag(!p.Hidden))
				case p.Wrap != nil:
					return p.raw(vm, p.Wrap(of, valueOf(vm, m.placeholder(vm))))
				default:
					return p.raw(vm, p.Make(of))
				}
			})
		}
	}
	return &made
}

func (p *Property[T]) getter(vm *sobek.Runtime, owner T) sobek.Value {
	return vm.ToValue(func(call sobek.FunctionCall) sobek.Value { return p.Getter(owner, call) })
}

// raw is a property's value as the engine keeps it, with its attributes.
func (p *Property[T]) raw(vm *sobek.Runtime, v sobek.Value) sobek.Value {
	if v == nil || !p.Hidden && !p.Fixed {
		return v
	}
	return rawProperty(vm, v, flag(!p.Fixed), flag(!p.Fixed), flag(!p.Hidden))
}

func flag(set bool) sobek.Flag { return sobek.ToFlag(set) }

// Object makes an object whose prototype is Object.prototype. In a runtime that is not
// prepared, its properties are made at once. It is called on the
// runtime's goroutine, as are all functions here that take one.
func (t *Template[T]) Object(vm *sobek.Runtime, owner T) *sobek.Object {
	return t.ObjectOf(vm, owner, vm.NewObject().Prototype())
}

// ObjectOf is Object with another prototype.
func (t *Template[T]) ObjectOf(vm *sobek.Runtime, owner T, prototype *sobek.Object) *sobek.Object {
	o := vm.CreateObject(prototype)
	r := realmOf(vm)
	if r == nil {
		for _, p := range t.properties {
			if p.Getter != nil {
				must(o.DefineAccessorProperty(p.Name, p.getter(vm, owner), nil, flag(!p.Fixed), flag(!p.Hidden)))
				continue
			}
			must(o.DefineDataProperty(p.Name, p.Make(owner), flag(!p.Fixed), flag(!p.Fixed), flag(!p.Hidden)))
		}
		return o
	}
	shared := &t.alone
	if !own(r, owner) {
		shared = t.over(&template{}, func(*realm) T { return owner }, false)
	}
	setTemplate(o, shared)
	return o
}

// Extend adds the properties to an object that has been made by a template, as the
// engine's global object has, behind those that are there. One of the same name is replaced.
func (t *Template[T]) Extend(vm *sobek.Runtime, o *sobek.Object, owner T) {
	r := realmOf(vm)
	if r == nil || !extensible(o) || !own(r, owner) {
		t.define(vm, o, owner)
		return
	}
	global := o == r.global
	base := templateOf(o)
	if global {
		base = r.base
	}
	key := merge{base, t}
	extended, ok := merged.Load(key)
	if !ok {
		extended, _ = merged.LoadOrStore(key, t.over(base, ownerIn[T], global))
	}
	if global {
		r.base = extended.(*template)
		r.template = *r.base
	} else {
		changeTemplate(o, extended.(*template))
	}
	for i := range t.properties {
		forget(o, unistring.NewFromString(t.properties[i].Name))
	}
}

// merged are the templates that came of extending others, by merge: runtimes that are
// made in the same way share them.
var merged sync.Map

type merge struct {
	base *template
	with any // *Template
}

// realm is the global object's template of one runtime, and the owners of its lazy
// objects.
type realm struct {
	template // first: the engine knows no more of it
	global   *sobek.Object
	base     *template // what template is a copy of
	owners   []any     // of different types
	making   []making
}

// making is a property that is being made.
type making struct {
	template  any
	name      unistring.String
	global    bool
	meanwhile factory // what is found meanwhile; nil is undefined
	found     sobek.Value
}

func (m *making) placeholder(vm *sobek.Runtime) sobek.Value {
	if m.meanwhile == nil {
		return sobek.Undefined()
	}
	if m.found == nil {
		m.found = m.meanwhile(vm)
	}
	return m.found
}

// make makes a property.
func (r *realm) make(vm *sobek.Runtime, m making, value func() sobek.Value) sobek.Value {
	for i := range r.making {
		if other := &r.making[i]; other.template == m.template && other.name == m.name {
			return other.placeholder(vm)
		}
	}
	r.making = append(r.making, m)
	made := false
	defer func() {
		r.making = r.making[:len(r.making)-1]
		if !made && m.global { // it threw, and may be tried again
			forget(r.global, m.name)
		}
	}()
	v := value()
	made = true
	if !m.global {
		return v
	}
	found := r.making[len(r.making)-1].found
	defined, ok := current(r.global, m.name)
	switch {
	case ok && (v == nil || !sobek.IsUndefined(defined) && !same(defined, found)):
		return defined
	case v == nil:
		return sobek.Undefined()
	}
	return v
}

// own makes owner that of its type's templates; false if there is another one.
func own[T comparable](r *realm, owner T) bool {
	for _, o := range r.owners {
		if o, ok := o.(T); ok {
			return o == owner
		}
	}
	r.owners = append(r.owners, owner)
	return true
}

// Disown makes room for another owner of the type: what is not made yet of the objects of
// this one is made for that.
func Disown[T comparable](vm *sobek.Runtime, owner T) {
	if r := realmOf(vm); r != nil {
		r.owners = slices.DeleteFunc(r.owners, func(o any) bool { return o == any(owner) })
	}
}

func ownerIn[T comparable](r *realm) (owner T) {
	for _, o := range r.owners {
		if o, ok := o.(T); ok {
			return o
		}
	}
	return owner
}

// Intrinsic is what the engine has at a path from the global object, such as Object and
// assign, whatever a script has put there; nil of what it does not make by templates.
func Intrinsic(vm *sobek.Runtime, path ...string) sobek.Value {
	l := engine()
	if !l.known || Plain {
		return nil
	}
	t := l.own
	var v sobek.Value
	for i, name := range path {
		make := t.props[unistring.NewFromString(name)]
		if make == nil {
			return nil
		}
		v = valueOf(vm, make(vm))
		if i == len(path)-1 {
			break
		}
		o, ok := v.(*sobek.Object)
		if !ok || !templated(o) {
			return nil
		}
		t = templateOf(o)
	}
	return v
}
