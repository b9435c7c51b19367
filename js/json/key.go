package json

import (
	"github.com/grafana/sobek"
	"github.com/grafana/sobek/unistring"
)

// key is a property's name.
type key struct {
	name  string
	value sobek.String // if UTF-8 does not have it
	index bool         // it is of an array
}

// keyOf is the key of a name as the engine has it in its objects.
func keyOf(name unistring.String) key {
	units := name.AsUtf16()
	if units == nil {
		return key{name: string(name)}
	}
	return keyOfString(sobek.StringFromUTF16(units[1:]))
}

func keyOfString(s sobek.String) key {
	k := key{name: s.String()}
	if hasHalves(s, k.name) {
		k.value = s
	}
	return k
}

// nameOf is a string as a name in the engine's objects.
func nameOf(s sobek.String) unistring.String {
	if !isWide(s) {
		return unistring.NewFromString(s.String())
	}
	units := make([]uint16, 1, 1+s.Length())
	units[0] = unistring.BOM
	for i := range s.Length() {
		units = append(units, s.CharAt(i))
	}
	return unistring.FromUtf16(units)
}

// string is the key as functions of the script's get it.
func (k key) string(vm *sobek.Runtime) sobek.Value {
	if k.value != nil {
		return k.value
	}
	return vm.ToValue(k.name)
}

// get is Get of the language (section 7.3.2).
func (j *JSON) get(o *sobek.Object, k key) sobek.Value {
	if k.value != nil {
		return j.help().get.call(sobek.Undefined(), o, k.value)
	}
	if v := o.Get(k.name); v != nil {
		return v
	}
	return sobek.Undefined()
}
