package binding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/grafana/sobek"
)

// protocol is what uni-app calls the description of a function's arguments:
// what a development build warns about, and how arguments are normalised.
type protocol struct {
	args   []argument
	format func(*Binding, *sobek.Object)
}

type argument struct {
	name     string
	types    []string
	required bool
}

var (
	connectProtocol = protocol{
		args: []argument{
			{"url", []string{"String"}, true},
			{"header", []string{"Object"}, false},
			{"method", []string{"String"}, false},
			{"protocols", []string{"Array", "String"}, false},
		},
		format: (*Binding).formatConnect,
	}
	sendProtocol  = protocol{args: []argument{{"data", []string{"String", "ArrayBuffer"}, false}}}
	closeProtocol = protocol{args: []argument{
		{"code", []string{"Number"}, false},
		{"reason", []string{"String"}, false},
	}}
)

// words are the sentences about an argument, which differ between uni-app's
// lines (§1.0): %s is the argument, then what was expected, with commas.
type words struct{ missing, wrong string }

var (
	warning = words{`Missing required args: "%s"`, `Invalid args: type check failed for args "%s". Expected %s`}
	refusal = words{"Missing required parameter `%s`", "parameter `%s`. Expected %s"}
)

// validate returns the sentences about args.
func (b *Binding) validate(w words, arguments []argument, args *sobek.Object) []string {
	var problems []string
	for _, a := range arguments {
		v := args.Get(a.name)
		absent := v == nil
		if absent {
			v = sobek.Undefined()
		}
		switch {
		case a.required && absent:
			problems = append(problems, fmt.Sprintf(w.missing, a.name))
		case !a.required && (sobek.IsUndefined(v) || sobek.IsNull(v)):
		case !slices.ContainsFunc(a.types, func(t string) bool { return b.hasType(v, t) }):
			problems = append(problems, b.wrongType(w, a, v))
		}
	}
	return problems
}

func (b *Binding) hasType(v sobek.Value, t string) bool {
	switch t {
	case "Object":
		_, ok := v.(*sobek.Object)
		return ok && !isFunction(v)
	default:
		return b.rawType(v) == t
	}
}

// wrongType is the sentence about an argument of another type than asked for.
func (b *Binding) wrongType(w words, a argument, v sobek.Value) string {
	raw := b.rawType(v)
	text := fmt.Sprintf(w.wrong, a.name, strings.Join(a.types, ", "))
	if len(a.types) == 1 && explicable(a.types[0]) && raw != "Boolean" {
		text += " with value " + styled(v, a.types[0])
	}
	text += ", got " + raw + " "
	if explicable(raw) {
		text += "with value " + styled(v, raw) + "."
	}
	return text
}

func explicable(t string) bool { return t == "String" || t == "Number" || t == "Boolean" }

func styled(v sobek.Value, t string) string {
	switch t {
	case "String":
		return `"` + v.String() + `"`
	case "Number":
		return v.ToNumber().String()
	}
	return v.String()
}
