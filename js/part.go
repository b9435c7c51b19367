package js

import (
	"errors"
	"fmt"
	"sync"

	"github.com/grafana/sobek"
)

// Part is a piece of the platform that is written in JavaScript: a function of one
// object, which is called native. Native holds what is written in Go, and what parts
// make for each other. The function may return an object with what the part makes.
//
// A part that has Globals, Shared or Attributes runs when one of these is used for the first time:
// most scripts use few of them. Any other part runs when it is added.
type Part struct {
	Name   string // in stacks, where it is left out
	Source string

	// Globals are the global variables, and Shared the properties of native, that are
	// taken from what the function returns.
	Globals, Shared []string
	// Attributes are global variables that the function defines itself, as accessors: an
	// assignment to one runs it as well.
	Attributes []string

	// Words, where there are some, restrict the part to programs that have one of them
	// anywhere in their text.
	Words []string

	compile sync.Once
	program *sobek.Program
}

// Add adds parts to the script's globals. It is called on the loop.
func (r *Runtime) Add(parts ...*Part) error {
	for _, p := range parts {
		if !r.program.wants(p) {
			continue
		}
		if len(p.Globals)+len(p.Shared)+len(p.Attributes) == 0 {
			if _, err := p.Make(r.vm, r.native); err != nil {
				return fmt.Errorf("%s: %w", p.Name, err)
			}
			continue
		}
		if err := r.addLazily(p); err != nil {
			return err
		}
	}
	return nil
}

// Native gives parts a function that is written in Go.
func (r *Runtime) Native(name string, fn func(sobek.FunctionCall) sobek.Value) error {
	return r.native.Set(name, fn)
}

// NativeValue is what parts find, or have made, under a name of native.
func (r *Runtime) NativeValue(name string) sobek.Value { return r.native.Get(name) }

// Make calls the part's function with native and returns what it makes, or the engine's
// error. The program is compiled once a process. It is called on the loop.
func (p *Part) Make(vm *sobek.Runtime, native *sobek.Object) (sobek.Value, error) {
	p.compile.Do(func() { p.program = sobek.MustCompile(preludeName(p.Name), p.Source, true) })
	v, err := vm.RunProgram(p.program)
	if err != nil {
		return nil, err
	}
	fn, _ := sobek.AssertFunction(v)
	return fn(sobek.Undefined(), native)
}

// addLazily defines what the part makes as accessors, which the first use replaces by
// the values (see prelude/lazy.js).
func (r *Runtime) addLazily(p *Part) error {
	lazily, _ := sobek.AssertFunction(r.native.Get("lazily"))
	load := func(sobek.FunctionCall) sobek.Value {
		made, err := p.Make(r.vm, r.native)
		if exception := (*sobek.Exception)(nil); errors.As(err, &exception) {
			panic(exception.Value())
		} else if err != nil {
			panic(err) // an interrupt, or an overflow of the stack
		}
		return made
	}
	list := func(names []string) sobek.Value {
		values := make([]any, len(names))
		for i, name := range names {
			values[i] = name
		}
		return r.vm.NewArray(values...)
	}
	_, err := lazily(sobek.Undefined(), r.vm.ToValue(load), list(p.Globals), list(p.Shared), list(p.Attributes))
	return err
}
