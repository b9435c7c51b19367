package inspect

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/grafana/sobek"
)

// Quote prints a string as a literal: in single quotes if it contains none, else
// in double quotes or backticks if that saves escaping.
func Quote(s sobek.String) string {
	text := s.String()
	quote := '\''
	if strings.ContainsRune(text, '\'') {
		switch {
		case !strings.ContainsRune(text, '"'):
			quote = '"'
		case !strings.ContainsRune(text, '`') && !strings.Contains(text, "${"):
			quote = '`'
		}
	}
	var b strings.Builder
	b.Grow(len(text) + 2)
	b.WriteRune(quote)
	if hasLoneSurrogate(s) {
		for i := 0; i < s.Length(); i++ {
			unit := rune(s.CharAt(i))
			if !utf16.IsSurrogate(unit) {
				quoteRune(&b, unit, quote)
				continue
			}
			if i+1 < s.Length() {
				if r := utf16.DecodeRune(unit, rune(s.CharAt(i+1))); r != '\uFFFD' {
					b.WriteRune(r)
					i++
					continue
				}
			}
			fmt.Fprintf(&b, `\u%x`, unit)
		}
	} else {
		for _, r := range text {
			quoteRune(&b, r, quote)
		}
	}
	b.WriteRune(quote)
	return b.String()
}

func quoteRune(b *strings.Builder, r, quote rune) {
	switch r {
	case '\b':
		b.WriteString(`\b`)
	case '\t':
		b.WriteString(`\t`)
	case '\n':
		b.WriteString(`\n`)
	case '\f':
		b.WriteString(`\f`)
	case '\r':
		b.WriteString(`\r`)
	case '\\':
		b.WriteString(`\\`)
	case quote:
		b.WriteByte('\\')
		b.WriteRune(r)
	default:
		if r < 0x20 || r >= 0x7f && r <= 0x9f {
			fmt.Fprintf(b, `\x%02X`, r)
			return
		}
		b.WriteRune(r)
	}
}

// hasLoneSurrogate reports whether s holds half a character, which a Go string
// shows as U+FFFD.
func hasLoneSurrogate(s sobek.String) bool {
	if !strings.ContainsRune(s.String(), '\uFFFD') {
		return false
	}
	for i := 0; i < s.Length(); i++ {
		unit := rune(s.CharAt(i))
		if !utf16.IsSurrogate(unit) {
			continue
		}
		if i+1 == s.Length() || utf16.DecodeRune(unit, rune(s.CharAt(i+1))) == '\uFFFD' {
			return true
		}
		i++
	}
	return false
}

// isName reports whether a property key is printed without quotes.
func isName(key string) bool {
	for i, c := range []byte(key) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return key != ""
}
