package json

import (
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/unistring"
)

// Stringify is JSON.stringify (section 25.5.2).
func (j *JSON) Stringify(call sobek.FunctionCall) sobek.Value {
	s := j.serializer()
	s.options(call.Argument(1), call.Argument(2))
	value := call.Argument(0)
	var holder *sobek.Object
	if s.replacer != nil {
		holder = j.vm.NewObject()
		// An object of our own takes any property.
		_ = holder.DefineDataProperty("", value, sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_TRUE)
	}
	result := sobek.Undefined()
	if s.property(holder, key{}, value) && !s.stopped {
		result = s.text()
	}
	// What threw is not used again.
	s.release()
	return result
}

func (j *JSON) serializer() *serializer {
	last := len(j.serializers) - 1
	if last < 0 {
		return &serializer{json: j}
	}
	s := j.serializers[last]
	j.serializers = j.serializers[:last]
	return s
}

const (
	// maxBuffer is the largest buffer in bytes that a serializer keeps for the next text.
	maxBuffer = 1 << 16

	// maxDepth is how deeply a value may be nested, about as for V8 with its stack.
	maxDepth = 4500

	// askInterval is after how many bytes a text asks for memory.
	askInterval = 1 << 24
)

// serializer writes one text. Getters, toJSON and the replacer run in the middle of it,
// and may use another.
type serializer struct {
	json     *JSON
	out      []byte // in UTF-8
	halves   bool   // out is in generalized UTF-8: the gap has a half of a surrogate pair
	replacer function
	list     []key // of the properties, if the replacer is an array
	listed   bool
	gap      string
	indent   string
	path     []step             // to the value that is being written
	names    []unistring.String // of the properties of the objects in path
	values   []sobek.Value      // of these
	asked    int                // length of out when memory was asked for
	count    int
	stopped  bool
}

// step is an object or array on the way to a value, and where it is in the one before.
type step struct {
	object *sobek.Object
	key    key
}

// release makes the serializer free for another text.
func (s *serializer) release() {
	j, out := s.json, s.out[:0]
	if cap(out) > maxBuffer {
		out = nil
	}
	*s = serializer{json: j, out: out, path: s.path[:0], names: s.names[:0], values: s.values[:0]}
	j.serializers = append(j.serializers, s)
}

func (s *serializer) text() sobek.Value {
	if s.halves {
		return sobek.StringFromUTF16(appendUnits(nil, string(s.out)))
	}
	return s.json.vm.ToValue(string(s.out))
}

// options reads the second and third argument.
func (s *serializer) options(replacer, space sobek.Value) {
	if o, ok := replacer.(*sobek.Object); ok {
		if s.replacer = callable(o); s.replacer == nil && s.json.isArray(o) {
			s.properties(o)
		}
	}
	if space == sobek.Undefined() {
		return
	}
	if o, ok := space.(*sobek.Object); ok {
		switch wrapperClass(o) {
		case "Number":
			space = o.ToNumber()
		case "String":
			space = s.json.toString(o)
		}
	}
	const most = 10
	switch text, isString := space.(sobek.String); {
	case isString:
		k := keyOfString(text.Substring(0, min(text.Length(), most)))
		if s.gap = k.name; k.value != nil {
			s.halves = true
			s.gap = generalize(k.value)
		}
	case sobek.IsNumber(space):
		if n := space.ToFloat(); n >= 1 {
			s.gap = strings.Repeat(" ", int(min(n, most)))
		}
	}
}

// properties reads a replacer that is an array.
func (s *serializer) properties(array *sobek.Object) {
	s.listed = true
	n := s.json.lengthOf(array)
	seen := map[string]bool{}
	for i := int64(0); i < n && !s.checkStop(); i++ {
		v := s.json.get(array, key{name: s.json.index(i)})
		switch o, isObject := v.(*sobek.Object); {
		case isObject && wrapperClass(o) != "Number" && wrapperClass(o) != "String",
			!isObject && !sobek.IsNumber(v) && !sobek.IsString(v):
			continue
		}
		k := keyOfString(s.json.toString(v))
		known := k.name
		if k.value != nil {
			known = generalize(k.value)
		}
		if !seen[known] {
			seen[known] = true
			s.list = append(s.list, k)
		}
	}
}

// wrapperClass is the class of an object that may stand for a primitive value, as a proxy
// does not, which has none if it is revoked.
func wrapperClass(o *sobek.Object) string {
	if isProxy(o) {
		return ""
	}
	return o.ClassName()
}

// lengthOf is LengthOfArrayLike (section 7.3.18).
func (j *JSON) lengthOf(o *sobek.Object) int64 {
	n := j.get(o, key{name: "length"}).ToNumber().ToFloat()
	if !(n > 0) {
		return 0
	}
	return int64(min(n, 1<<53-1))
}

func (j *JSON) isArray(o *sobek.Object) bool {
	if isProxy(o) {
		return j.help().isArray.call(sobek.Undefined(), o).ToBoolean()
	}
	return o.ClassName() == "Array"
}

