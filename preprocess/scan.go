package preprocess

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// punctuators, longest first. There is none with - or *: a - in a condition is part of a word, a * ends it.
var punctuators = strings.Fields(`>>>= >>>
	... === !== >>= <<= &&= ||= ??=
	=> == != <= >= && || ?? ?. << >> ++ += /= %= &= |= ^=
	( ) [ ] { } . , ; : ? ! ~ < > = + / % & | ^`)

// skipSpace goes over white space and a // comment, which lasts until a line or paragraph separator.
func (p *parser) skipSpace() {
	for p.pos < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.pos:])
		switch {
		case isSpace(r):
			p.pos += size
		case strings.HasPrefix(p.src[p.pos:], "//"):
			n := strings.IndexFunc(p.src[p.pos:], isLineEnd)
			if n < 0 {
				p.fail("its // makes a comment of the rest; move the remark to a line of its own")
				return
			}
			p.pos += n
		default:
			return
		}
	}
}

// isSpace is WhiteSpace or LineTerminator of ECMA-262.
func isSpace(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', ' ', '\u00a0', '\ufeff':
		return true
	}
	return isLineEnd(r) || unicode.Is(unicode.Zs, r)
}

func isLineEnd(r rune) bool { return r == '\u2028' || r == '\u2029' || r == '\n' || r == '\r' }

func isIdentStart(r rune) bool {
	return r == '$' || r == '_' || unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.Other_ID_Start)
}

func isIdentPart(r rune) bool {
	return isIdentStart(r) || r == '\u200c' || r == '\u200d' ||
		unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
}

// ident returns the identifier or keyword at p.pos, or "".
func (p *parser) ident() string {
	rest := p.src[p.pos:]
	if r, _ := utf8.DecodeRuneInString(rest); !isIdentStart(r) {
		return ""
	}
	if n := strings.IndexFunc(rest, func(r rune) bool { return !isIdentPart(r) }); n >= 0 {
		return rest[:n]
	}
	return rest
}

func (p *parser) punctuator() string {
	rest := p.src[p.pos:]
	for _, s := range punctuators {
		if !strings.HasPrefix(rest, s) {
			continue
		}
		if s == "?." && len(rest) > 2 && digit(rest[2]) < 10 {
			return "?" // a ? .5 : b
		}
		return s
	}
	return ""
}

// numberLiteral reads the NumericLiteral that p.pos is at.
func (p *parser) numberLiteral() value {
	rest := p.src[p.pos:]
	var n float64
	var length int
	if len(rest) > 1 && rest[0] == '0' && radix(rest[1]) != 0 {
		base := radix(rest[1])
		var digits string
		digits, length = p.digits(rest[2:], base)
		length += 2
		n = parseInteger(digits, base)
		if digits == "" {
			p.fail("a number lacks its digits")
		}
	} else {
		n, length = p.decimal(rest)
	}
	p.pos = min(p.pos+length, len(p.src)) // a failure has moved it already
	if p.pos < len(p.src) && p.src[p.pos] == 'n' {
		p.fail("a BigInt is not supported")
	}
	if r, _ := utf8.DecodeRuneInString(p.src[p.pos:]); isIdentPart(r) {
		p.fail("a number runs into a name")
	}
	return number(n)
}

// decimal reads the number rest begins with, an octal one of old (017) among them.
func (p *parser) decimal(rest string) (n float64, length int) {
	whole, length := p.digits(rest, 10)
	if len(whole) > 1 && whole[0] == '0' {
		if length != len(whole) {
			p.fail("a number with a leading 0 holds a -")
		}
		if n := parseInteger(whole, 8); !math.IsNaN(n) {
			return n, length
		}
	}
	text := whole
	if length < len(rest) && rest[length] == '.' {
		fraction, size := p.digits(rest[length+1:], 10)
		text += "." + fraction
		length += 1 + size
	}
	if length < len(rest) && rest[length]|0x20 == 'e' {
		text += "e"
		length++
		if length < len(rest) && rest[length] == '+' {
			length++
		}
		exponent, size := p.digits(rest[length:], 10)
		if exponent == "" {
			p.fail("a number lacks its exponent")
		}
		text += exponent
		length += size
	}
	n, _ = strconv.ParseFloat(text, 64)
	return n, length
}

// digits reads digits with single _ between them; a - of the source has become such a _, so 1-0 is ten.
func (p *parser) digits(s string, base int) (digits string, length int) {
	var b strings.Builder
	for length < len(s) {
		switch c := s[length]; {
		case digit(c) < base:
			b.WriteByte(c)
		case c == '_' && b.Len() > 0 && s[length-1] != '_' && length+1 < len(s) && digit(s[length+1]) < base:
		default:
			return b.String(), length
		}
		length++
	}
	return b.String(), length
}

// stringLiteral reads the string that p.pos is at the quote of.
func (p *parser) stringLiteral() value {
	quote := p.src[p.pos]
	p.pos++
	var b strings.Builder
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; c {
		case quote:
			p.pos++
			return str(b.String())
		case '\\':
			p.escape(&b)
		default:
			b.WriteByte(c)
			p.pos++
		}
	}
	p.fail("a string has no end")
	return undefined
}

// escape reads the escape sequence that p.pos is at the backslash of.
func (p *parser) escape(b *strings.Builder) {
	r, size := utf8.DecodeRuneInString(p.src[p.pos+1:])
	p.pos += 1 + size
	switch r {
	case 'n', 't', 'r', 'b', 'f', 'v':
		b.WriteByte(map[rune]byte{'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f', 'v': '\v'}[r])
	case 'x':
		p.hexEscape(b, 2)
	case 'u':
		p.hexEscape(b, 4)
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n := r - '0'
		for range 2 {
			if p.pos < len(p.src) && digit(p.src[p.pos]) < 8 && n*8 < 256 {
				n = n*8 + rune(digit(p.src[p.pos]))
				p.pos++
			}
		}
		b.WriteRune(n)
	default:
		if size > 0 && !isLineEnd(r) {
			b.WriteRune(r)
		}
	}
}

func (p *parser) hexEscape(b *strings.Builder, width int) {
	digits := p.src[p.pos:]
	if width == 4 && strings.HasPrefix(digits, "{") {
		var closed bool
		if digits, _, closed = strings.Cut(digits[1:], "}"); !closed {
			digits = ""
		}
		p.pos += len("{}")
	} else {
		digits = digits[:min(width, len(digits))]
		if len(digits) < width {
			digits = ""
		}
	}
	n := parseInteger(digits, 16)
	if !(n <= unicode.MaxRune) {
		p.fail(`a \x or \u in a string lacks its digits`)
		return
	}
	p.pos += len(digits)
	b.WriteRune(rune(n))
}

// regularExpression goes over the one that p.pos is at the first / of; what is inside is not checked.
func (p *parser) regularExpression() {
	inClass := false
	for i := p.pos + 1; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '\\':
			i++
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == '/' && !inClass:
			p.pos = i + 1
			flags := p.ident()
			p.pos += len(flags)
			if strings.Trim(flags, "dgimsuvy") != "" || repeats(flags) {
				p.fail("a regular expression has unknown flags")
			}
			return
		}
	}
	p.fail("a regular expression has no end")
}

func repeats(flags string) bool {
	for i, c := range flags {
		if strings.ContainsRune(flags[i+1:], c) {
			return true
		}
	}
	return false
}
