// Package inspect prints JavaScript values the way Node's util.inspect and
// console do, so that the output of a script can be compared with Node's.
//
// An [Inspector] belongs to one runtime and keeps the intrinsic functions it
// needs, so that a script which changes prototypes does not change its output.
// It must be used on that runtime's goroutine. Printing runs no user code except
// getters of toString, Symbol.toStringTag and constructor, as in Node.
package inspect

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/sobek"
)

// Options are the choices of util.inspect that console.dir passes on.
type Options struct {
	Depth      int  // how many levels of nesting are shown; negative means all
	ShowHidden bool // also shows properties that are not enumerable
}

// Default is what console.log uses.
var Default = Options{Depth: 2}

const (
	breakLength    = 80    // columns at which a list is broken
	compact        = 3     // innermost levels that may share a line
	maxArrayLength = 100   // elements shown of an array, a set or a map
	maxString      = 10000 // characters shown of a nested string
	maxBytes       = 100   // bytes shown of an ArrayBuffer
)

// Inspector prints the values of one runtime.
type Inspector struct {
	rt       *sobek.Runtime
	captured bool

	// Stack turns the stack property of an error into what is printed. It is set
	// by the owner, who knows the engine's format and the user's files.
	Stack func(string) string

	getOwnPropertyDescriptor, functionToString sobek.Callable
	mapForEach, setForEach, typedArrayTag      sobek.Callable
	dateToISO, regexpToString                  sobek.Callable
	errorToString, jsonStringify               sobek.Callable
	toNumber, parseInt, parseFloat             sobek.Callable
	unbox                                      []sobek.Callable
	prototypes                                 map[string]builtin
	shown                                      *sobek.Symbol
}

// builtin is a kind of object that is recognised by its prototype. brand, called
// on an object that only inherits from it, throws or returns undefined.
type builtin struct {
	prototype *sobek.Object
	brand     sobek.Callable
}

// boxes are the wrappers of primitive values, as in new Number(3).
var boxes = []string{"Number", "String", "Boolean", "BigInt", "Symbol"}

// Shown is the symbol, of Symbol.for, of a property in which a prototype names the
// attributes that are printed of its objects like properties of their own, as a browser's
// console does: an array of strings.
const Shown = "uni.shown"

// New makes the Inspector of rt, which captures the intrinsics when it prints an object for
// the first time.
func New(rt *sobek.Runtime) *Inspector {
	return &Inspector{rt: rt, Stack: func(s string) string { return s }}
}

// Capture captures the intrinsics of its runtime now: call it before any user code runs
// that may change them.
func (in *Inspector) Capture() {
	if in.captured {
		return
	}
	in.captured = true
	rt := in.rt
	method := func(path string) sobek.Callable { return capture(rt, path) }
	in.getOwnPropertyDescriptor = method("Object.getOwnPropertyDescriptor")
	in.functionToString = method("Function.prototype.toString")
	in.mapForEach = method("Map.prototype.forEach")
	in.setForEach = method("Set.prototype.forEach")
	in.dateToISO = method("Date.prototype.toISOString")
	in.regexpToString = method("RegExp.prototype.toString")
	in.errorToString = method("Error.prototype.toString")
	for _, name := range boxes {
		in.unbox = append(in.unbox, method(name+".prototype.valueOf"))
	}
	in.jsonStringify = method("JSON.stringify")
	in.toNumber = method("Number")
	in.parseInt = method("parseInt")
	in.parseFloat = method("parseFloat")
	in.prototypes = make(map[string]builtin)
	if symbol, err := method("Symbol.for")(sobek.Undefined(), rt.ToValue(Shown)); err == nil {
		in.shown = symbol.(*sobek.Symbol)
	}
	add := func(name string, prototype *sobek.Object, brand sobek.Value) sobek.Callable {
		fn := in.getter(prototype, brand)
		in.prototypes[name] = builtin{prototype, fn}
		return fn
	}
	global := func(name string) *sobek.Object { return rt.GlobalObject().Get(name).(*sobek.Object) }
	prototype := func(name string) *sobek.Object { return global(name).Get("prototype").(*sobek.Object) }
	add("Map", prototype("Map"), rt.ToValue("size"))
	add("Set", prototype("Set"), rt.ToValue("size"))
	add("DataView", prototype("DataView"), rt.ToValue("byteLength"))
	in.typedArrayTag = add("TypedArray", global("Uint8Array").Prototype().Get("prototype").(*sobek.Object), sobek.SymToStringTag)
	for _, name := range []string{"WeakMap", "WeakSet"} {
		has := method(name + ".prototype.has")
		in.prototypes[name] = builtin{prototype(name), func(this sobek.Value, _ ...sobek.Value) (sobek.Value, error) {
			return has(this, this)
		}}
	}
	for i, name := range boxes {
		if name == "BigInt" || name == "Symbol" {
			in.prototypes[name] = builtin{prototype(name), in.unbox[i]}
		}
	}
}

