package pattern

import (
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	digits = set{{'0', '9'}}
	words  = set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}

	// White space and line terminators (ECMAScript, sections 12.2 and 12.3).
	spaces = set{
		{'\t', '\r'}, {' ', ' '}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a}, {0x2028, 0x2029},
		{0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
	}
)

// class reads a class. One with nothing to rewrite in it is copied.
func (r *rewriter) class(m mode) {
	if r.sets {
		s, texts := r.classSet(m)
		r.writeSet(s, texts)
		return
	}
	end := classEnd(r.in, r.at)
	if end < 0 {
		r.fail(r.at, "Unterminated character class")
	}
	text := r.in[r.at:end]
	rewritten := m.i && r.written("i") || r.byCodePoint && (strings.Contains(text, `\p`) || strings.Contains(text, `\P`))
	if !rewritten {
		r.copyClass(end)
		return
	}
	r.at++
	negated := r.accept("^")
	var s set
	for r.at < end-1 {
		s = s.union(r.classAtoms(m, end-1))
	}
	r.at = end
	if m.i && r.written("i") {
		s = s.folded(r.byCodePoint)
	}
	r.out.WriteString(s.class(negated, r.byCodePoint))
}

// classEnd is the offset behind a class, or -1.
func classEnd(in string, at int) int {
	for i := at + 1; i < len(in); i++ {
		switch in[i] {
		case '\\':
			i++
		case ']':
			return i + 1
		}
	}
	return -1
}

// copyClass copies a class. The engine takes escapes of surrogate pairs in it apart.
func (r *rewriter) copyClass(end int) {
	for r.at < end {
		if r.in[r.at] != '\\' || r.at+1 >= end {
			r.copyTo(r.at + 1)
			continue
		}
		start := r.at
		if c, ok := r.codePoint(); ok && c > 0xffff {
			r.out.WriteString(escape(c, true))
			continue
		}
		end := max(r.at, start+2)
		r.at = start
		r.copyTo(end)
	}
}

// classAtoms reads one member of a class without the flag v, or a range.
func (r *rewriter) classAtoms(m mode, end int) set {
	start := r.at
	first, c, single := r.classAtom(m)
	if r.at+1 < end && r.in[r.at] == '-' {
		r.at++
		second, d, also := r.classAtom(m)
		switch {
		case single && also && d < c:
			r.fail(start, "Range out of order in character class")
		case single && also:
			return set{{c, d}}
		case r.byCodePoint:
			r.fail(start, "Invalid character class")
		}
		return first.union(second).union(set{{'-', '-'}})
	}
	return first
}

// classAtom reads a character or an escape.
func (r *rewriter) classAtom(m mode) (s set, c rune, single bool) {
	if r.at >= len(r.in) {
		r.fail(r.at, "Unterminated character class")
	}
	if r.in[r.at] != '\\' {
		c, size := utf8.DecodeRuneInString(r.rest())
		r.at += size
		return set{{c, c}}, c, true
	}
	if r.at+1 >= len(r.in) {
		r.fail(r.at, `\ at end of pattern`)
	}
	if s, ok := r.classEscape(m); ok {
		return s, 0, false
	}
	if r.accept(`\b`) {
		return set{{'\b', '\b'}}, '\b', true
	}
	if r.accept(`\-`) {
		return set{{'-', '-'}}, '-', true
	}
	if c, ok := r.codePoint(); ok {
		return set{{c, c}}, c, true
	}
	r.fail(r.at, "Invalid escape")
	return nil, 0, false
}

// classEscape reads an escape that stands for a set.
func (r *rewriter) classEscape(m mode) (s set, ok bool) {
	c := r.in[r.at+1]
	switch c {
	case 'p', 'P':
		if !r.byCodePoint {
			return nil, false
		}
		s, texts := r.property(m)
		if texts != nil {
			r.fail(r.at, "Invalid property name in character class")
		}
		return s, true
	case 'd', 'D':
		s = digits
	case 's', 'S':
		s = spaces
	case 'w', 'W':
		if s = words; m.i && r.byCodePoint {
			s = s.folded(true)
		}
	default:
		return nil, false
	}
	r.at += 2
	if c < 'a' {
		s = s.complement()
	}
	return s, true
}

