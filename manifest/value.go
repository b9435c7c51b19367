package manifest

import (
	"fmt"
	"slices"

	"github.com/tailscale/hujson"
)

// value is a value of a manifest, with the path of its key for errors, such as
// "mp-weixin.setting.urlCheck"; the whole manifest has "".
type value struct {
	path   string
	offset int // where it starts in the source
	json   hujson.ValueTrimmed
}

// object is an object of a manifest, with its path. One that is not given is
// nil, and has no members.
type object struct {
	path string
	*hujson.Object
}

// member returns the last value that o holds under key, as JSON.parse does. A
// null counts as not given.
func (o *object) member(key string) (v value, ok bool) {
	if o == nil {
		return value{}, false
	}
	for _, m := range slices.Backward(o.Members) {
		if m.Name.Value.(hujson.Literal).String() != key {
			continue
		}
		if lit, ok := m.Value.Value.(hujson.Literal); ok && lit.Kind() == 'n' {
			return value{}, false
		}
		path := key
		if o.path != "" {
			path = o.path + "." + key
		}
		return value{path, m.Value.StartOffset, m.Value.Value}, true
	}
	return value{}, false
}

// object returns the object that parent holds under key, nil if it is not given.
func (r *reader) object(parent *object, key string) (*object, error) {
	v, ok := parent.member(key)
	if !ok {
		return nil, nil
	}
	node, ok := v.json.(*hujson.Object)
	if !ok {
		return nil, r.refuse(v, "an object", "write { … } or leave the key out")
	}
	return &object{v.path, node}, nil
}

// boolean returns what v is if it is true or false.
func (v value) boolean() (b, ok bool) {
	lit, ok := v.json.(hujson.Literal)
	if !ok {
		return false, false
	}
	switch lit.Kind() {
	case 't':
		return true, true
	case 'f':
		return false, true
	}
	return false, false
}

// refuse is the error for a value that is not what is wanted.
func (r *reader) refuse(v value, want, advice string) *Error {
	problem := fmt.Sprintf("want %s, got %s", want, describe(v))
	if v.path != "" {
		problem = v.path + ": " + problem
	}
	return r.errorAt(v.offset, problem, advice)
}

// describe names a value in an error: literals as written, the rest by kind.
func describe(v value) string {
	switch v := v.json.(type) {
	case hujson.Literal:
		return clip(string(v))
	case *hujson.Array:
		return "an array"
	default:
		return "an object"
	}
}

// clip makes a text that came out of the file fit for one line of an error.
func clip(s string) string {
	const limit = 80
	runes := []rune(printable(s))
	if len(runes) <= limit {
		return string(runes)
	}
	return string(runes[:limit]) + "…"
}
