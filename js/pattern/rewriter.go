package pattern

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mode is the flags that modifiers change.
type mode struct{ i, m, s bool }

// rewriter reads a pattern from in and writes it to out.
type rewriter struct {
	in  string
	at  int
	out strings.Builder

	byCodePoint bool   // u or v
	sets        bool   // v
	modifiers   string // flags that are written out, since modifiers change them
	mode        mode

	duplicates bool
	groups     []string         // by number, from 1
	numbers    map[string][]int // by name
	seen       int              // groups that have begun
	paths      map[string][]path
	path       path
	disjoint   int // counts disjunctions
}

// path is the alternatives, of which disjunctions, that a group is in.
type path []struct{ disjunction, alternative int }

func (r *rewriter) fail(offset int, format string, args ...any) {
	panic(&SyntaxError{offset, fmt.Sprintf(format, args...)})
}

func (r *rewriter) rest() string { return r.in[r.at:] }

func (r *rewriter) accept(prefix string) bool {
	if strings.HasPrefix(r.rest(), prefix) {
		r.at += len(prefix)
		return true
	}
	return false
}

// copyTo writes what is between here and end as it is.
func (r *rewriter) copyTo(end int) {
	r.out.WriteString(r.in[r.at:end])
	r.at = end
}

// nameGroups numbers the groups before they are read: a reference may come first.
func (r *rewriter) nameGroups() {
	r.numbers = map[string][]int{}
	r.paths = map[string][]path{}
	depth := 0 // of classes
	for i := 0; i < len(r.in); i++ {
		switch r.in[i] {
		case '\\':
			i++
		case '[':
			if depth == 0 || r.sets {
				depth++
			}
		case ']':
			depth = max(depth-1, 0)
		case '(':
			if depth > 0 {
				continue
			}
			name := ""
			if strings.HasPrefix(r.in[i:], "(?") {
				m := named.FindStringSubmatch(r.in[i:])
				if m == nil || !strings.HasPrefix(r.in[i:], m[0]) {
					continue
				}
				name = m[1]
			}
			r.groups = append(r.groups, name)
			if name != "" {
				r.numbers[name] = append(r.numbers[name], len(r.groups))
			}
		}
	}
}

// alternatives reads a disjunction up to its end, or a parenthesis.
func (r *rewriter) alternatives(m mode) {
	r.disjoint++
	r.path = append(r.path, struct{ disjunction, alternative int }{r.disjoint, 0})
	for r.at < len(r.in) && r.in[r.at] != ')' {
		if r.in[r.at] == '|' {
			r.path[len(r.path)-1].alternative++
			r.copyTo(r.at + 1)
			continue
		}
		r.term(m)
	}
	r.path = r.path[:len(r.path)-1]
}

// written reports whether a flag is written out rather than left to the engine.
func (r *rewriter) written(flag string) bool { return strings.Contains(r.modifiers, flag) }

func (r *rewriter) term(m mode) {
	switch c := r.in[r.at]; c {
	case '(':
		r.group(m)
	case '[':
		r.class(m)
	case '\\':
		r.escaped(m)
	case '.':
		r.at++
		if m.s && r.written("s") {
			r.out.WriteString(set{{0, lastCodePoint}}.class(false, r.byCodePoint))
		} else {
			r.out.WriteByte('.')
		}
	case '^':
		r.at++
		if m.m && r.written("m") {
			r.out.WriteString(`(?:^|(?<=[\n\r\u2028\u2029]))`)
		} else {
			r.out.WriteByte('^')
		}
	case '$':
		r.at++
		if m.m && r.written("m") {
			r.out.WriteString(`(?=[\n\r\u2028\u2029]|$)`)
		} else {
			r.out.WriteByte('$')
		}
	case '*', '+', '?', '{', '}', ']':
		r.copyTo(r.at + 1)
		if c == '{' { // digits of a quantifier are no characters
			for r.at < len(r.in) && strings.IndexByte("0123456789,", r.in[r.at]) >= 0 {
				r.copyTo(r.at + 1)
			}
		}
	default:
		c, size := utf8.DecodeRuneInString(r.rest())
		r.at += size
		r.character(c, m, r.in[r.at-size:r.at])
	}
}

// character writes one character, in both cases where a modifier asks for that.
func (r *rewriter) character(c rune, m mode, text string) {
	switch {
	case m.i && r.written("i"):
		if s := (set{{c, c}}).folded(r.byCodePoint); len(s) > 1 || s[0].from != s[0].to {
			r.out.WriteString(s.class(false, r.byCodePoint))
			return
		}
		fallthrough
	default:
		if c > 0xffff {
			text = escape(c, r.byCodePoint)
			if !r.byCodePoint {
				text = "(?:" + text + ")"
			}
		}
		r.out.WriteString(text)
	}
}