var (
	boolType   = reflect.TypeFor[bool]()
	intType    = reflect.TypeFor[int64]()
	floatType  = reflect.TypeFor[float64]()
	bigintType = reflect.TypeFor[*big.Int]()
)

// property is SerializeJSONProperty (section 25.5.2.2) for a value that was read.
// Nothing is written if it returns false. holder is needed for a replacer only.
func (s *serializer) property(holder *sobek.Object, k key, value sobek.Value) bool {
	if s.checkStop() {
		return false
	}
	object, isObject := value.(*sobek.Object)
	if isObject || sobek.IsBigInt(value) {
		if toJSON := s.toJSON(object, value); toJSON != nil {
			value = toJSON.call(value, k.string(s.json.vm))
			object, isObject = value.(*sobek.Object)
		}
	}
	if s.replacer != nil {
		value = s.replacer.call(holder, k.string(s.json.vm), value)
		object, isObject = value.(*sobek.Object)
	}
	if isObject {
		return s.object(k, object)
	}
	return s.primitive(value)
}

// toJSON is the function of that name of an object or BigInt, or nil.
func (s *serializer) toJSON(object *sobek.Object, value sobek.Value) function {
	if object != nil {
		return callable(object.Get("toJSON"))
	}
	return callable(s.json.help().toJSON.call(sobek.Undefined(), value))
}

func (s *serializer) primitive(value sobek.Value) bool {
	switch v := value.(type) {
	case sobek.String:
		s.quote(v)
		return true
	case *sobek.Symbol:
		return false
	}
	switch value.ExportType() {
	case boolType:
		s.out = strconv.AppendBool(s.out, value.ToBoolean())
	case intType:
		s.out = strconv.AppendInt(s.out, value.ToInteger(), 10)
	case floatType:
		if f := value.ToFloat(); math.IsNaN(f) || math.IsInf(f, 0) {
			s.out = append(s.out, "null"...)
		} else {
			s.out = appendNumber(s.out, f)
		}
	case bigintType:
		panic(s.json.vm.NewTypeError("Do not know how to serialize a BigInt"))
	default:
		if value != sobek.Null() {
			return false
		}
		s.out = append(s.out, "null"...)
	}
	return true
}

// object writes an object that stands for itself, or for a primitive value.
func (s *serializer) object(k key, o *sobek.Object) bool {
	array := false
	switch o.ExportType() {
	case functionType:
		return false
	case bigintType:
		panic(s.json.vm.NewTypeError("Do not know how to serialize a BigInt"))
	case proxyType:
		if callable(o) != nil {
			return false
		}
		array = s.json.isArray(o)
	default:
		switch o.ClassName() {
		case "Object":
		case "Array":
			array = true
		case "Number":
			return s.primitive(o.ToNumber())
		case "String":
			return s.primitive(s.json.toString(o))
		case "Boolean":
			return s.primitive(s.json.vm.ToValue(o.Export()))
		default:
			if callable(o) != nil {
				return false
			}
		}
	}
	s.enter(k, o)
	if array {
		s.array(o)
	} else {
		s.members(o)
	}
	s.leave()
	return true
}

// enter begins an object or array.
func (s *serializer) enter(k key, o *sobek.Object) {
	for i := range s.path {
		if s.path[i].object == o {
			panic(s.json.vm.NewTypeError("%s", s.circle(i, k)))
		}
	}
	if len(s.path) == maxDepth {
		panic(s.json.host.Overflow())
	}
	s.path = append(s.path, step{o, k})
}

// leave ends it.
func (s *serializer) leave() {
	last := len(s.path) - 1
	s.path[last] = step{}
	s.path = s.path[:last]
}

// array is SerializeJSONArray (section 25.5.2.5).
func (s *serializer) array(o *sobek.Object) {
	outer := s.indent
	s.indent += s.gap
	s.out = append(s.out, '[')
	n := s.json.lengthOf(o)
	for i := int64(0); i < n && !s.stopped; i++ {
		s.separate(i == 0)
		k := key{name: s.json.index(i), index: true}
		if !s.property(o, k, s.json.get(o, k)) {
			s.out = append(s.out, "null"...)
		}
	}
	s.indent = outer
	s.close(']', n == 0)
}

// separate writes what is before an element or property.
func (s *serializer) separate(first bool) {
	if !first {
		s.out = append(s.out, ',')
	}
	s.newline()
}

func (s *serializer) newline() {
	if s.gap != "" {
		s.out = append(s.out, '\n')
		s.out = append(s.out, s.indent...)
	}
}

func (s *serializer) close(closer byte, empty bool) {
	if !empty {
		s.newline()
	}
	s.out = append(s.out, closer)
}

// checkStop reports whether the engine is to stop, and asks for the memory of a long
// text.
func (s *serializer) checkStop() bool {
	if s.count++; s.count%stopInterval == 0 && s.json.host.Stopped.Load() {
		s.stopped = true
	}
	if len(s.out) > s.asked+askInterval {
		s.asked = len(s.out)
		s.json.host.AllocateString(float64(s.asked))
	}
	return s.stopped
}
