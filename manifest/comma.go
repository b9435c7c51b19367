package manifest

import "github.com/tailscale/hujson"

// CheckFor returns what a build with a version of Vue stumbles over that Parse does
// not: the compiler of the Vue 2 line takes comments out and wants JSON then, without
// a comma after the last member (item 97). The error is an [*Error].
func (m *Manifest) CheckFor(vue int) error {
	if m == nil || vue != 2 || m.comma == nil {
		return nil
	}
	return m.comma
}

// trailingComma is the mistake that the first comma after a last member or element
// is to Vue 2, nil if there is none.
func (r *reader) trailingComma(v hujson.Value) *Error {
	var values []hujson.Value
	switch c := v.Value.(type) {
	case *hujson.Object:
		for _, member := range c.Members {
			values = append(values, member.Value)
		}
	case *hujson.Array:
		values = c.Elements
	}
	for _, inner := range values {
		if e := r.trailingComma(inner); e != nil {
			return e
		}
	}
	if len(values) == 0 {
		return nil
	}
	last := values[len(values)-1]
	if last.AfterExtra == nil { // which is how the parser says that no comma follows
		return nil
	}
	return r.errorAt(last.EndOffset+len(last.AfterExtra), "the compiler of Vue 2 does not take a comma after the last member",
		"leave it out")
}
