package inspect

import (
	"math/big"
	"reflect"
	"slices"
	"strings"

	"github.com/grafana/sobek"
)

// largeArray is the length from which on an array's further properties with names are
// not printed: the engine lists them only behind a string for each element.
const largeArray = 1 << 16

// keys returns the properties of o that are printed as such.
func (p *printer) keys(o *sobek.Object, s *shape) []sobek.Value {
	var keys []sobek.Value
	var names []string
	switch {
	case s.large:
	case p.opts.ShowHidden:
		names = o.GetOwnPropertyNames()
	default:
		names = o.Keys()
	}
	for _, name := range names {
		if s.indexed && isIndex(name) || slices.Contains(s.skipped, name) {
			continue
		}
		keys = append(keys, p.rt.ToValue(name))
	}
	for _, symbol := range o.Symbols() {
		if p.opts.ShowHidden || p.isEnumerable(o, symbol) {
			keys = append(keys, symbol)
		}
	}
	return keys
}

// attribute is a property that a getter of a prototype has.
type attribute struct {
	name  string
	value sobek.Value
}

// attributes are those that a prototype has o printed with (see Shown). The prototype
// itself has none: its getters throw.
func (p *printer) attributes(o *sobek.Object) []attribute {
	var list []attribute
	if p.rt.Try(func() {
		names := o.GetSymbol(p.shown)
		if names == nil {
			return
		}
		p.rt.ForOf(names, func(name sobek.Value) bool {
			list = append(list, attribute{name.String(), o.Get(name.String())})
			return true
		})
	}) != nil {
		return nil
	}
	return list
}

// property prints key and value of a property.
func (p *printer) property(o *sobek.Object, key sobek.Value, depth int) string {
	d := p.descriptor(o, key)
	if d == nil { // a proxy or a host object that changed its mind
		return keyText(key) + ": undefined"
	}
	name := keyText(key)
	if _, symbol := key.(*sobek.Symbol); !symbol && !d.Get("enumerable").ToBoolean() {
		name = "[" + key.String() + "]"
	}
	return name + ": " + p.described(d, depth, 2)
}

func keyText(key sobek.Value) string {
	if symbol, ok := key.(*sobek.Symbol); ok {
		return "[Symbol(" + symbol.String() + ")]"
	}
	switch name := key.String(); {
	case name == "__proto__":
		return "['__proto__']"
	case isName(name):
		return name
	}
	return Quote(key.(sobek.String))
}

// described prints the value of a property by its descriptor. Getters are shown,
// not called.
func (p *printer) described(d *sobek.Object, depth, indent int) string {
	get, set := d.Get("get"), d.Get("set")
	hasGet := get != nil && !sobek.IsUndefined(get)
	hasSet := set != nil && !sobek.IsUndefined(set)
	switch {
	case hasGet && hasSet:
		return "[Getter/Setter]"
	case hasGet:
		return "[Getter]"
	case hasSet:
		return "[Setter]"
	}
	p.indent += indent
	defer func() { p.indent -= indent }()
	return p.value(d.Get("value"), depth+1)
}

func (p *printer) descriptor(o *sobek.Object, key sobek.Value) *sobek.Object {
	v, err := p.getOwnPropertyDescriptor(sobek.Undefined(), o, key)
	if err != nil {
		return nil
	}
	d, _ := v.(*sobek.Object)
	return d
}

func (p *printer) isEnumerable(o *sobek.Object, key sobek.Value) bool {
	d := p.descriptor(o, key)
	return d != nil && d.Get("enumerable").ToBoolean()
}

// constructorName is the name of the class of o: that of the first constructor on
// its prototype chain that has one. It is "" for an object without a prototype.
func (p *printer) constructorName(o *sobek.Object) string {
	for proto := o; proto != nil; proto = proto.Prototype() {
		d := p.descriptor(proto, p.rt.ToValue("constructor"))
		if d == nil {
			continue
		}
		constructor, ok := d.Get("value").(*sobek.Object)
		if !ok || !strings.HasSuffix(constructor.ClassName(), "Function") {
			continue
		}
		name, ok := constructor.Get("name").(sobek.String)
		if ok && name.Length() > 0 && p.isInstance(o, constructor) {
			return name.String()
		}
	}
	return ""
}

func (p *printer) isInstance(o, constructor *sobek.Object) bool {
	want, _ := constructor.Get("prototype").(*sobek.Object)
	for proto := o.Prototype(); proto != nil && want != nil; proto = proto.Prototype() {
		if proto.SameAs(want) {
			return true
		}
	}
	return false
}

// tag is Symbol.toStringTag unless it is among the properties printed anyway.
func (p *printer) tag(o *sobek.Object) string {
	var tag string
	p.rt.Try(func() {
		if s, ok := o.GetSymbol(sobek.SymToStringTag).(sobek.String); ok {
			tag = s.String()
		}
	})
	if tag != "" && p.isEnumerable(o, sobek.SymToStringTag) {
		return ""
	}
	return tag
}

// prefix is the class of an object as it stands before its braces, with a space.
func prefix(name, tag, fallback, size string) string {
	text := name + size
	if name == "" {
		text = "[" + fallback + size + ": null prototype]"
		if tag == fallback {
			tag = ""
		}
	}
	if tag != "" && tag != name {
		text += " [" + tag + "]"
	}
	return text + " "
}

func isIndex(key string) bool {
	if key == "" || len(key) > 10 || key[0] == '0' && len(key) > 1 {
		return false
	}
	for _, c := range []byte(key) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func isNumeric(v sobek.Value) bool {
	if _, ok := v.(*sobek.Object); ok {
		return false
	}
	switch v.Export().(type) {
	case int64, float64, *big.Int:
		return true
	}
	return false
}

var (
	proxyType       = reflect.TypeFor[sobek.Proxy]()
	promiseType     = reflect.TypeFor[*sobek.Promise]()
	arrayBufferType = reflect.TypeFor[sobek.ArrayBuffer]()
)

func proxyOf(o *sobek.Object) (sobek.Proxy, bool) {
	if o.ExportType() != proxyType {
		return sobek.Proxy{}, false
	}
	proxy, ok := o.Export().(sobek.Proxy)
	return proxy, ok
}

// Class tells of what built-in kind an object is, whatever its prototype chain
// says: Object, Array, Function, Error, Map, Set, WeakMap, WeakSet, Date, RegExp,
// Promise, ArrayBuffer, TypedArray, DataView, Number, String, Boolean, BigInt,
// Symbol, or another name of the engine's.
func (in *Inspector) Class(o *sobek.Object) string {
	in.Capture()
	return (&printer{Inspector: in}).class(o)
}

// class tells of what built-in kind o is: its ClassName where the engine has one,
// else the built-in prototype that it inherits from, confirmed where that decides
// what may be done with it.
func (p *printer) class(o *sobek.Object) string {
	switch o.ExportType() {
	case promiseType:
		return "Promise"
	case arrayBufferType:
		return "ArrayBuffer"
	}
	class := o.ClassName()
	if class != "Object" && class != "Function" && !strings.HasSuffix(class, "Function") {
		return class
	}
	if _, ok := sobek.AssertFunction(o); ok {
		return "Function"
	}
	for proto := o.Prototype(); proto != nil; proto = proto.Prototype() {
		for name, builtin := range p.prototypes {
			if !proto.SameAs(builtin.prototype) {
				continue
			}
			if v, err := builtin.brand(o); err == nil && !sobek.IsUndefined(v) {
				return name
			}
			return class
		}
	}
	return class
}
