package json

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// scanner finds out where a text stops being JSON, and says so in V8's words,
// which scripts print and compare. It reads in V8's order, which decides between
// two things to say of one place, and builds no values. Like all strings of
// JavaScript, the text and what is said of it are UTF-16 units; some are halves
// of a character.
type scanner struct {
	text    []uint16
	at      int
	closers []uint16 // of the objects and arrays around at
}

// endOfText is what peek returns there.
const endOfText rune = -1

func (s *scanner) peek() rune {
	if s.at == len(s.text) {
		return endOfText
	}
	return rune(s.text[s.at])
}

// problem is nil for a text that is JSON.
func (s *scanner) problem() []uint16 {
	for more := true; more; {
		problem := s.value()
		if problem == nil {
			more, problem = s.afterValue()
		}
		if problem != nil {
			return problem
		}
	}
	return nil
}

// value reads a value, of an object or array only up to its first scalar, or all
// if it is empty.
func (s *scanner) value() []uint16 {
	for {
		s.skipSpace()
		switch c := s.peek(); {
		case c == '{':
			if s.open('}') {
				return nil
			}
			if problem := s.name("Expected property name or '}' in JSON"); problem != nil {
				return problem
			}
		case c == '[':
			if s.open(']') {
				return nil
			}
		case c == '"':
			return s.string()
		case c == '-' || isDigit(c):
			return s.number()
		case c == 't':
			return s.literal("true")
		case c == 'f':
			return s.literal("false")
		case c == 'n':
			return s.literal("null")
		default:
			return s.unexpected()
		}
	}
}

// afterValue closes what ends behind a value, and reports whether another value
// is to come.
func (s *scanner) afterValue() (more bool, problem []uint16) {
	for {
		s.skipSpace()
		c := s.peek()
		if len(s.closers) == 0 {
			if c == endOfText {
				return false, nil
			}
			return false, s.refuse("Unexpected non-whitespace character after JSON")
		}
		closer := rune(s.closers[len(s.closers)-1])
		switch {
		case c == closer:
			s.at++
			s.closers = s.closers[:len(s.closers)-1]
		case c == ',' && closer == ']':
			s.at++
			return true, nil
		case c == ',':
			s.at++
			return true, s.name("Expected double-quoted property name in JSON")
		case closer == ']':
			return false, s.refuse("Expected ',' or ']' after array element in JSON")
		default:
			return false, s.refuse("Expected ',' or '}' after property value in JSON")
		}
	}
}

// open steps into an object or array, and reports whether it is empty; then it is
// behind it.
func (s *scanner) open(closer rune) (empty bool) {
	s.at++
	s.skipSpace()
	if s.peek() == closer {
		s.at++
		return true
	}
	s.closers = append(s.closers, uint16(closer))
	return false
}

// name reads a property's name and the colon. missing is said of anything else.
func (s *scanner) name(missing string) []uint16 {
	s.skipSpace()
	if s.peek() != '"' {
		return s.refuse(missing)
	}
	if problem := s.string(); problem != nil {
		return problem
	}
	s.skipSpace()
	if s.peek() != ':' {
		return s.refuse("Expected ':' after property name in JSON")
	}
	s.at++
	return nil
}

func (s *scanner) string() []uint16 {
	for {
		s.at++
		switch c := s.peek(); {
		case c == endOfText:
			return s.refuse("Unterminated string in JSON")
		case c < ' ':
			return s.refuse("Bad control character in string literal in JSON")
		case c == '"':
			s.at++
			return nil
		case c == '\\':
			if problem := s.escape(); problem != nil {
				return problem
			}
		}
	}
}

// escape reads an escape sequence but for its last unit.
func (s *scanner) escape() []uint16 {
	s.at++
	switch c := s.peek(); {
	case c == 'u':
		for range 4 {
			if s.at++; !isHexDigit(s.peek()) {
				return s.refuse("Bad Unicode escape in JSON")
			}
		}
	case c == endOfText || c > 0xff:
		return s.unexpected()
	case !strings.ContainsRune(`"\/bfnrt`, c):
		return s.refuse("Bad escaped character in JSON")
	}
	return nil
}

func (s *scanner) number() []uint16 {
	if s.peek() == '-' {
		s.at++
	}
	switch c := s.peek(); {
	case !isDigit(c):
		return s.refuse("No number after minus sign in JSON")
	case c == '0':
		if s.at++; isDigit(s.peek()) {
			return s.unexpected()
		}
	default:
		s.digits()
	}
	if s.peek() == '.' {
		if s.at++; !s.digits() {
			return s.refuse("Unterminated fractional number in JSON")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		if !s.digits() {
			return s.refuse("Exponent part is missing a number in JSON")
		}
	}
	return nil
}

// digits reads digits, and reports whether there are any.
func (s *scanner) digits() bool {
	start := s.at
	for isDigit(s.peek()) {
		s.at++
	}
	return s.at > start
}

func (s *scanner) literal(word string) []uint16 {
	for _, c := range word {
		if s.peek() != c {
			return s.unexpected()
		}
		s.at++
	}
	return nil
}

func (s *scanner) skipSpace() {
	for c := s.peek(); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = s.peek() {
		s.at++
	}
}

// refuse says what is wrong at this place, and where it is.
func (s *scanner) refuse(what string) []uint16 {
	line, start := 1, 0 // of the line
	for i, c := range s.text[:s.at] {
		if c == '\n' || c == '\r' {
			start = i + 1
			if c == '\r' || i == 0 || s.text[i-1] != '\r' {
				line++
			}
		}
	}
	return units(fmt.Sprintf("%s at position %d (line %d column %d)", what, s.at, line, s.at-start+1))
}

// notJSON are texts that come from converting something else to a string.
var notJSON = []string{"undefined", "NaN", "Infinity", "[object Object]"}

// unexpected says that nothing that could stand at this place begins like this.
func (s *scanner) unexpected() []uint16 {
	switch c := s.peek(); {
	case c == endOfText:
		return units("Unexpected end of JSON input")
	case c == '-' || isDigit(c):
		return s.refuse("Unexpected number in JSON")
	case c == '"':
		return s.refuse("Unexpected string in JSON")
	}
	for _, text := range notJSON {
		if slices.Equal(s.text, units(text)) {
			return units(fmt.Sprintf("%q is not valid JSON", text))
		}
	}
	// A text of up to twice the context is shown whole.
	const context = 10
	start, end := 0, len(s.text)
	before, after := `"`, `"`
	if len(s.text) > 2*context {
		if s.at >= context {
			start, before = s.at-context, `..."`
		}
		if s.at < len(s.text)-context {
			end, after = s.at+context, `"...`
		}
	}
	return slices.Concat(
		units("Unexpected token '"), s.text[s.at:s.at+1], units("', "+before), s.text[start:end], units(after+" is not valid JSON"),
	)
}

func units(s string) []uint16 { return utf16.Encode([]rune(s)) }

func isHexDigit(c rune) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }
