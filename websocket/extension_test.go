package websocket

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseExtensions(t *testing.T) {
	flag := func(name string) extensionParam { return extensionParam{name: name} }
	value := func(name, value string) extensionParam { return extensionParam{name, value, true} }
	tests := []struct {
		fields []string
		want   []extension
	}{
		{nil, nil},
		{[]string{""}, nil},
		{[]string{" , ,"}, nil},
		{[]string{"foo"}, []extension{{name: "foo"}}},
		{[]string{"foo;a"}, []extension{{"foo", []extensionParam{flag("a")}}}},
		{[]string{"foo ; a = 1\t;b"}, []extension{{"foo", []extensionParam{value("a", "1"), flag("b")}}}},
		{[]string{"foo, bar; baz=2"}, []extension{{name: "foo"}, {"bar", []extensionParam{value("baz", "2")}}}},
		{[]string{"foo", "bar, "}, []extension{{name: "foo"}, {name: "bar"}}},
		{[]string{`foo; a="1"`}, []extension{{"foo", []extensionParam{value("a", "1")}}}},
		{[]string{`foo; a="x\yz", bar`}, []extension{{"foo", []extensionParam{value("a", "xyz")}}, {name: "bar"}}},
		{[]string{"foo; a; a"}, []extension{{"foo", []extensionParam{flag("a"), flag("a")}}}},
	}
	for _, tt := range tests {
		got, err := parseExtensions(tt.fields)
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(extension{}, extensionParam{})); err != nil || diff != "" {
			t.Errorf("parseExtensions(%q): error %v, difference:\n%s", tt.fields, err, diff)
		}
	}
}

func TestParseExtensionsRefusesWhatIsOutsideTheGrammar(t *testing.T) {
	for _, field := range []string{
		";", "foo;", "foo bar", "foo;;a", "foo; =1", "foo; a=", "foo; a=,bar", "=", `"foo"`, "foo; a=b c",
		`foo; a="`, `foo; a="b`, `foo; a="b\`, `foo; a=""`, `foo; a="b c"`, `foo; a="b"c`, `foo; a="b,c"`,
		"foo/1", "föö", "foo; a=\x00", "foo\r\nbar",
	} {
		if got, err := parseExtensions([]string{field}); err == nil {
			t.Errorf("parseExtensions(%q) = %v, want an error", field, got)
		} else if !strings.Contains(err.Error(), "Sec-WebSocket-Extensions") {
			t.Errorf("the error for %q does not name the field: %v", field, err)
		}
	}
}

// FuzzParseExtensions holds that what is accepted consists of tokens, and means
// the same when it is written out again.
func FuzzParseExtensions(f *testing.F) {
	for _, seed := range []string{
		"permessage-deflate; client_max_window_bits", `a; b="c\d"; e=f, g`, ",, a ,", `a; b="`, "a;;b", "a b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		list, err := parseExtensions([]string{field})
		if err != nil {
			return
		}
		var again []string
		for _, ext := range list {
			tokens := []string{ext.name}
			s := ext.name
			for _, p := range ext.params {
				tokens = append(tokens, p.name)
				s += ";" + p.name
				if p.hasValue {
					tokens = append(tokens, p.value)
					s += "=" + p.value
				}
			}
			for _, token := range tokens {
				if !isToken(token) {
					t.Fatalf("%q: accepted %q, which is no token", field, token)
				}
			}
			again = append(again, s)
		}
		reparsed, err := parseExtensions([]string{strings.Join(again, ",")})
		if err != nil || !reflect.DeepEqual(list, reparsed) { // cmp takes too long on large lists
			t.Fatalf("%q, written as %q, is read as %v, %v", field, again, reparsed, err)
		}
	})
}
