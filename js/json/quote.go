package json

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/grafana/sobek"
)

// quote is QuoteJSONString (section 25.5.2.3).
func (s *serializer) quote(v sobek.String) {
	if isWide(v) {
		s.quoteUnits(v)
		return
	}
	s.quoteText(v.String())
}

func (s *serializer) quoteKey(k key) {
	if k.value != nil {
		s.quoteUnits(k.value)
		return
	}
	s.quoteText(k.name)
}

func (s *serializer) quoteText(text string) {
	s.out = append(s.out, '"')
	for i := 0; i < len(text); i++ {
		end, ascii := plainEnd(text, i)
		plain := text[i:end]
		if !ascii && !utf8.ValidString(plain) {
			plain = string([]rune(plain)) // as the engine takes it
		}
		s.out = append(s.out, plain...)
		if i = end; i < len(text) {
			s.escape(uint16(text[i]))
		}
	}
	s.out = append(s.out, '"')
}

// quoteUnits quotes a string that the engine has in UTF-16.
func (s *serializer) quoteUnits(v sobek.String) {
	s.out = append(s.out, '"')
	length := v.Length()
	for i := 0; i < length; i++ {
		unit := v.CharAt(i)
		switch {
		case unit < ' ' || unit == '"' || unit == '\\':
			s.escape(unit)
		case unit < utf8.RuneSelf:
			s.out = append(s.out, byte(unit))
		case !utf16.IsSurrogate(rune(unit)):
			s.out = utf8.AppendRune(s.out, rune(unit))
		default:
			if i+1 < length {
				if r := utf16.DecodeRune(rune(unit), rune(v.CharAt(i+1))); r != utf8.RuneError {
					s.out = utf8.AppendRune(s.out, r)
					i++
					continue
				}
			}
			s.escape(unit)
		}
	}
	s.out = append(s.out, '"')
}

// escape writes the escape sequence of a unit.
func (s *serializer) escape(unit uint16) {
	short := byte(0)
	switch unit {
	case '"', '\\':
		short = byte(unit)
	case '\b':
		short = 'b'
	case '\t':
		short = 't'
	case '\n':
		short = 'n'
	case '\f':
		short = 'f'
	case '\r':
		short = 'r'
	default:
		const digits = "0123456789abcdef"
		s.out = append(s.out, '\\', 'u', digits[unit>>12], digits[unit>>8&0xF], digits[unit>>4&0xF], digits[unit&0xF])
		return
	}
	s.out = append(s.out, '\\', short)
}
