package json

import (
	"strings"

	"github.com/grafana/sobek"
)

// circle is what V8 says of an object that holds itself: start is the index of its step
// in the path, last the key at which it is found again. Of a long way it shows the
// beginning and the end.
func (s *serializer) circle(start int, last key) string {
	const beginning = 2
	var b strings.Builder
	b.WriteString("Converting circular structure to JSON\n    --> starting at object with constructor ")
	b.WriteString(s.constructorName(s.path[start].object))
	way := s.path[start+1:]
	for i, step := range way {
		if i >= beginning && i < len(way)-1 {
			if i == beginning {
				b.WriteString("\n    |     ...")
			}
			continue
		}
		b.WriteString("\n    |     " + step.key.description() + " -> object with constructor " + s.constructorName(step.object))
	}
	b.WriteString("\n    --- " + last.description() + " closes the circle")
	return b.String()
}

func (s *serializer) constructorName(o *sobek.Object) string {
	name := s.json.help().constructorName.call(sobek.Undefined(), o)
	if sobek.IsUndefined(name) {
		return "'" + o.ClassName() + "'"
	}
	return "'" + name.String() + "'"
}

func (k key) description() string {
	switch {
	case k.index:
		return "index " + k.name
	case k.name == "":
		return "<anonymous>"
	}
	return "property '" + k.name + "'"
}
