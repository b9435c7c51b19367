package json_test

import (
	stdjson "encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/grafana/sobek"
)

// A text is JSON for all who read it or for none, and the values that they make of it
// are the same.
func FuzzJSON(f *testing.F) {
	for _, t := range benchmarkTexts {
		f.Add(t.text)
	}
	for _, text := range []string{
		`{"a":{"__proto__":[1,-0,1e400,0.1],"10":"\ud83d\ude00","2":"\ud800"},"a":null}`, `["\u0000\n\"", "中文", true]`, "[1,]", `{"a" 1}`, "\"\x01\"", `"\x"`, "-", "01", "1.", "1e", "[\"\xff\"]",
	} {
		f.Add(text)
	}
	engine := sobek.New()
	theirs := functionsOf(engine)
	ours, plain := functionsOf(newEngine(f)), functionsOf(newPublicEngine(f))
	f.Fuzz(func(t *testing.T, text string) {
		value, err := ours.parse(text)
		other, otherErr := plain.parse(text)
		if message(err) != message(otherErr) {
			t.Fatalf("by the engine's memory %v, by its interface %v", err, otherErr)
		}
		if utf8.ValidString(text) && (err == nil) != stdjson.Valid([]byte(text)) {
			t.Fatalf("we say %v, encoding/json says the opposite", err)
		}
		if err != nil {
			return
		}
		written, again := ours.stringify(t, value), plain.stringify(t, other)
		if written != again {
			t.Fatalf("by the engine's memory %s, by its interface %s", written, again)
		}
		if want := theirs.stringify(t, value); written != want {
			t.Fatalf("the engine writes %s, we %s", want, written)
		}
		value, err = ours.parse(written)
		if err != nil {
			t.Fatal(err)
		}
		if twice := ours.stringify(t, value); twice != written {
			t.Fatalf("read again %s is %s", written, twice)
		}
	})
}

// functions are those of one engine.
type functions struct {
	vm          *sobek.Runtime
	read, write func(sobek.FunctionCall) sobek.Value
}

func functionsOf(vm *sobek.Runtime) functions {
	object := vm.Get("JSON").ToObject(vm)
	function := func(name string) func(sobek.FunctionCall) sobek.Value {
		return object.Get(name).Export().(func(sobek.FunctionCall) sobek.Value)
	}
	return functions{vm, function("parse"), function("stringify")}
}

func (f functions) parse(text string) (value sobek.Value, err error) {
	exception := f.vm.Try(func() { value = f.read(sobek.FunctionCall{Arguments: []sobek.Value{f.vm.ToValue(text)}}) })
	if exception != nil {
		return nil, exception
	}
	return value, nil
}

func (f functions) stringify(t *testing.T, value sobek.Value) string {
	t.Helper()
	text := ""
	if exception := f.vm.Try(func() { text = f.write(sobek.FunctionCall{Arguments: []sobek.Value{value}}).String() }); exception != nil {
		t.Fatal(exception)
	}
	return text
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
