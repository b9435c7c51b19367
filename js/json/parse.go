package json

import (
	"github.com/grafana/sobek"
	"github.com/grafana/sobek/unistring"
	"github.com/segmentio/asm/ascii"
)

// Parse is JSON.parse (section 25.5.1).
func (j *JSON) Parse(call sobek.FunctionCall) sobek.Value {
	text := j.toString(call.Argument(0))
	value, ok := j.parser.parse(text)
	if j.host.Stopped.Load() {
		return sobek.Undefined()
	}
	if !ok {
		s := scanner{text: unitsOf(text)}
		j.throwSyntaxError(sobek.StringFromUTF16(s.problem()))
	}
	reviver := call.Argument(1)
	if callable(reviver) == nil {
		return value
	}
	root := j.vm.NewObject()
	// An object of our own takes any property.
	_ = root.DefineDataProperty("", value, sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_TRUE)
	return j.help().revive.call(sobek.Undefined(), root, j.vm.ToValue(""), reviver)
}

const (
	// maxShared is the size in bytes of the largest text whose strings are parts of it:
	// each of them keeps all of it in memory.
	maxShared = 1 << 10

	// maxKept is how many open values a parser keeps room for between texts.
	maxKept = 1 << 12

	// stopInterval is after how many values a parser looks whether it is to stop.
	stopInterval = 1 << 10
)

// parser reads one text after the other. It has no recursion: V8 reads a text however
// deeply it is nested.
type parser struct {
	json   *JSON
	text   string
	at     int
	shared sobek.String // the text, if it is ASCII and its strings are parts of it
	copies bool         // strings are copied out of the text
	halves bool         // the text is generalized UTF-8, see generalize

	open    []container
	values  []any              // of the arrays in open
	objects []object           // in open
	names   []unistring.String // of the properties of objects that are complete
	units   []uint16           // of the string that is being read
	known   nameCache
	count   int
}

// container is an object or array that has begun.
type container struct {
	array bool
	start int // of an array's elements in values, or of an object's names in names
}

// object is an object that has begun.
type object struct {
	*sobek.Object
	properties properties       // if the engine's layout is known
	name       unistring.String // of the property whose value is being read
}

// parse reads a text. ok is false for one that is no JSON.
func (p *parser) parse(text sobek.String) (value sobek.Value, ok bool) {
	p.reset(text)
	value, ok = p.document()
	p.release()
	return value, ok
}

func (p *parser) reset(text sobek.String) {
	p.text, p.at, p.shared = text.String(), 0, nil
	p.halves = hasHalves(text, p.text)
	if p.halves {
		p.text = generalize(text)
	}
	p.copies = len(p.text) > maxShared
	if !p.copies && ascii.ValidString(p.text) {
		p.shared = text
	}
}

// release lets go of what was read.
func (p *parser) release() {
	p.text, p.shared = "", nil
	if max(cap(p.open), cap(p.values), cap(p.objects), cap(p.names), cap(p.units)) > maxKept {
		p.open, p.values, p.objects, p.names, p.units = nil, nil, nil, nil, nil
		return
	}
	// They are empty but for a text that is no JSON.
	clear(p.values)
	clear(p.objects)
	clear(p.names)
	p.open, p.values, p.objects, p.names = p.open[:0], p.values[:0], p.objects[:0], p.names[:0]
}

// document reads the whole text.
func (p *parser) document() (value sobek.Value, ok bool) {
	for {
		value, opened, ok := p.value()
		if !ok {
			return nil, false
		}
		if opened {
			continue
		}
		for {
			if len(p.open) == 0 {
				p.space()
				return value, p.at == len(p.text)
			}
			closed, ok := p.add(value)
			if !ok {
				return nil, false
			}
			if closed == nil {
				break
			}
			value = closed
		}
	}
}

// value reads a value, or the beginning of an object or array that is not empty.
func (p *parser) value() (value sobek.Value, opened, ok bool) {
	if p.count++; p.count%stopInterval == 0 && p.json.host.Stopped.Load() {
		return nil, false, false
	}
	switch p.next() {
	case '"':
		value, ok = p.string()
		return value, false, ok
	case '{':
		p.at++
		if p.next() == '}' {
			p.at++
			return p.json.vm.NewObject(), false, true
		}
		p.begin()
		return nil, true, p.name()
	case '[':
		p.at++
		if p.next() == ']' {
			p.at++
			return p.json.vm.NewArray(), false, true
		}
		p.open = append(p.open, container{array: true, start: len(p.values)})
		return nil, true, true
	case 't':
		return p.json.yes, false, p.literal("true")
	case 'f':
		return p.json.no, false, p.literal("false")
	case 'n':
		return sobek.Null(), false, p.literal("null")
	}
	value, ok = p.number()
	return value, false, ok
}

// add puts a value into the innermost container, and reads what is behind it: closed is
// the container if that ends there.
func (p *parser) add(value sobek.Value) (closed sobek.Value, ok bool) {
	c := p.open[len(p.open)-1]
	if c.array {
		p.values = append(p.values, value)
	} else {
		p.set(value)
	}
	separator := p.next()
	p.at++
	switch {
	case separator == ',' && c.array:
		return nil, true
	case separator == ',':
		return nil, p.name()
	case separator == ']' && c.array:
		closed = p.endArray(c.start)
	case separator == '}' && !c.array:
		closed = p.endObject(c.start)
	default:
		return nil, false
	}
	p.open = p.open[:len(p.open)-1]
	return closed, true
}

func (p *parser) endArray(start int) sobek.Value {
	elements := p.values[start:]
	array := p.json.vm.NewArray(elements...)
	clear(elements)
	p.values = p.values[:start]
	return array
}

// name reads the name of a property of the innermost container, and the colon.
func (p *parser) name() bool {
	if p.next() != '"' {
		return false
	}
	var ok bool
	if p.objects[len(p.objects)-1].name, ok = p.nameText(); !ok || p.next() != ':' {
		return false
	}
	p.at++
	return true
}

// end is what next returns behind the text. There it stands for a character that
// JSON does not have.
const end = 0

// next skips white space and returns the byte behind it.
func (p *parser) next() byte {
	if p.at < len(p.text) {
		if c := p.text[p.at]; c > ' ' {
			return c
		}
	}
	p.space()
	if p.at == len(p.text) {
		return end
	}
	return p.text[p.at]
}

func (p *parser) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\n', '\r', '\t':
			p.at++
		default:
			return
		}
	}
}

func (p *parser) literal(word string) bool {
	if len(p.text)-p.at < len(word) || p.text[p.at:p.at+len(word)] != word {
		return false
	}
	p.at += len(word)
	return true
}
