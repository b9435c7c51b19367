// Package pattern rewrites regular expressions of ECMAScript that the engine cannot
// read into ones that it can: \p{…}, the flag v, modifiers such as (?i:…), and groups
// of one name in several alternatives.
//
// [Translate] reads a pattern once and copies it but for those parts. It leaves mistakes
// in the rest to the engine.
package pattern

import (
	"regexp"
	"slices"
	"strings"
)

// Translation is a pattern for the engine.
type Translation struct {
	Source, Flags string

	// Groups are the names of the groups, from group 1 on, "" for one without. They are
	// needed where the engine's own cannot be: one name may be that of several groups.
	Groups []string

	// Duplicates says that it is.
	Duplicates bool
}

// SyntaxError is a mistake in a pattern, or something that cannot be rewritten.
type SyntaxError struct {
	Offset int // in the pattern, in bytes
	Text   string
}

func (e *SyntaxError) Error() string { return e.Text }

var (
	modified = regexp.MustCompile(`\(\?[ims-]`)
	named    = regexp.MustCompile(`\(\?<([^=!>][^>]*)>`)
)

// Needed reports whether the engine needs a translation of a pattern, or at least help
// with its flags. It may be wrong about one that does not.
func Needed(source, flags string) bool {
	if strings.ContainsAny(flags, "dv") || modified.MatchString(source) {
		return true
	}
	if strings.Contains(flags, "u") && (strings.Contains(source, `\p`) || strings.Contains(source, `\P`) || named.MatchString(source)) {
		return true
	}
	return hasDuplicates(source)
}

func hasDuplicates(source string) bool {
	seen := map[string]bool{}
	for _, m := range named.FindAllStringSubmatch(source, -1) {
		if seen[m[1]] {
			return true
		}
		seen[m[1]] = true
	}
	return false
}

// CheckFlags says what is wrong with flags.
func CheckFlags(flags string) error {
	for i, c := range flags {
		if !strings.ContainsRune("dgimsuvy", c) || strings.ContainsRune(flags[:i], c) {
			return &SyntaxError{Text: "Invalid flags supplied to RegExp constructor '" + flags + "'"}
		}
	}
	if strings.Contains(flags, "u") && strings.Contains(flags, "v") {
		return &SyntaxError{Text: "Invalid flags supplied to RegExp constructor '" + flags + "'"}
	}
	return nil
}

// Translate rewrites a pattern. The flags must be valid; those of the translation are
// among g, i, m, s, u and y. The error is a [*SyntaxError].
func Translate(source, flags string) (t *Translation, err error) {
	defer func() {
		if v := recover(); v != nil {
			e, ok := v.(*SyntaxError)
			if !ok {
				panic(v)
			}
			t, err = nil, e
		}
	}()
	r := &rewriter{
		in:          source,
		byCodePoint: strings.ContainsAny(flags, "uv"),
		sets:        strings.Contains(flags, "v"),
		duplicates:  hasDuplicates(source),
		modifiers:   modifiersOf(source),
	}
	r.mode = mode{i: strings.Contains(flags, "i"), m: strings.Contains(flags, "m"), s: strings.Contains(flags, "s")}
	r.nameGroups()
	if r.byCodePoint && len(r.numbers) > 0 {
		r.out.WriteString("(?=)") // the faster of the engine's two matchers loses the names
	}
	r.alternatives(r.mode)
	if r.at < len(r.in) {
		r.fail(r.at, "Unmatched ')'")
	}
	return &Translation{Source: r.out.String(), Flags: r.flags(flags), Groups: r.groups, Duplicates: r.duplicates}, nil
}

// flags are those that the engine gets: what modifiers change is written out.
func (r *rewriter) flags(flags string) string {
	flags = strings.Map(func(c rune) rune {
		if c == 'd' || strings.ContainsRune(r.modifiers, c) {
			return -1
		}
		if c == 'v' {
			return 'u'
		}
		return c
	}, flags)
	sorted := []rune(flags)
	slices.Sort(sorted)
	return string(sorted)
}

// modifiersOf are the flags that modifiers in the pattern change.
func modifiersOf(source string) string {
	changed := ""
	for _, m := range regexp.MustCompile(`\(\?([ims]*)-?([ims]*):`).FindAllStringSubmatch(source, -1) {
		changed += m[1] + m[2]
	}
	return changed
}
