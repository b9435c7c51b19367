package js

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/grafana/sobek"
)

// jsonNatives are what JSON.parse needs for a text that the engine refused.
func (r *Runtime) jsonNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"jsonProblem": func(call sobek.FunctionCall) sobek.Value {
			text := call.Argument(0).ToString().(sobek.String)
			s := jsonScanner{text: utf16Of(text)}
			if problem := s.problem(); problem != nil {
				return sobek.StringFromUTF16(problem)
			}
			return sobek.Null()
		},
		"markHalves": func(call sobek.FunctionCall) sobek.Value {
			marked, mark, ok := markHalves(call.Argument(0).(sobek.String))
			if !ok {
				return sobek.Null()
			}
			o := r.vm.NewObject()
			o.Set("text", sobek.StringFromUTF16(marked))
			o.Set("mark", int(mark))
			return o
		},
		"unmarkHalves": func(call sobek.FunctionCall) sobek.Value {
			return sobek.StringFromUTF16(unmarkHalves(utf16Of(call.Argument(0).(sobek.String)), uint16(call.Argument(1).ToInteger())))
		},
		"markInfinities": func(call sobek.FunctionCall) sobek.Value {
			if marked, ok := markInfinities(call.Argument(0).String()); ok {
				return r.vm.ToValue(marked)
			}
			return sobek.Null()
		},
	}
}

// jsonScalar matches the strings and numbers of a JSON text; a string that is a
// name is matched with its colon.
var jsonScalar = regexp.MustCompile(`"(?:[^"\\]|\\.)*"(?:[ \t\r\n]*:)?|-?[0-9][-+.0-9eE]*`)

// markInfinities writes a JSON text such that the engine reads it whatever the
// size of its numbers: one beyond the range of a double, which it refuses,
// becomes the string "+" or "-", and other strings begin with a space. ok is
// false if there is no such number.
func markInfinities(text string) (marked string, ok bool) {
	marked = jsonScalar.ReplaceAllStringFunc(text, func(scalar string) string {
		switch {
		case strings.HasSuffix(scalar, ":"):
			return scalar
		case scalar[0] == '"':
			return `" ` + scalar[1:]
		}
		if _, err := strconv.ParseFloat(scalar, 64); err == nil {
			return scalar
		}
		ok = true
		if scalar[0] == '-' {
			return `"-"`
		}
		return `"+"`
	})
	return marked, ok
}

// utf16Of is the text as JavaScript has it.
func utf16Of(text sobek.String) []uint16 {
	units := make([]uint16, text.Length())
	for i := range units {
		units[i] = text.CharAt(i)
	}
	return units
}

// markHalves writes a JSON text such that the engine reads it whatever its
// strings hold: a half of a surrogate pair, written out or escaped, becomes mark
// and its four digits. ok is false if there is none.
func markHalves(text sobek.String) (marked []uint16, mark uint16, ok bool) {
	// The engine makes U+FFFD of a half that is written out.
	s := text.String()
	if !strings.Contains(s, "\ufffd") && !strings.Contains(s, `\ud`) && !strings.Contains(s, `\uD`) {
		return nil, 0, false
	}
	units, lower := utf16Of(text), strings.ToLower(s)
	mark = 0xE000 // of the private use
	for slices.Contains(units, mark) || strings.Contains(lower, fmt.Sprintf(`\u%04x`, mark)) {
		mark++
	}
	for i := 0; i < len(units); {
		unit, size := jsonUnit(units[i:])
		if !utf16.IsSurrogate(rune(unit)) {
			marked = append(marked, units[i:i+size]...)
			i += size
			continue
		}
		if next, more := jsonUnit(units[i+size:]); unit < 0xDC00 && next >= 0xDC00 && next < 0xE000 {
			marked = append(marked, units[i:i+size+more]...)
			i += size + more
			continue
		}
		marked = append(marked, mark)
		marked = append(marked, utf16.Encode([]rune(fmt.Sprintf("%04x", unit)))...)
		ok = true
		i += size
	}
	return marked, mark, ok
}

// jsonUnit is the UTF-16 unit that a JSON text begins with, which may be escaped,
// and how many units that takes. An escape of another kind is its backslash.
func jsonUnit(text []uint16) (unit uint16, size int) {
	if len(text) == 0 {
		return 0, 0
	}
	if text[0] != '\\' {
		return text[0], 1
	}
	if len(text) >= 6 && text[1] == 'u' {
		if n, err := strconv.ParseUint(string(utf16.Decode(text[2:6])), 16, 16); err == nil {
			return uint16(n), 6
		}
	}
	return '\\', min(2, len(text))
}

// unmarkHalves undoes markHalves in a string.
func unmarkHalves(units []uint16, mark uint16) []uint16 {
	whole := make([]uint16, 0, len(units))
	for i := 0; i < len(units); i++ {
		if units[i] != mark || i+4 >= len(units) {
			whole = append(whole, units[i])
			continue
		}
		n, _ := strconv.ParseUint(string(utf16.Decode(units[i+1:i+5])), 16, 16)
		whole = append(whole, uint16(n))
		i += 4
	}
	return whole
}

// jsonScanner finds out where a text stops being JSON, and says so in V8's words,
// which scripts print and compare. It reads in V8's order, which decides between
// two things to say of one place, and builds no values. Like all strings of
// JavaScript, the text and what is said of it are UTF-16 units; some are halves
// of a character.
type jsonScanner struct {
	text    []uint16
	at      int
	closers []uint16 // of the objects and arrays around at
}

// endOfText is what peek returns there.
const endOfText rune = -1

func (s *jsonScanner) peek() rune {
	if s.at == len(s.text) {
		return endOfText
	}
	return rune(s.text[s.at])
}

// problem is nil for a text that is JSON.
func (s *jsonScanner) problem() []uint16 {
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
func (s *jsonScanner) value() []uint16 {
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
func (s *jsonScanner) afterValue() (more bool, problem []uint16) {
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
func (s *jsonScanner) open(closer rune) (empty bool) {
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
func (s *jsonScanner) name(missing string) []uint16 {
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

func (s *jsonScanner) string() []uint16 {
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
func (s *jsonScanner) escape() []uint16 {
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

func (s *jsonScanner) number() []uint16 {
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
func (s *jsonScanner) digits() bool {
	start := s.at
	for isDigit(s.peek()) {
		s.at++
	}
	return s.at > start
}

func (s *jsonScanner) literal(word string) []uint16 {
	for _, c := range word {
		if s.peek() != c {
			return s.unexpected()
		}
		s.at++
	}
	return nil
}

func (s *jsonScanner) skipSpace() {
	for c := s.peek(); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = s.peek() {
		s.at++
	}
}

// refuse says what is wrong at this place, and where it is.
func (s *jsonScanner) refuse(what string) []uint16 {
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
func (s *jsonScanner) unexpected() []uint16 {
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

func isDigit(c rune) bool { return '0' <= c && c <= '9' }

func isHexDigit(c rune) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }
