package js

import (
	"fmt"
	"strings"

	"github.com/dlclark/regexp2/v2"
	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js/pattern"
)

// regexpNatives are what the RegExp of prelude/regexp.js is made of.
func (r *Runtime) regexpNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	return map[string]func(sobek.FunctionCall) sobek.Value{
		// translatePattern(source, flags) is null for an expression that the engine reads
		// by itself, a text that says what is wrong with one, or what stands for it.
		"translatePattern": func(call sobek.FunctionCall) sobek.Value {
			source, flags := call.Argument(0).String(), call.Argument(1).String()
			if !pattern.Needed(source, flags) {
				return sobek.Null()
			}
			if err := pattern.CheckFlags(flags); err != nil {
				return r.vm.ToValue(err.Error())
			}
			t, err := pattern.Translate(source, flags)
			if err != nil {
				return r.vm.ToValue(fmt.Sprintf("Invalid regular expression: /%s/%s: %v", source, flags, err))
			}
			o := r.vm.NewObject()
			set := func(name string, v any) { o.Set(name, v) } // a fresh object refuses nothing
			set("source", t.Source)
			set("flags", t.Flags)
			if t.Duplicates || strings.Contains(flags, "d") {
				m, err := newMatcher(t)
				if err != nil {
					return r.vm.ToValue(fmt.Sprintf("Invalid regular expression: /%s/%s: %v", source, flags, err))
				}
				set("matcher", m)
				groups := make([]any, len(t.Groups))
				for i, name := range t.Groups {
					groups[i] = name
				}
				set("groups", r.vm.NewArray(groups...))
			}
			return o
		},
		// matchPattern(matcher, text, from) is the positions of the groups, -1 of those that
		// took no part, or null.
		"matchPattern": func(call sobek.FunctionCall) sobek.Value {
			m := call.Argument(0).Export().(*matcher)
			positions := m.match(call.Argument(1).(sobek.String), int(call.Argument(2).ToInteger()))
			if positions == nil {
				return sobek.Null()
			}
			return r.vm.NewArray(positions...)
		},
	}
}

// matcher finds where groups begin and end, which the engine does not tell.
type matcher struct {
	rx          *regexp2.Regexp
	byCodePoint bool
}

func newMatcher(t *pattern.Translation) (*matcher, error) {
	options := regexp2.RegexOptions(regexp2.ECMAScript)
	for flag, option := range map[string]regexp2.RegexOptions{
		"i": regexp2.IgnoreCase, "m": regexp2.Multiline, "s": regexp2.Singleline, "u": regexp2.Unicode,
	} {
		if strings.Contains(t.Flags, flag) {
			options |= option
		}
	}
	rx, err := regexp2.Compile(t.Source, options)
	if err != nil {
		return nil, err
	}
	return &matcher{rx, strings.Contains(t.Flags, "u")}, nil
}

// match matches at a position, in UTF-16 units, or behind it.
func (m *matcher) match(s sobek.String, from int) []any {
	runes, units := m.runes(s)
	start := 0
	for start < len(runes) && units[start] < from {
		start++
	}
	found, err := m.rx.FindRunesMatchStartingAt(runes, start)
	if err != nil || found == nil {
		return nil
	}
	var positions []any
	for _, g := range found.Groups() {
		if len(g.Captures) == 0 {
			positions = append(positions, -1, -1)
		} else {
			positions = append(positions, units[g.RuneIndex], units[g.RuneIndex+g.RuneLength])
		}
	}
	return positions
}

// runes are the characters of a string, code points or UTF-16 units, and where each
// begins, and the end.
func (m *matcher) runes(s sobek.String) (runes []rune, units []int) {
	n := s.Length()
	for i := 0; i < n; i++ {
		c := rune(s.CharAt(i))
		units = append(units, i)
		if m.byCodePoint && c >= 0xd800 && c < 0xdc00 && i+1 < n {
			if low := rune(s.CharAt(i + 1)); low >= 0xdc00 && low < 0xe000 {
				c = 0x10000 + (c-0xd800)<<10 + (low - 0xdc00)
				i++
			}
		}
		runes = append(runes, c)
	}
	return runes, append(units, n)
}