// group reads a group of any kind.
func (r *rewriter) group(m mode) {
	start := r.at
	switch {
	case r.accept("(?:"), r.accept("(?="), r.accept("(?!"), r.accept("(?<="), r.accept("(?<!"):
		r.out.WriteString(r.in[start:r.at])
	case strings.HasPrefix(r.rest(), "(?<"):
		r.seen++
		end := strings.IndexByte(r.rest(), '>')
		if end < 0 {
			r.fail(start, "Invalid capture group name")
		}
		r.at += end + 1
		name := r.in[start+3 : r.at-1]
		r.checkName(start, name)
		if r.duplicates {
			r.out.WriteByte('(') // its name is in Translation.Groups
		} else {
			r.out.WriteString(r.in[start:r.at])
		}
	case r.accept("(?"):
		m = r.modifier(start, m)
		r.out.WriteString("(?:")
	default:
		r.seen++
		r.copyTo(r.at + 1)
	}
	r.alternatives(m)
	if r.at >= len(r.in) {
		r.fail(start, "Unterminated group")
	}
	r.copyTo(r.at + 1)
}

// checkName refuses a name that another group has which can take part together.
func (r *rewriter) checkName(offset int, name string) {
	for _, other := range r.paths[name] {
		apart := false
		for i := range min(len(other), len(r.path)) {
			if other[i] != r.path[i] {
				apart = other[i].disjunction == r.path[i].disjunction
				break
			}
		}
		if !apart {
			r.fail(offset, "Duplicate capture group name")
		}
	}
	r.paths[name] = append(r.paths[name], slices.Clone(r.path))
}

// modifier reads the flags of (?ims-ims: (ECMAScript, section 22.2.1).
func (r *rewriter) modifier(start int, m mode) mode {
	value, seen := true, ""
	for ; r.at < len(r.in) && r.in[r.at] != ':'; r.at++ {
		c := r.in[r.at]
		switch {
		case c == '-' && value:
			value = false
			continue
		case strings.IndexByte(seen, c) >= 0:
			r.fail(start, "Repeated flag in regular expression modifier")
		case c == 'i':
			m.i = value
		case c == 'm':
			m.m = value
		case c == 's':
			m.s = value
		default:
			r.fail(start, "Invalid group")
		}
		seen += string(c)
	}
	if r.at >= len(r.in) || seen == "" {
		r.fail(start, "Invalid group")
	}
	r.at++
	return m
}

// escaped reads an escape outside of classes.
func (r *rewriter) escaped(m mode) {
	start := r.at
	if r.at+1 >= len(r.in) {
		r.fail(start, `\ at end of pattern`)
	}
	switch c := r.in[r.at+1]; {
	case r.byCodePoint && (c == 'p' || c == 'P'):
		s, texts := r.property(m)
		r.writeSet(s, texts)
	case c == 'k' && r.duplicates:
		r.reference(m)
	case strings.IndexByte("123456789", c) >= 0, c == 'k' && len(r.numbers) > 0:
		if m.i && r.written("i") {
			r.fail(start, `a reference such as \%c cannot ignore case through the modifier (?i:…); use the flag i`, c)
		}
		r.copyTo(r.at + 2)
		for c != 'k' && r.at < len(r.in) && '0' <= r.in[r.at] && r.in[r.at] <= '9' {
			r.copyTo(r.at + 1)
		}
		if end := strings.IndexByte(r.rest(), '>'); c == 'k' && end >= 0 {
			r.copyTo(r.at + end + 1)
		}
	case strings.IndexByte("dDsSbB", c) >= 0, c == 'w' && !m.i, c == 'W' && !m.i:
		r.copyTo(r.at + 2)
	case c == 'w' || c == 'W':
		if !r.written("i") {
			r.copyTo(r.at + 2)
			return
		}
		s, _ := r.classEscape(m)
		r.writeSet(s, nil)
	default:
		value, ok := r.codePoint()
		if !ok {
			r.copyTo(r.at + 2)
			return
		}
		r.character(value, m, r.in[start:r.at])
	}
}

