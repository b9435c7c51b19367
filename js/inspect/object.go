package inspect

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/grafana/sobek"
)

// shape is what the kind of an object decides about its printing.
type shape struct {
	base       string                      // printed before the braces, or alone if there is nothing within
	open, shut string                      // the braces
	own        func(p *printer, depth int) // entries that are no properties, appended to list
	list       []string
	elements   bool     // the entries are elements of an array
	numeric    bool     // and all numbers
	bare       bool     // an object without entries is printed as base alone
	empty      bool     // own would add nothing
	indexed    bool     // integer keys are entries already, not properties
	large      bool     // too many keys to look for properties among them
	skipped    []string // properties that base shows already
}

// object prints o, which is no proxy and not being printed already.
func (p *printer) object(o *sobek.Object, depth int) string {
	name := p.constructorName(o)
	tag := p.tag(o)
	s := p.shape(o, name, tag)
	keys := p.keys(o, s)
	attributes := p.attributes(o)
	if len(keys)+len(attributes) == 0 && s.empty {
		if s.bare {
			return s.base
		}
		return s.open + s.shut
	}
	if p.opts.Depth >= 0 && depth > p.opts.Depth {
		fallback := "Object"
		if s.elements {
			fallback = "Array"
		}
		return "[" + strings.TrimSuffix(prefix(name, tag, fallback, ""), " ") + "]"
	}
	p.seen = append(p.seen, o)
	p.current = depth
	if s.own != nil {
		s.own(p, depth)
	}
	for _, key := range keys {
		s.list = append(s.list, p.property(o, key, depth))
	}
	for _, a := range attributes {
		p.indent += 2
		s.list = append(s.list, a.name+": "+p.value(a.value, depth+1))
		p.indent -= 2
	}
	p.seen = p.seen[:len(p.seen)-1]
	reference := ""
	for i, c := range p.circular {
		if c == o {
			reference = "<ref *" + strconv.Itoa(i+1) + ">"
			break
		}
	}
	if reference != "" {
		if s.base == "" {
			s.open = reference + " " + s.open
		} else {
			s.base = reference + " " + s.base
		}
	}
	return p.join(s.list, s.base, s.open, s.shut, s.elements, depth, s.numeric)
}

// shape finds out what kind of object o is.
func (p *printer) shape(o *sobek.Object, name, tag string) *shape {
	s := &shape{open: "{", shut: "}", empty: true}
	class := p.class(o)
	switch class {
	case "Array":
		p.arrayShape(s, o, name, tag)
		return s
	case "Map", "Set":
		p.collectionShape(s, o, class, name, tag)
		return s
	case "Function":
		s.base, s.bare = p.functionBase(o, name, tag), true
		return s
	case "RegExp":
		s.base, s.bare = p.call(p.regexpToString, o), true
		return s
	case "Date":
		s.base, s.bare = p.call(p.dateToISO, o), true
		if s.base == "" {
			s.base = "Invalid Date"
		}
		return s
	case "Error":
		p.errorShape(s, o, name)
		return s
	case "Number", "String", "Boolean", "BigInt", "Symbol":
		if p.boxShape(s, o, name, tag) {
			return s
		}
	case "Arguments":
		s.open = "[Arguments] {"
		return s
	case "Promise":
		promise := o.Export().(*sobek.Promise)
		s.open, s.empty = prefix(name, tag, class, "")+"{", false
		s.own = func(p *printer, depth int) { s.list = append(s.list, p.promise(promise, depth)) }
		return s
	case "ArrayBuffer":
		bufferShape(s, o.Export().(sobek.ArrayBuffer), name, tag)
		return s
	case "TypedArray":
		p.typedArrayShape(s, o, name, tag)
		return s
	case "DataView":
		s.open, s.empty = prefix(name, tag, class, "")+"{", false
		s.own = func(p *printer, depth int) {
			p.indent += 2
			for _, key := range []string{"byteLength", "byteOffset", "buffer"} {
				s.list = append(s.list, key+": "+p.value(o.Get(key), depth+1))
			}
			p.indent -= 2
		}
		return s
	case "WeakMap", "WeakSet":
		s.open = prefix(name, tag, class, "") + "{"
		s.own = func(*printer, int) { s.list = append(s.list, "<items unknown>") }
		s.empty = false
		return s
	}
	if name != "Object" || tag != "" {
		s.open = prefix(name, tag, "Object", "") + "{"
	}
	return s
}

