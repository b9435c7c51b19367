package binding

import (
	"math"

	"github.com/grafana/sobek"
)

// The conversions that a browser makes of a WebSocket's arguments (WebIDL,
// section 3.2). Each may throw.

// domString is ToString. what names the operation in the exception.
func (b *Binding) domString(v sobek.Value, what string) string {
	if _, ok := v.(*sobek.Symbol); ok {
		b.typeError(what + "Cannot convert a Symbol value to a string")
	}
	o, ok := v.(*sobek.Object)
	if !ok {
		return v.String()
	}
	// The engine's own sentence about an object without a string is not a browser's.
	if !b.hasStringForm(o) {
		b.typeError(what + "Cannot convert object to primitive value")
	}
	return o.ToString().String()
}

// hasStringForm reports whether ToString finds a function to call.
func (b *Binding) hasStringForm(o *sobek.Object) bool {
	return isFunction(o.GetSymbol(sobek.SymToPrimitive)) || isFunction(o.Get("toString")) || isFunction(o.Get("valueOf"))
}

// clampedShort is [Clamp] unsigned short as Chromium does it: what is out of
// range becomes the nearest end, a fraction is cut off (§7a).
func (b *Binding) clampedShort(v sobek.Value, what string) int {
	if _, ok := v.(*sobek.Symbol); ok {
		b.typeError(what + "Cannot convert a Symbol value to a number")
	}
	if _, ok := v.Export().(interface{ BitLen() int }); ok {
		b.typeError(what + "Cannot convert a BigInt value to a number")
	}
	f := v.ToNumber().ToFloat()
	switch {
	case math.IsNaN(f), f <= 0:
		return 0
	case f >= math.MaxUint16:
		return math.MaxUint16
	}
	return int(f)
}

// protocols is (DOMString or sequence<DOMString>): an object that can be
// iterated is a list, anything else is one string.
func (b *Binding) protocolList(v sobek.Value) []string {
	const what = "Failed to construct 'WebSocket': "
	if v == nil || sobek.IsUndefined(v) {
		return nil
	}
	o, ok := v.(*sobek.Object)
	if !ok {
		return []string{b.domString(v, what)}
	}
	if iterator := o.GetSymbol(sobek.SymIterator); iterator == nil || sobek.IsUndefined(iterator) || sobek.IsNull(iterator) {
		return []string{b.domString(v, what)}
	}
	list := []string{}
	b.vm.ForOf(v, func(item sobek.Value) bool {
		list = append(list, b.domString(item, what))
		return true
	})
	return list
}

// buffer returns the bytes of an ArrayBuffer, of a view on one, or of a Blob.
func (b *Binding) buffer(v sobek.Value) ([]byte, bool) {
	o, ok := v.(*sobek.Object)
	if !ok {
		return nil, false
	}
	if blob, ok := o.GetSymbol(b.run(blobKeyProgram).(*sobek.Symbol)).(*sobek.Object); ok {
		o = blob
	}
	if data, ok := o.Export().(sobek.ArrayBuffer); ok {
		return data.Bytes(), true
	}
	backing, ok := o.Get("buffer").(*sobek.Object)
	if !ok {
		return nil, false
	}
	whole, ok := backing.Export().(sobek.ArrayBuffer)
	if !ok {
		return nil, false
	}
	at, n := o.Get("byteOffset"), o.Get("byteLength")
	if at == nil || n == nil {
		return nil, false
	}
	start, end := at.ToInteger(), at.ToInteger()+n.ToInteger()
	if start < 0 || end < start || end > int64(len(whole.Bytes())) {
		return nil, false
	}
	return whole.Bytes()[start:end], true
}
