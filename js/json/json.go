// Package json is JSON.parse and JSON.stringify of the language (ECMAScript, section
// 25.5), in a third to a quarter of the time of the engine's own (bench_test.go). They
// say what V8 says of what they refuse, which scripts print and compare.
//
// A JSON belongs to one engine. Parse reads a text once, from its UTF-8, and makes the
// engine's values as it goes (parser); only a text that is no JSON is read again, for
// what to say of it (scanner). Stringify walks a value (serializer) and writes UTF-8.
// What these do with strings that UTF-8 does not have, those with a half of a surrogate
// pair, is in halves.go. The properties of ordinary objects are read and written where
// the engine has them (plain.go), all others through its interface.
package json

import (
	_ "embed"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/grafana/sobek"
)

// Host is what JSON needs to know of the runtime around the engine.
type Host struct {
	// Stopped is set, from any goroutine, when the engine is told to stop. What runs
	// returns soon then, with a value that no script sees.
	Stopped *atomic.Bool

	// AllocateString throws a RangeError if a string of so many UTF-16 units is not to
	// be had. It is called now and then while a large text grows.
	AllocateString func(units float64)

	// Overflow makes the RangeError for what is nested too deeply.
	Overflow func() *sobek.Object
}

// JSON is the JSON object of one engine. Its methods are called where the engine runs.
type JSON struct {
	vm   *sobek.Runtime
	host Host

	objectPrototype *sobek.Object
	yes, no         sobek.Value
	layout          *layout  // nil if it is not known
	helpers         *helpers // nil before they are needed

	parser      parser
	serializers []*serializer // that are not in use
	indexes     []string      // names of an array's first elements
}

// helpers are what needs names of properties as the engine has them: in Go they are
// UTF-8.
type helpers struct {
	syntaxError sobek.Value

	get, set, keys, isArray, revive, constructorName, toJSON function
}

//go:embed helpers.js
var helpersSource string

// Its name begins with what marks code of our own in the engine's stacks.
var helpersProgram = sync.OnceValue(func() *sobek.Program { return sobek.MustCompile("uni:json", helpersSource, true) })

// New makes the functions for an engine. What they need of the language's own globals
// they look for when they need it, which is seldom, or in Capture.
func New(vm *sobek.Runtime, host Host) *JSON {
	j := &JSON{
		vm: vm, host: host,
		objectPrototype: vm.NewObject().Prototype(),
		yes:             vm.ToValue(true),
		no:              vm.ToValue(false),
		layout:          engineLayout(),
	}
	j.parser.json = j
	return j
}

// Capture looks for it now, before a script may change the globals.
func (j *JSON) Capture() { j.help() }

// help are the helpers.
func (j *JSON) help() *helpers {
	if j.helpers != nil {
		return j.helpers
	}
	made := func() *sobek.Object {
		v, err := j.vm.RunProgram(helpersProgram())
		j.must(err)
		make, _ := sobek.AssertFunction(v)
		made, err := make(sobek.Undefined(), j.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
			return j.vm.ToValue(isProxy(call.Argument(0)))
		}))
		j.must(err)
		return made.ToObject(j.vm)
	}()
	h := &helpers{syntaxError: made.Get("SyntaxError")}
	for name, fn := range map[string]*function{
		"get": &h.get, "set": &h.set, "keys": &h.keys, "isArray": &h.isArray,
		"revive": &h.revive, "constructorName": &h.constructorName, "toJSON": &h.toJSON,
	} {
		*fn = callable(made.Get(name))
	}
	j.helpers = h
	return h
}

func (j *JSON) must(err error) {
	if err != nil {
		panic(err)
	}
}

// Install has the engine's JSON object use these functions.
func (j *JSON) Install() error {
	object := j.vm.GlobalObject().Get("JSON").ToObject(j.vm)
	return errors.Join(
		j.define(object, "parse", 2, j.Parse),
		j.define(object, "stringify", 3, j.Stringify),
	)
}

func (j *JSON) define(object *sobek.Object, name string, length int, fn func(sobek.FunctionCall) sobek.Value) error {
	f := j.vm.ToValue(fn).(*sobek.Object)
	return errors.Join(
		f.DefineDataProperty("name", j.vm.ToValue(name), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE),
		f.DefineDataProperty("length", j.vm.ToValue(length), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE),
		object.DefineDataProperty(name, f, sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE),
	)
}

// toString is ToString of the language (section 7.1.17).
func (j *JSON) toString(v sobek.Value) sobek.String {
	if o, ok := v.(*sobek.Object); ok {
		v = o.ToString() // a primitive value
	}
	switch v := v.(type) {
	case sobek.String:
		return v
	case *sobek.Symbol:
		panic(j.vm.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	return j.vm.ToValue(v.String()).(sobek.String)
}

func (j *JSON) throwSyntaxError(text sobek.Value) {
	e, err := j.vm.New(j.help().syntaxError, text)
	if err != nil {
		panic(fmt.Errorf("SyntaxError: %w", err))
	}
	panic(e)
}

// index is the name of an array's element.
func (j *JSON) index(i int64) string {
	const kept = 1 << 12
	if i >= kept {
		return strconv.FormatInt(i, 10)
	}
	for n := len(j.indexes); int64(n) <= i; n++ {
		j.indexes = append(j.indexes, strconv.Itoa(n))
	}
	return j.indexes[i]
}

var proxyType = reflect.TypeFor[sobek.Proxy]()

func isProxy(v sobek.Value) bool {
	o, ok := v.(*sobek.Object)
	return ok && o.ExportType() == proxyType
}
