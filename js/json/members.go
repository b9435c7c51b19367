package json

import (
	"slices"

	"github.com/grafana/sobek"
)

// members is SerializeJSONObject (section 25.5.2.4).
func (s *serializer) members(o *sobek.Object) {
	outer := s.indent
	s.indent += s.gap
	s.out = append(s.out, '{')
	start := len(s.out)
	switch {
	case s.listed:
		for _, k := range s.list {
			s.member(o, k, s.json.get(o, k), start)
		}
	case !s.plainMembers(o, start):
		for _, k := range s.json.keys(o) {
			s.member(o, k, s.json.get(o, k), start)
		}
	}
	s.indent = outer
	if len(s.out) > start {
		s.newline()
	}
	s.out = append(s.out, '}')
}

// member writes a property of an object whose first one begins at start.
func (s *serializer) member(o *sobek.Object, k key, value sobek.Value, start int) {
	before := len(s.out)
	s.separate(before == start)
	s.quoteKey(k)
	s.out = append(s.out, ':')
	if s.gap != "" {
		s.out = append(s.out, ' ')
	}
	if !s.property(o, k, value) {
		s.out = s.out[:before]
	}
}

// keys is EnumerableOwnProperties (section 7.3.23) for names.
func (j *JSON) keys(o *sobek.Object) []key {
	var keys []key
	if !isProxy(o) {
		names := o.Keys()
		if !slices.ContainsFunc(names, mayHaveHalves) {
			for _, name := range names {
				keys = append(keys, key{name: name})
			}
			return keys
		}
	}
	names := j.help().keys.call(sobek.Undefined(), o).(*sobek.Object)
	for i := range j.lengthOf(names) {
		keys = append(keys, keyOfString(names.Get(j.index(i)).(sobek.String)))
	}
	return keys
}

// plainMembers writes the properties of an object that has no others than plain ones,
// out of the engine's memory, and reports whether it is one.
func (s *serializer) plainMembers(o *sobek.Object, start int) bool {
	layout := s.json.layout
	if layout == nil {
		return false
	}
	p, ok := layout.properties(o)
	if !ok {
		return false
	}
	first := len(s.names)
	defer s.forget(first)
	for _, name := range *p.names {
		value := p.values[name]
		// Names that are numbers come first, in their order.
		if !layout.isPlain(value) || name != "" && isDigit(name[0]) {
			return false
		}
		s.names = append(s.names, name)
		s.values = append(s.values, value)
	}
	last := len(s.names)
	fresh := s.replacer == nil
	for i := first; i < last; i++ {
		k, value := keyOf(s.names[i]), s.values[i]
		if !fresh {
			// The script has run, and may have changed the object.
			if value = p.values[s.names[i]]; !layout.isPlain(value) {
				value = s.json.get(o, k)
			}
		}
		if _, is := value.(*sobek.Object); is || sobek.IsBigInt(value) {
			fresh = false // it may have a toJSON
		}
		s.member(o, k, value, start)
	}
	return true
}

// forget drops the properties from one on.
func (s *serializer) forget(first int) {
	clear(s.names[first:])
	clear(s.values[first:])
	s.names, s.values = s.names[:first], s.values[:first]
}