// bufferShape prints an ArrayBuffer as the bytes in it.
func bufferShape(s *shape, buffer sobek.ArrayBuffer, name, tag string) {
	s.open, s.empty = prefix(name, tag, "ArrayBuffer", "")+"{", false
	s.own = func(*printer, int) {
		if buffer.Detached() {
			s.list = append(s.list, "(detached)", "byteLength: 0")
			return
		}
		data := buffer.Bytes()
		s.list = append(s.list, "[Uint8Contents]: <"+hexBytes(data)+">", fmt.Sprint("byteLength: ", len(data)))
	}
}

func (p *printer) arrayShape(s *shape, o *sobek.Object, name, tag string) {
	n := int(o.Get("length").ToInteger())
	s.open, s.shut, s.elements, s.indexed, s.empty, s.large = "[", "]", true, true, n == 0, n > largeArray
	if name != "Array" || tag != "" {
		s.open = prefix(name, tag, "Array", "("+strconv.Itoa(n)+")") + "["
	}
	s.own = func(p *printer, depth int) {
		s.numeric = true
		holes := 0
		flush := func() {
			if holes > 0 {
				s.list = append(s.list, fmt.Sprintf("<%d empty item%s>", holes, plural(holes)))
				s.numeric = false
				holes = 0
			}
		}
		i := 0
		for ; i < n && len(s.list) < maxArrayLength; i++ {
			d := p.descriptor(o, p.rt.ToValue(i))
			if d == nil {
				holes++
				if holes == manyHoles {
					next := elementAfter(o, i, n)
					holes += next - i - 1
					i = next - 1
				}
				continue
			}
			flush()
			if len(s.list) == maxArrayLength {
				break
			}
			if v := d.Get("value"); v == nil || !isNumeric(v) {
				s.numeric = false
			}
			s.list = append(s.list, p.described(d, depth, 2))
		}
		flush()
		if i < n {
			s.list = append(s.list, more(n-i))
		}
	}
}

// manyHoles is how many holes of an array are walked through before all its elements
// are listed to find the next one.
const manyHoles = 1000

// elementAfter is the first index behind i at which an array has an element, or n.
func elementAfter(o *sobek.Object, i, n int) int {
	next := n
	for _, name := range o.GetOwnPropertyNames() {
		if index, err := strconv.Atoi(name); err == nil && index > i && isIndex(name) {
			next = min(next, index)
		}
	}
	return next
}

func (p *printer) typedArrayShape(s *shape, o *sobek.Object, name, tag string) {
	kind := p.call(p.typedArrayTag, o)
	n := int(o.Get("length").ToInteger())
	s.open, s.shut, s.elements, s.indexed, s.empty, s.large = "[", "]", true, true, n == 0, n > largeArray
	s.open = prefix(name, tag, kind, "("+strconv.Itoa(n)+")") + "["
	s.own = func(p *printer, depth int) {
		s.numeric = true
		for i := range min(n, maxArrayLength) {
			s.list = append(s.list, number(o.Get(strconv.Itoa(i))))
		}
		if n > maxArrayLength {
			s.list = append(s.list, more(n-maxArrayLength))
		}
	}
}

