package json

import (
	"github.com/grafana/sobek"
	"github.com/grafana/sobek/unistring"
)

// begin makes an object. Where the engine's layout is not known, it has no prototype
// before it is complete: so no setter and no read-only property that a script gave
// Object.prototype is in the way, and __proto__ is a name as any other.
func (p *parser) begin() {
	p.open = append(p.open, container{start: len(p.names)})
	var o object
	if p.json.layout == nil {
		o.Object = p.json.vm.CreateObject(nil)
	} else {
		o.Object = p.json.vm.NewObject()
		o.properties, _ = p.json.layout.properties(o.Object)
	}
	p.objects = append(p.objects, o)
}

// set gives the innermost object the property whose name was read. The last value of a
// name counts, in the place of the first.
func (p *parser) set(value sobek.Value) {
	o := &p.objects[len(p.objects)-1]
	if values := o.properties.values; values != nil {
		before := len(values)
		values[o.name] = value
		if len(values) > before {
			p.names = append(p.names, o.name)
		}
		return
	}
	k := keyOf(o.name)
	if k.value != nil {
		p.json.help().set.call(sobek.Undefined(), o.Object, k.value, value)
		return
	}
	// It is an object of our own, without a prototype.
	_ = o.Set(k.name, value)
}

func (p *parser) endObject(start int) sobek.Value {
	last := len(p.objects) - 1
	o := p.objects[last]
	p.objects[last] = object{}
	p.objects = p.objects[:last]
	if o.properties.values == nil {
		// Nothing has this object for a prototype yet.
		_ = o.SetPrototype(p.json.objectPrototype)
		return o.Object
	}
	// The engine wants room for one more where it walks over the names.
	names := p.names[start:]
	*o.properties.names = append(make([]unistring.String, 0, len(names)+1), names...)
	clear(names)
	p.names = p.names[:start]
	return o.Object
}