// reference writes \k<name> as references to all groups of the name: of which at most
// one takes part, the others being empty.
func (r *rewriter) reference(m mode) {
	start := r.at
	end := strings.IndexByte(r.rest(), '>')
	if !strings.HasPrefix(r.rest(), `\k<`) || end < 0 || r.numbers[r.in[r.at+3:r.at+end]] == nil {
		r.fail(start, "Invalid named reference")
	}
	if m.i && r.written("i") {
		r.fail(start, `a reference such as \k cannot ignore case through the modifier (?i:…); use the flag i`)
	}
	r.out.WriteString("(?:")
	for _, n := range r.numbers[r.in[r.at+3:r.at+end]] {
		r.out.WriteString(`(?:\` + strconv.Itoa(n) + ")")
	}
	r.out.WriteString(")")
	r.at += end + 1
}

// property reads \p{…} or \P{…}.
func (r *rewriter) property(m mode) (set, []string) {
	start, negated := r.at, r.in[r.at+1] == 'P'
	end := strings.IndexByte(r.rest(), '}')
	if !strings.HasPrefix(r.in[r.at+2:], "{") || end < 0 {
		r.fail(start, "Invalid property name")
	}
	expression := r.in[r.at+3 : r.at+end]
	s, texts, err := property(expression, r.sets)
	if err != nil {
		r.fail(start, "Invalid property name: %v", err)
	}
	r.at += end + 1
	if m.i && (r.sets || r.written("i")) {
		s = s.folded(true)
	}
	if negated {
		if texts != nil {
			r.fail(start, `Invalid property name: \P{%s} has no meaning: the property is one of strings`, expression)
		}
		s = s.complement()
	}
	return s, texts
}

// writeSet writes code points and strings as a class, or as alternatives, the longest first.
func (r *rewriter) writeSet(s set, texts []string) {
	if len(texts) == 0 {
		r.out.WriteString(s.class(false, r.byCodePoint))
		return
	}
	texts = slices.Clone(texts)
	slices.SortStableFunc(texts, func(a, b string) int { return len([]rune(b)) - len([]rune(a)) })
	var parts []string
	empty := false
	for _, text := range texts {
		var b strings.Builder
		for _, c := range text {
			b.WriteString(escape(c, true))
		}
		if text != "" {
			parts = append(parts, b.String())
		}
		empty = empty || text == ""
	}
	if len(s) > 0 {
		parts = append(parts, s.class(false, true))
	}
	if empty {
		parts = append(parts, "")
	}
	r.out.WriteString("(?:" + strings.Join(parts, "|") + ")")
}

// codePoint reads an escape that stands for one character; false leaves it unread.
func (r *rewriter) codePoint() (rune, bool) {
	c := r.in[r.at+1]
	hex := func(from, n int) (rune, bool) {
		if from+n > len(r.in) {
			return 0, false
		}
		v, err := strconv.ParseUint(r.in[from:from+n], 16, 32)
		return rune(v), err == nil
	}
	switch c {
	case 'x':
		if v, ok := hex(r.at+2, 2); ok {
			r.at += 4
			return v, true
		}
		return 0, false
	case 'u':
		if end := strings.IndexByte(r.rest(), '}'); r.byCodePoint && strings.HasPrefix(r.rest(), `\u{`) && end >= 0 {
			v, err := strconv.ParseUint(r.in[r.at+3:r.at+end], 16, 32)
			if err != nil || v > lastCodePoint {
				r.fail(r.at, "Invalid Unicode escape")
			}
			r.at += end + 1
			return rune(v), true
		}
		v, ok := hex(r.at+2, 4)
		if !ok {
			return 0, false
		}
		r.at += 6
		if low, ok := hex(r.at+2, 4); r.byCodePoint && ok && v >= 0xd800 && v < 0xdc00 && strings.HasPrefix(r.rest(), `\u`) && low >= 0xdc00 && low < 0xe000 {
			r.at += 6
			return 0x10000 + (v-0xd800)<<10 + (low - 0xdc00), true
		}
		return v, true
	case 'c':
		if r.at+2 < len(r.in) && (r.in[r.at+2]|0x20) >= 'a' && (r.in[r.at+2]|0x20) <= 'z' {
			r.at += 3
			return rune(r.in[r.at-1] & 0x1f), true
		}
		return 0, false
	case '0':
		if r.at+2 < len(r.in) && r.in[r.at+2] >= '0' && r.in[r.at+2] <= '9' {
			return 0, false
		}
		r.at += 2
		return 0, true
	case 't', 'n', 'v', 'f', 'r':
		r.at += 2
		return map[byte]rune{'t': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r'}[c], true
	}
	v, size := utf8.DecodeRuneInString(r.in[r.at+1:])
	r.at += 1 + size
	return v, true
}