// classSet reads a class of the flag v (ECMAScript, section 22.2.1, ClassSetExpression):
// a union, an intersection or a difference.
func (r *rewriter) classSet(m mode) (set, []string) {
	start := r.at
	r.at++
	negated := r.accept("^")
	var s set
	var texts []string
	operator := ""
	for first := true; ; first = false {
		if r.at >= len(r.in) {
			r.fail(start, "Unterminated character class")
		}
		if r.accept("]") {
			break
		}
		for _, op := range []string{"--", "&&"} {
			if strings.HasPrefix(r.rest(), op) {
				if first || operator != "" && operator != op {
					r.fail(r.at, "Invalid set operation in character class")
				}
				operator = op
				r.at += len(op)
			}
		}
		t, more := r.operand(m, operator == "")
		switch {
		case first || operator == "":
			s = s.union(t)
			texts = append(texts, more...)
		case operator == "--":
			s = s.minus(t)
			texts = slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return r.contains(more, text, m) })
		default:
			s = s.intersection(t)
			texts = slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return !r.contains(more, text, m) })
		}
	}
	if negated {
		if len(texts) > 0 {
			r.fail(start, "Negated character class may contain strings")
		}
		s = s.complement()
	}
	slices.Sort(texts)
	return s, slices.Compact(texts)
}

func (r *rewriter) contains(texts []string, text string, m mode) bool {
	return slices.ContainsFunc(texts, func(other string) bool {
		return other == text || m.i && strings.EqualFold(other, text)
	})
}

// operand reads a member of a class of the flag v; of a union that may be a range.
func (r *rewriter) operand(m mode, inUnion bool) (set, []string) {
	start := r.at
	if r.at >= len(r.in) {
		r.fail(start, "Unterminated character class")
	}
	fold := func(s set) set {
		if m.i {
			return s.folded(true)
		}
		return s
	}
	switch {
	case r.in[r.at] == '[':
		return r.classSet(m)
	case r.accept(`\q{`):
		end := strings.IndexByte(r.rest(), '}')
		if end < 0 {
			r.fail(start, "Invalid escape")
		}
		text := r.in[r.at : r.at+end]
		r.at += end + 1
		return r.quoted(text, fold)
	case strings.HasPrefix(r.rest(), `\p`), strings.HasPrefix(r.rest(), `\P`):
		return r.property(m)
	case strings.IndexByte("()[]{}/-|", r.in[r.at]) >= 0:
		r.fail(start, "Invalid character in character class")
	}
	s, c, single := r.classAtom(m)
	if single && inUnion && strings.HasPrefix(r.rest(), "-") && !strings.HasPrefix(r.rest(), "--") {
		r.at++
		if r.at >= len(r.in) {
			r.fail(start, "Unterminated character class")
		}
		_, d, also := r.classAtom(m)
		if !also || d < c {
			r.fail(start, "Range out of order in character class")
		}
		s = set{{c, d}}
	}
	return fold(s), nil
}

// quoted is what is in \q{…}: strings with | between them.
func (r *rewriter) quoted(text string, fold func(set) set) (s set, texts []string) {
	for part := range strings.SplitSeq(text, "|") {
		inner := &rewriter{in: part, byCodePoint: true, sets: true}
		var chars []rune
		for inner.at < len(inner.in) {
			_, c, single := inner.classAtom(mode{})
			if !single {
				r.fail(r.at, "Invalid escape")
			}
			chars = append(chars, c)
		}
		if len(chars) == 1 {
			s = s.union(fold(set{{chars[0], chars[0]}}))
		} else {
			texts = append(texts, string(chars))
		}
	}
	return s, texts
}