func (p *printer) collectionShape(s *shape, o *sobek.Object, class, name, tag string) {
	size := 0
	each := p.setForEach
	if class == "Map" {
		each = p.mapForEach
	}
	var pairs [][2]sobek.Value
	_, _ = each(o, p.rt.ToValue(func(call sobek.FunctionCall) sobek.Value {
		size++
		if size <= maxArrayLength {
			pairs = append(pairs, [2]sobek.Value{call.Argument(1), call.Argument(0)})
		}
		return sobek.Undefined()
	}))
	s.open = prefix(name, tag, class, "("+strconv.Itoa(size)+")") + "{"
	s.empty = size == 0
	s.own = func(p *printer, depth int) {
		p.indent += 2
		for _, pair := range pairs {
			entry := p.value(pair[1], depth+1)
			if class == "Map" {
				entry = p.value(pair[0], depth+1) + " => " + entry
			}
			s.list = append(s.list, entry)
		}
		p.indent -= 2
		if size > maxArrayLength {
			s.list = append(s.list, more(size-maxArrayLength))
		}
	}
}

// boxShape prints new Number(3) and its like as [Number: 3].
func (p *printer) boxShape(s *shape, o *sobek.Object, name, tag string) bool {
	for i, box := range boxes {
		v, err := p.unbox[i](o)
		if err != nil {
			continue
		}
		s.base = "[" + box
		if name != box {
			if name == "" {
				s.base += " (null prototype)"
			} else {
				s.base += " (" + name + ")"
			}
		}
		s.base += ": " + p.primitive(v, false) + "]"
		if tag != "" && tag != name {
			s.base += " [" + tag + "]"
		}
		s.bare, s.indexed = true, box == "String"
		return true
	}
	return false
}

func (p *printer) promise(v *sobek.Promise, depth int) string {
	if v.State() == sobek.PromiseStatePending {
		return "<pending>"
	}
	p.indent += 2
	text := p.value(v.Result(), depth+1)
	p.indent -= 2
	if v.State() == sobek.PromiseStateRejected {
		return "<rejected> " + text
	}
	return text
}

// functionBase prints a function or class without its properties.
func (p *printer) functionBase(o *sobek.Object, constructor, tag string) string {
	source := p.call(p.functionToString, o)
	name := ""
	if d := p.descriptor(o, p.rt.ToValue("name")); d != nil {
		if s, ok := d.Get("value").(sobek.String); ok {
			name = s.String()
		}
	}
	if strings.HasPrefix(source, "class") && strings.HasSuffix(source, "}") {
		if name == "" {
			name = "(anonymous)"
		}
		b := "[class " + name
		if constructor != "Function" && constructor != "" {
			b += " [" + constructor + "]"
		}
		if tag != "" && constructor != tag {
			b += " [" + tag + "]"
		}
		if constructor == "" {
			b += " extends [null prototype]"
		} else if parent := o.Prototype(); parent != nil {
			if parentName, ok := parent.Get("name").(sobek.String); ok && parentName.Length() > 0 {
				b += " extends " + parentName.String()
			}
		}
		return b + "]"
	}
	kind := "Function"
	generator := strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(source, "async"), " function"), " "), "*") ||
		strings.HasPrefix(source, "function*")
	if generator {
		kind = "Generator" + kind
	}
	if strings.HasPrefix(source, "async") && constructor == "AsyncFunction" {
		kind = "Async" + kind
	}
	b := "[" + kind
	if constructor == "" {
		b += " (null prototype)"
	}
	if name == "" {
		b += " (anonymous)"
	} else {
		b += ": " + name
	}
	b += "]"
	if constructor != kind && constructor != "" {
		b += " " + constructor
	}
	if tag != "" && constructor != tag {
		b += " [" + tag + "]"
	}
	return b
}

// call returns the result of an intrinsic as text, or "" if it threw, which is
// how an object says that it is of another kind.
func (p *printer) call(fn sobek.Callable, this *sobek.Object) string {
	v, err := fn(this)
	if err != nil {
		return ""
	}
	return v.String()
}

func hexBytes(b []byte) string {
	var s strings.Builder
	for i, c := range b[:min(len(b), maxBytes)] {
		if i > 0 {
			s.WriteByte(' ')
		}
		s.WriteString(hex.EncodeToString([]byte{c}))
	}
	if rest := len(b) - maxBytes; rest > 0 {
		fmt.Fprintf(&s, " ... %d more byte%s", rest, plural(rest))
	}
	return s.String()
}

func more(n int) string { return fmt.Sprintf("... %d more item%s", n, plural(n)) }

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}
