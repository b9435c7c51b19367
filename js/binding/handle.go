package binding

import "github.com/grafana/sobek"

// handle is an object of the script's that stands for a value of Go's. Nothing of that
// can be read in it.
type handle struct{ value any }

func (handle) Get(string) sobek.Value       { return nil }
func (handle) Set(string, sobek.Value) bool { return false }
func (handle) Has(string) bool              { return false }
func (handle) Delete(string) bool           { return true }
func (handle) Keys() []string               { return nil }

// newHandle makes one. Vue makes plain objects reactive that it finds in a reactive one;
// with a name of its own this is not one of those.
func (b *Binding) newHandle(value any) *sobek.Object {
	if b.handles == nil {
		b.handles = b.vm.NewObject()
		b.must(b.handles.SetSymbol(sobek.SymToStringTag, "NativeSocket"))
	}
	o := b.vm.NewDynamicObject(handle{value})
	b.must(o.SetPrototype(b.handles))
	return o
}

// handled is what a handle stands for, or nil.
func handled(v sobek.Value) any {
	if h, ok := v.Export().(handle); ok {
		return h.value
	}
	return nil
}
