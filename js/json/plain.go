package json

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/unistring"
)

// The engine's interface for Go takes 60 ns to set a property of an ordinary object,
// and 100 ns to name one. Most objects are ordinary ones with ordinary properties, and
// the engine has those in a map and a slice, which this file finds by their names and
// types. An engine that is laid out in another way is used through its interface.

// layout is where the engine has the properties of an ordinary object.
type layout struct {
	self, values, names int          // indexes of fields
	object              reflect.Type // of an ordinary object's self
	property            reflect.Type // in values, of what is no writable, enumerable, configurable value
}

// properties are those of one object.
type properties struct {
	values map[unistring.String]sobek.Value
	names  *[]unistring.String // in the order in which they were made
}

// engineLayout is nil if it is not known.
var engineLayout = sync.OnceValue(findLayout)

func findLayout() *layout {
	o := sobek.New().NewObject()
	outer := reflect.TypeOf(o).Elem()
	self, ok := outer.FieldByName("self")
	if !ok || self.Type.Kind() != reflect.Interface || len(self.Index) != 1 {
		return nil
	}
	impl := reflect.ValueOf(o).Elem().FieldByIndex(self.Index).Elem()
	if impl.Kind() != reflect.Pointer || impl.Elem().Kind() != reflect.Struct {
		return nil
	}
	l := &layout{self: self.Index[0], object: impl.Type()}
	for name, field := range map[string]struct {
		t  reflect.Type
		at *int
	}{
		"values":    {reflect.TypeFor[map[unistring.String]sobek.Value](), &l.values},
		"propNames": {reflect.TypeFor[[]unistring.String](), &l.names},
	} {
		found, ok := impl.Type().Elem().FieldByName(name)
		if !ok || found.Type != field.t || len(found.Index) != 1 {
			return nil
		}
		*field.at = found.Index[0]
	}
	p, _ := l.properties(o)
	if o.DefineDataProperty("hidden", sobek.Null(), sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE) != nil || p.values["hidden"] == nil {
		return nil
	}
	l.property = reflect.TypeOf(p.values["hidden"])
	return l
}

// properties are an object's if it is an ordinary one.
func (l *layout) properties(o *sobek.Object) (p properties, ok bool) {
	self := reflect.ValueOf(o).Elem().Field(l.self).Elem()
	if !self.IsValid() || self.Type() != l.object {
		return p, false
	}
	impl := self.Elem()
	return properties{
		values: *(*map[unistring.String]sobek.Value)(unsafe.Pointer(impl.Field(l.values).UnsafeAddr())),
		names:  (*[]unistring.String)(unsafe.Pointer(impl.Field(l.names).UnsafeAddr())),
	}, true
}

// isPlain reports whether v, which is in values, is a property's value.
func (l *layout) isPlain(v sobek.Value) bool { return v != nil && reflect.TypeOf(v) != l.property }
