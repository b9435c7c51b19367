package js

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
)

// Part is a piece of the platform that is written in JavaScript: a function of one
// object, which is called native. Native holds what is written in Go, and what parts
// make for each other. The function may return an object with what the part makes.
//
// A part that makes something runs when some of that is used for the first time, unless it
// is Eager: most scripts use few of them. Any other part runs when it is added.
type Part struct {
	Name   string // in stacks, where it is left out
	Source string

	// Globals and Functions are the global variables, and Shared the properties of native,
	// that are taken from what the function returns. Functions are enumerable, as a web
	// platform's are, and Globals are not, as its classes and namespaces.
	Globals, Functions, Shared []string
	// Attributes are global variables that the function defines itself, as accessors: an
	// assignment to one runs it as well.
	Attributes []string
	// Changes are global variables of the engine's that the function changes, or returns
	// another value for.
	Changes []string

	// Words, where there are some, restrict the part to programs that have one of them
	// anywhere in their text.
	Words []string
	Eager bool

	// Needs are parts of the prelude without names of their own that the part needs
	// whatever words the program has.
	Needs []string

	compile sync.Once
	program *sobek.Program

	prepare         sync.Once
	globals, shared *lazy.Template[*Runtime]
}

// Add adds parts to the script's globals. It is called on the loop.
func (r *Runtime) Add(parts ...*Part) error {
	for _, p := range parts {
		if !r.program.wants(p) {
			continue
		}
		p.prepare.Do(p.templates)
		p.globals.Extend(r.vm, r.vm.GlobalObject(), r)
		p.shared.Extend(r.vm, r.native, r)
		if p.Eager || p.makesNothing() {
			if err := r.load(p); err != nil {
				return fmt.Errorf("%s: %w", p.Name, err)
			}
		}
	}
	return nil
}

func (p *Part) makesNothing() bool {
	return len(p.Globals)+len(p.Functions)+len(p.Shared)+len(p.Attributes)+len(p.Changes) == 0
}

// templates are of what the part makes.
func (p *Part) templates() {
	var globals, shared []lazy.Property[*Runtime]
	made := func(name string) func(*Runtime) sobek.Value {
		return func(r *Runtime) sobek.Value { return r.make(p, name) }
	}
	for _, name := range p.Attributes {
		globals = append(globals, lazy.Property[*Runtime]{Name: name, Make: made(name)})
	}
	for _, name := range slices.Concat(p.Globals, p.Functions) {
		globals = append(globals, lazy.Property[*Runtime]{Name: name, Make: made(name), Hidden: slices.Contains(p.Globals, name)})
	}
	for _, name := range p.Changes {
		globals = append(globals, lazy.Property[*Runtime]{Name: name, Hidden: true, Wrap: func(r *Runtime, original sobek.Value) sobek.Value {
			if v := r.make(p, name); !sobek.IsUndefined(v) {
				return v
			}
			return original
		}})
	}
	for _, name := range p.Shared {
		shared = append(shared, lazy.Property[*Runtime]{Name: name, Make: made(name), Hidden: true})
	}
	p.globals, p.shared = lazy.NewTemplate(globals), lazy.NewTemplate(shared)
}

// make runs the part, if nothing of it was used before, and returns what it makes under
// a name. An error is thrown.
func (r *Runtime) make(p *Part, name string) sobek.Value {
	if err := r.load(p); err != nil {
		if exception := (*sobek.Exception)(nil); errors.As(err, &exception) {
			panic(exception.Value())
		}
		panic(err) // an interrupt, or an overflow of the stack
	}
	if made := r.made[p]; made != nil {
		if v := made.Get(name); v != nil {
			return v
		}
	}
	return sobek.Undefined() // it runs, or defines the name itself
}

// load runs the part once.
func (r *Runtime) load(p *Part) error {
	if _, ran := r.made[p]; ran {
		return nil
	}
	if r.made == nil {
		r.made = map[*Part]*sobek.Object{}
	}
	r.made[p] = nil
	for _, need := range p.Needs {
		if err := r.load(preludePart(need)); err != nil {
			return err
		}
	}
	v, err := p.Make(r.vm, r.native)
	if err != nil {
		delete(r.made, p)
		return err
	}
	r.made[p], _ = v.(*sobek.Object)
	return nil
}

// Natives gives parts functions that are written in Go, by name, for an owner of theirs.
type Natives[T comparable] struct {
	functions func(owner T) map[string]func(sobek.FunctionCall) sobek.Value
	prepare   sync.Once
	template  *lazy.Template[nativeOwner[T]]
}

type nativeOwner[T comparable] struct {
	vm    *sobek.Runtime
	owner T
}

// NewNatives makes one of what makes the functions of an owner. That is called as often as
// one of them is used for the first time.
func NewNatives[T comparable](functions func(owner T) map[string]func(sobek.FunctionCall) sobek.Value) *Natives[T] {
	return &Natives[T]{functions: functions}
}

// Add adds the functions of an owner to a script's. It is called on the loop.
func (n *Natives[T]) Add(r *Runtime, owner T) {
	n.prepare.Do(func() {
		var list []lazy.Property[nativeOwner[T]]
		for name := range n.functions(owner) {
			list = append(list, lazy.Property[nativeOwner[T]]{Name: name, Make: func(o nativeOwner[T]) sobek.Value {
				return o.vm.ToValue(n.functions(o.owner)[name])
			}})
		}
		n.template = lazy.NewTemplate(list)
	})
	n.template.Extend(r.vm, r.native, nativeOwner[T]{r.vm, owner})
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
