package pattern

import (
	"strings"
	"testing"
)

func TestTranslate(t *testing.T) {
	for _, test := range []struct{ source, flags, want, wantFlags string }{
		{`a\p{Nl}b`, "u", "a[\\u16ee-\\u16f0", "u"},
		{`\p{AHex}`, "gu", `[\u0030-\u0039\u0041-\u0046\u0061-\u0066]`, "gu"},
		{`[^\p{AHex}_]`, "u", `[^\u0030-\u0039\u0041-\u0046\u005f\u0061-\u0066]`, "u"},
		{`[[a-z]--[b-y]]`, "v", `[\u0061\u007a]`, "u"},
		{`[\w&&\d]`, "v", `[\u0030-\u0039]`, "u"},
		{`[\q{ab|c}d]`, "v", `(?:\u0061\u0062|[\u0063-\u0064])`, "u"},
		{`(?i:k)b`, "", `(?:[\u004b\u006b])b`, ""},
		{`(?i:k)`, "u", `(?:[\u004b\u006b\u212a])`, "u"},
		{`a(?-i:b)`, "i", `[\u0041\u0061](?:b)`, ""},
		{`(?s:.).`, "s", `(?:[\u0000-\uffff])[\u0000-\uffff]`, ""},
		{`(?<a>x)|(?<a>y)\k<a>`, "", `(x)|(y)(?:(?:\1)(?:\2))`, ""},
		{`a`, "dg", `a`, "g"},
		{`a{2,3}[\]]\/`, "v", `a{2,3}[\u005d]\/`, "u"},
	} {
		got, err := Translate(test.source, test.flags)
		if err != nil {
			t.Errorf("%s %s: %v", test.source, test.flags, err)
		} else if !strings.HasPrefix(got.Source, test.want) || got.Flags != test.wantFlags {
			t.Errorf("%s %s is %s %s, want %s %s", test.source, test.flags, got.Source, got.Flags, test.want, test.wantFlags)
		}
	}
}

func TestMistakesHaveAPlace(t *testing.T) {
	for _, test := range []struct {
		source, flags string
		offset        int
		text          string
	}{
		{`ab\p{Nope}`, "u", 2, "Invalid property name"},
		{`\p{sc=Nope}`, "u", 0, "Script"},
		{`\p{RGI_Emoji}`, "u", 0, "needs the flag v"},
		{`a(?<n>b)(?<n>c)`, "", 8, "Duplicate capture group name"},
		{`(a)(?i:\1)`, "", 7, "cannot ignore case"},
		{`(?ii:a)`, "", 0, "Repeated flag"},
		{`[a&&b--c]`, "v", 5, "Invalid set operation"},
		{`[^\p{RGI_Emoji}]`, "v", 0, "may contain strings"},
		{`\p{L})`, "u", 5, "Unmatched ')'"},
		{`(\p{L}`, "u", 0, "Unterminated group"},
		{`[\p{L}`, "u", 0, "Unterminated character class"},
		{`[\p{L}`, "v", 0, "Unterminated character class"},
		{`\`, "v", 0, `\ at end of pattern`},
		{`[\`, "v", 1, `\ at end of pattern`},
	} {
		_, err := Translate(test.source, test.flags)
		e, ok := err.(*SyntaxError)
		if !ok || e.Offset != test.offset || !strings.Contains(e.Text, strings.TrimPrefix(test.text, "Script")) {
			t.Errorf("%s %s: %v at %+v, want %s at %d", test.source, test.flags, err, e, test.text, test.offset)
		}
	}
}

func FuzzTranslate(f *testing.F) {
	for _, source := range []string{`\p{L}`, `[\p{L}--[a-z]]`, `(?i:a[b-d]\w)`, `(?<a>x)|(?<a>\k<a>)`, `[\q{a|}&&b]`, `\u{1F600}\ud83d\ude00\cA\x41`, `[a-`, `(?`, `\`} {
		f.Add(source, "v")
		f.Add(source, "u")
		f.Add(source, "i")
	}
	f.Fuzz(func(t *testing.T, source, flags string) {
		if CheckFlags(flags) == nil {
			_, _ = Translate(source, flags) // it must not panic
		}
	})
}
