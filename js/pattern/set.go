package pattern

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

const lastCodePoint = unicode.MaxRune

// span is a range of code points, both ends included.
type span struct{ from, to rune }

// set is a set of code points: spans in ascending order that neither meet nor overlap.
type set []span

// normal puts spans into the order that a set has.
func normal(spans []span) set {
	slices.SortFunc(spans, func(a, b span) int { return int(a.from - b.from) })
	var s set
	for _, p := range spans {
		if last := len(s) - 1; last >= 0 && p.from <= s[last].to+1 {
			s[last].to = max(s[last].to, p.to)
		} else {
			s = append(s, p)
		}
	}
	return s
}

func (s set) union(t set) set { return normal(slices.Concat(s, t)) }

func (s set) complement() set {
	var c set
	next := rune(0)
	for _, p := range s {
		if p.from > next {
			c = append(c, span{next, p.from - 1})
		}
		next = p.to + 1
	}
	if next <= lastCodePoint {
		c = append(c, span{next, lastCodePoint})
	}
	return c
}

func (s set) intersection(t set) set { return s.complement().union(t.complement()).complement() }

func (s set) minus(t set) set { return s.intersection(t.complement()) }

func (s set) has(c rune) bool {
	_, found := slices.BinarySearchFunc(s, c, func(p span, c rune) int {
		switch {
		case p.to < c:
			return -1
		case p.from > c:
			return 1
		}
		return 0
	})
	return found
}

// foldable are the code points that have others for their case, by simple case folding.
var foldable = sync(func() []rune {
	var all []rune
	for _, table := range []*unicode.RangeTable{unicode.L, unicode.M, unicode.N, unicode.S} {
		each(table, func(c rune) {
			if unicode.SimpleFold(c) != c {
				all = append(all, c)
			}
		})
	}
	slices.Sort(all)
	return all
})

// folded adds to each member what differs from it in case only: by simple case folding
// or, without the flags u and v, by upper case (ECMAScript, section 22.2.2.7.3).
func (s set) folded(byCodePoint bool) set {
	spans := slices.Clone(s)
	for _, c := range foldable() {
		if s.has(c) {
			for d := unicode.SimpleFold(c); d != c; d = unicode.SimpleFold(d) {
				if byCodePoint || upper(c) == upper(d) {
					spans = append(spans, span{d, d})
				}
			}
		}
	}
	return normal(spans)
}

// upper is the upper case of a character, but for one that would become ASCII.
func upper(c rune) rune {
	if u := unicode.ToUpper(c); c < 0x80 || u >= 0x80 {
		return u
	}
	return c
}

// class writes the set as a class, which the engine reads with or without the flag u.
func (s set) class(negated, byCodePoint bool) string {
	if !byCodePoint {
		s = s.intersection(set{{0, 0xffff}})
	}
	if len(s) == 0 && !negated {
		return "(?!)"
	}
	var b strings.Builder
	b.WriteByte('[')
	if negated {
		b.WriteByte('^')
	}
	for _, p := range s {
		b.WriteString(escape(p.from, byCodePoint))
		if p.to > p.from {
			b.WriteString("-" + escape(p.to, byCodePoint))
		}
	}
	b.WriteByte(']')
	return b.String()
}

// escape writes a code point as an escape; without u one beyond U+FFFF is two units.
func escape(c rune, byCodePoint bool) string {
	switch {
	case c <= 0xffff:
		return fmt.Sprintf(`\u%04x`, c)
	case byCodePoint:
		return fmt.Sprintf(`\u{%x}`, c)
	}
	c -= 0x10000
	return fmt.Sprintf(`\u%04x\u%04x`, 0xd800+c>>10, 0xdc00+c&0x3ff)
}
