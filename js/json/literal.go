package json

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/unistring"
)

// literal is a string of the text, without its quotes.
type literal struct {
	text    string
	ascii   bool
	escaped bool
}

// scanLiteral reads a string up to behind its closing quote. ok is false if there is
// none, or a control character before it. Escape sequences are not looked into.
func (p *parser) scanLiteral() (l literal, ok bool) {
	start := p.at + 1
	l.ascii = true
	for i := start; ; i++ {
		var ascii bool
		i, ascii = plainEnd(p.text, i)
		l.ascii = l.ascii && ascii
		if i == len(p.text) {
			return l, false
		}
		switch p.text[i] {
		case '"':
			l.text, p.at = p.text[start:i], i+1
			return l, true
		case '\\':
			l.escaped = true
			if i++; i == len(p.text) || p.text[i] < ' ' || p.text[i] >= utf8.RuneSelf {
				return l, false
			}
		default:
			return l, false
		}
	}
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plainEnd is where a quote, a backslash or a control character is, from i on, or the
// end of the text, and whether all before it is ASCII. It looks at eight bytes at a
// time.
func plainEnd(text string, i int) (end int, ascii bool) {
	var seen uint64
	for ; i+8 <= len(text); i += 8 {
		s := text[i : i+8]
		w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		quote, backslash := w^(ones*'"'), w^(ones*'\\')
		// The lowest bit that is set is right; those above it may not be.
		special := ((quote-ones)&^quote | (backslash-ones)&^backslash | (w-ones*' ')&^w) & highs
		if special != 0 {
			n := bits.TrailingZeros64(special) &^ 7
			return i + n/8, (seen|w&(1<<n-1))&highs == 0
		}
		seen |= w
	}
	for ; i < len(text); i++ {
		c := text[i]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		seen |= uint64(c)
	}
	return i, seen&highs == 0
}

// string reads a string.
func (p *parser) string() (sobek.Value, bool) {
	l, ok := p.scanLiteral()
	switch {
	case !ok:
		return nil, false
	case l.escaped || p.halves && !l.ascii:
		return p.unescape(l.text)
	case p.shared != nil:
		return p.shared.Substring(p.at-1-len(l.text), p.at-1), true
	case !p.copies:
		return p.json.vm.ToValue(l.text), true
	case l.ascii:
		var b sobek.StringBuilder
		b.Grow(len(l.text))
		b.WriteUTF8String(l.text)
		return b.String(), true
	}
	return p.json.vm.ToValue(strings.Clone(l.text)), true
}

// nameText reads a string as a property's name.
func (p *parser) nameText() (name unistring.String, ok bool) {
	l, ok := p.scanLiteral()
	switch {
	case !ok:
		return "", false
	case l.escaped || p.halves && !l.ascii:
		s, ok := p.unescape(l.text)
		if !ok {
			return "", false
		}
		return nameOf(s), true
	case p.copies:
		l.text = p.known.copy(l.text)
	}
	if l.ascii {
		return unistring.String(l.text), true
	}
	return unistring.NewFromString(l.text), true
}

// unescape makes a string of a literal.
func (p *parser) unescape(text string) (sobek.String, bool) {
	p.units = p.units[:0]
	for {
		plain, escape, found := strings.Cut(text, `\`)
		p.units = appendUnits(p.units, plain)
		switch {
		case !found:
			return sobek.StringFromUTF16(p.units), true
		case escape[0] != 'u':
			unit := escapes[escape[0]]
			if unit == 0 {
				return nil, false
			}
			p.units = append(p.units, uint16(unit))
			text = escape[1:]
		default:
			unit, ok := hex4(escape[1:])
			if !ok {
				return nil, false
			}
			p.units = append(p.units, unit)
			text = escape[5:]
		}
	}
}

// escapes are what the characters behind a backslash stand for.
var escapes = [utf8.RuneSelf]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// hex4 reads the four hexadecimal digits that a text begins with.
func hex4(text string) (unit uint16, ok bool) {
	if len(text) < 4 {
		return 0, false
	}
	for _, c := range []byte(text[:4]) {
		switch {
		case isDigit(c):
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = (c | 0x20) - 'a' + 10
		default:
			return 0, false
		}
		unit = unit<<4 | uint16(c)
	}
	return unit, true
}

// nameCache has the names of the latest properties, which in most texts are few. So
// the names of a large text are copied out of it once.
type nameCache [64]string

// copy is a name that does not keep the text in memory.
func (c *nameCache) copy(text string) string {
	const longest = 64 // of names that are worth to be kept
	if len(text) == 0 || len(text) > longest {
		return strings.Clone(text)
	}
	slot := &c[(uint(text[0])+uint(text[len(text)-1])*7+uint(len(text))*31)%uint(len(c))]
	if *slot != text {
		*slot = strings.Clone(text)
	}
	return *slot
}
