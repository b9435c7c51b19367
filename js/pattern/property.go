package pattern

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	gosync "sync"
	"unicode"
)

// propertiesText is described in generate.mjs, which writes it. Its data is Unicode's.
//
//go:embed properties.txt
var propertiesText string

func sync[T any](f func() T) func() T { return gosync.OnceValue(f) }

// each calls fn with the code points of a table.
func each(t *unicode.RangeTable, fn func(rune)) {
	for _, r := range t.R16 {
		for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
			fn(c)
		}
	}
	for _, r := range t.R32 {
		for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
			fn(c)
		}
	}
}

// properties are the lines of the text, by kind and name: "sc=Han".
var properties = sync(func() map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(propertiesText) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for name := range strings.SplitSeq(fields[1], ",") {
			all[fields[0]+"="+name] = fields[2]
		}
	}
	return all
})

// kinds are the names of properties that have values.
var kinds = map[string]string{
	"General_Category": "gc", "gc": "gc",
	"Script": "sc", "sc": "sc",
	"Script_Extensions": "scx", "scx": "scx",
}

// sequences are the parts of the property RGI_Emoji (UTS #51, section ED-27).
var sequences = []string{
	"Basic_Emoji", "Emoji_Keycap_Sequence", "RGI_Emoji_Modifier_Sequence",
	"RGI_Emoji_Flag_Sequence", "RGI_Emoji_Tag_Sequence", "RGI_Emoji_ZWJ_Sequence",
}

// property is what \p{expression} stands for (ECMAScript, section 22.2.1.12). Strings,
// which some properties have, are of the flag v only.
func property(expression string, withStrings bool) (s set, texts []string, err error) {
	name, value, hasValue := strings.Cut(expression, "=")
	if hasValue {
		kind, ok := kinds[name]
		if !ok {
			return nil, nil, fmt.Errorf("there is no property %s with values; General_Category, Script and Script_Extensions have them", name)
		}
		data, ok := properties()[kind+"="+value]
		if !ok {
			return nil, nil, fmt.Errorf("%s has no value %s in Unicode 17", name, value)
		}
		return ranges(data), nil, nil
	}
	if data, ok := properties()["gc="+name]; ok {
		return ranges(data), nil, nil
	}
	if data, ok := properties()["binary="+name]; ok {
		return ranges(data), nil, nil
	}
	parts := []string{name}
	if name == "RGI_Emoji" {
		parts = sequences
	} else if !slices.Contains(sequences, name) {
		return nil, nil, fmt.Errorf("there is no property %s; a script is written \\p{Script=%s}", name, name)
	}
	if !withStrings {
		return nil, nil, fmt.Errorf("%s is a property of strings, which needs the flag v", name)
	}
	for _, part := range parts {
		for text := range strings.SplitSeq(properties()["strings="+part], " ") {
			if c := []rune(text); len(c) == 1 {
				s = append(s, span{c[0], c[0]})
			} else {
				texts = append(texts, text)
			}
		}
	}
	return normal(s), texts, nil
}

// ranges reads a set as generate.mjs writes it.
func ranges(data string) set {
	var s set
	at := int64(0)
	for text := range strings.FieldsSeq(data) {
		gap, more, _ := strings.Cut(text, ":")
		n, _ := strconv.ParseInt(gap, 36, 64) // it is generated
		m, _ := strconv.ParseInt(more, 36, 64)
		from := at + n
		s = append(s, span{rune(from), rune(from + m)})
		at = from + m + 1
	}
	return s
}
