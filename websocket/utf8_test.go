package websocket

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// beginnings are the beginnings of characters that can still become one, up to
// three octets. They are the same for the 64 characters that differ in the last
// octet only.
var beginnings = func() map[string]bool {
	m := map[string]bool{"": true}
	for r := rune(0); r <= utf8.MaxRune; r += 64 {
		if !utf8.ValidRune(r) {
			continue
		}
		s := string(r)
		for n := 1; n < len(s); n++ {
			m[s[:n]] = true
		}
	}
	return m
}()

// extensible reports whether some continuation makes s valid text.
func extensible(s string) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			return beginnings[s]
		}
		s = s[size:]
	}
	return true
}

func checkStream(t *testing.T, pieces ...string) {
	t.Helper()
	var u utf8Stream
	seen := ""
	for _, p := range pieces {
		seen += p
		ok := u.write([]byte(p))
		if want := extensible(seen); ok != want {
			t.Fatalf("after %q the stream says %v, want %v", pieces, ok, want)
		}
		if !ok {
			return
		}
		if u.complete() != utf8.ValidString(seen) {
			t.Fatalf("after %q complete is %v", pieces, u.complete())
		}
	}
}

// Every sequence of the octets at which the rules change, to a length of four.
func TestTextFailsAtTheFirstOctetThatCannotBe(t *testing.T) {
	edges := []byte{
		0x00, 'a', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf,
		0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
	}
	var grow func(prefix []byte, u utf8Stream)
	grow = func(prefix []byte, u utf8Stream) {
		for _, b := range edges {
			next := u
			s := append(prefix[:len(prefix):len(prefix)], b)
			ok := next.write([]byte{b})
			if want := extensible(string(s)); ok != want {
				t.Fatalf("% x: the stream says %v at the last octet, want %v", s, ok, want)
			}
			if ok && next.complete() != utf8.Valid(s) {
				t.Fatalf("% x: complete is %v", s, next.complete())
			}
			if ok && len(s) < 4 {
				grow(s, next)
			}
		}
	}
	grow(nil, utf8Stream{})
}

func TestTextMayBeSplitAnywhere(t *testing.T) {
	texts := []string{
		"", "plain", "κόσμε", "好的 ✓", "😀😀", "a😀b\u0000\U0010ffff",
		"\ufffd", // the replacement character itself is valid
		"好\xc0", "😀\xed\xa0\x80", "ab\xf4\x90\x80\x80", "\xe5\xa5x", "\xf0\x9f\x98", "\x80", "好好\xf8\x88",
		"0123456789012345678901234567890123456789好\xff",
	}
	for _, s := range texts {
		checkStream(t, s)
		for i := range len(s) + 1 {
			checkStream(t, s[:i], s[i:])
			for j := i; j <= len(s); j++ {
				checkStream(t, s[:i], s[i:j], s[j:])
			}
		}
	}
}

// Whatever checks text quickly agrees with the standard library, for every
// beginning of a character that is, or almost is, one, at every place of its blocks.
func TestQuickChecksAgreeWithTheStandardLibrary(t *testing.T) {
	edges := []byte{
		0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf,
		0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
	}
	for _, filler := range []string{strings.Repeat("a", 99), strings.Repeat("好", 33)} {
		for place := 0; place <= 66; place += 3 {
			text := []byte(filler)
			for _, text[place] = range edges {
				for _, text[place+1] = range edges {
					for _, text[place+2] = range edges {
						if got, want := validText(text), utf8.Valid(text); got != want {
							t.Fatalf("% x at %d: %v, want %v", text[place:place+3], place, got, want)
						}
						if got, want := validText(text[:place+3]), utf8.Valid(text[:place+3]); got != want {
							t.Fatalf("% x at %d, the end: %v, want %v", text[place:place+3], place, got, want)
						}
					}
				}
			}
		}
	}
}

func FuzzTextStream(f *testing.F) {
	f.Add([]byte("好\xf0\x9f\x98\x80"), uint(2), uint(4))
	f.Add([]byte("\xed\xa0\x80"), uint(1), uint(2))
	f.Fuzz(func(t *testing.T, p []byte, i, j uint) {
		a := int(i % uint(len(p)+1))
		b := a + int(j%uint(len(p)-a+1))
		checkStream(t, string(p[:a]), string(p[a:b]), string(p[b:]))
	})
}