// capture returns the global function at a dotted path.
func capture(rt *sobek.Runtime, path string) sobek.Callable {
	var v sobek.Value = rt.GlobalObject()
	for name := range strings.SplitSeq(path, ".") {
		v = v.(*sobek.Object).Get(name)
	}
	fn, _ := sobek.AssertFunction(v)
	return fn
}

func (in *Inspector) getter(o *sobek.Object, key sobek.Value) sobek.Callable {
	desc, _ := in.getOwnPropertyDescriptor(sobek.Undefined(), o, key)
	fn, _ := sobek.AssertFunction(desc.(*sobek.Object).Get("get"))
	return fn
}

// Value prints v as util.inspect does: strings are quoted.
func (in *Inspector) Value(v sobek.Value, opts Options) string {
	if _, ok := v.(*sobek.Object); ok {
		in.Capture()
	}
	p := &printer{Inspector: in, opts: opts}
	return p.value(v, 0)
}

// printer is one run of Value.
type printer struct {
	*Inspector
	opts     Options
	indent   int // columns that enclosing values take on the left
	current  int // nesting of the object that was begun last
	seen     []*sobek.Object
	circular []*sobek.Object // objects met inside themselves, in the order found
}

// value prints v at a nesting of depth.
func (p *printer) value(v sobek.Value, depth int) string {
	o, ok := v.(*sobek.Object)
	if !ok {
		return p.primitive(v, true)
	}
	for {
		proxy, ok := proxyOf(o)
		if !ok {
			break
		}
		if o = proxy.Target(); o == nil {
			return "<Revoked Proxy>"
		}
	}
	if slices.Contains(p.seen, o) {
		index := slices.Index(p.circular, o)
		if index < 0 {
			p.circular = append(p.circular, o)
			index = len(p.circular) - 1
		}
		return "[Circular *" + strconv.Itoa(index+1) + "]"
	}
	return p.object(o, depth)
}

// primitive prints what is no object. If split, a long string of several lines is
// broken at its line ends.
func (p *printer) primitive(v sobek.Value, split bool) string {
	switch {
	case v == nil || sobek.IsUndefined(v):
		return "undefined"
	case sobek.IsNull(v):
		return "null"
	}
	s, ok := v.(sobek.String)
	if !ok {
		return number(v)
	}
	trailer := ""
	if n := s.Length(); n > maxString {
		s = s.Substring(0, maxString)
		trailer = "... " + strconv.Itoa(n-maxString) + " more character"
		if n-maxString > 1 {
			trailer += "s"
		}
	}
	if split && s.Length() > 16 && s.Length() > breakLength-p.indent-4 {
		if lines := strings.SplitAfter(s.String(), "\n"); len(lines) > 1 && !hasLoneSurrogate(s) {
			if lines[len(lines)-1] == "" {
				lines = lines[:len(lines)-1]
			}
			for i, line := range lines {
				lines[i] = Quote(p.rt.ToValue(line).(sobek.String))
			}
			return strings.Join(lines, " +\n"+strings.Repeat(" ", p.indent+2)) + trailer
		}
	}
	return Quote(s) + trailer
}

// number prints a number, bigint, boolean or symbol.
func number(v sobek.Value) string {
	if symbol, ok := v.(*sobek.Symbol); ok {
		return "Symbol(" + symbol.String() + ")"
	}
	switch n := v.Export().(type) {
	case *big.Int:
		return n.String() + "n"
	case float64:
		if n == 0 && math.Signbit(n) {
			return "-0"
		}
	}
	return v.String()
}
