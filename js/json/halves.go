package json

import (
	"reflect"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/grafana/sobek"
)

// A string of JavaScript may hold a half of a surrogate pair on its own, and UTF-8 has
// none of those: the engine makes U+FFFD of them in Go.

// wideType is of the strings that the engine has in UTF-16. It has others as they are in
// Go: those that are ASCII, and those that came from Go.
var wideType = reflect.TypeOf(sobek.StringFromUTF16([]uint16{0x100}))

func isWide(s sobek.String) bool { return reflect.TypeOf(s) == wideType }

// hasHalves reports whether a string holds a half of a pair on its own. text is what
// the string is in Go.
func hasHalves(s sobek.String, text string) bool {
	if !isWide(s) || !mayHaveHalves(text) {
		return false
	}
	for i := 0; i < s.Length(); i++ {
		switch unit := rune(s.CharAt(i)); {
		case !utf16.IsSurrogate(unit):
		case i+1 < s.Length() && utf16.DecodeRune(unit, rune(s.CharAt(i+1))) != utf8.RuneError:
			i++
		default:
			return true
		}
	}
	return false
}

// mayHaveHalves reports whether a string in Go may have had such halves in the engine.
func mayHaveHalves(text string) bool { return strings.Contains(text, "\ufffd") }

// unitsOf is a string as JavaScript has it.
func unitsOf(s sobek.String) []uint16 {
	units := make([]uint16, s.Length())
	for i := range units {
		units[i] = s.CharAt(i)
	}
	return units
}

// generalize writes a string in generalized UTF-8, in which a half of a surrogate pair
// takes three bytes as other characters of its size do.
func generalize(s sobek.String) string {
	text := make([]byte, 0, s.Length()*3)
	for i := 0; i < s.Length(); i++ {
		unit := rune(s.CharAt(i))
		if !utf16.IsSurrogate(unit) {
			text = utf8.AppendRune(text, unit)
			continue
		}
		if i+1 < s.Length() {
			if r := utf16.DecodeRune(unit, rune(s.CharAt(i+1))); r != utf8.RuneError {
				text = utf8.AppendRune(text, r)
				i++
				continue
			}
		}
		text = append(text, 0xE0|byte(unit>>12), 0x80|byte(unit>>6&0x3F), 0x80|byte(unit&0x3F))
	}
	return string(text)
}

// appendUnits adds generalized UTF-8 to UTF-16.
func appendUnits(units []uint16, text string) []uint16 {
	for len(text) > 0 {
		if len(text) >= 3 && text[0] == 0xED && text[1] >= 0xA0 {
			units = append(units, 0xD000|uint16(text[1]&0x3F)<<6|uint16(text[2]&0x3F))
			text = text[3:]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		units = utf16.AppendRune(units, r)
		text = text[size:]
	}
	return units
}
