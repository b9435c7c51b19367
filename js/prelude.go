package js

import (
	"embed"
	"errors"
	"fmt"
	"sync"

	"github.com/grafana/sobek"
)

//go:embed prelude/*.js
var preludeFiles embed.FS

// preludeName is the name of our own code in the engine's stacks, where it is
// left out (see frame.isUsers).
func preludeName(name string) string { return "uni:" + name }

// preludeParts are the files of the prelude in the order in which they run.
var preludeParts = []string{"language", "exception", "encoding", "blob", "url", "clone", "performance", "microtask", "json"}

// prelude are the parts of the platform that are written in JavaScript, compiled
// once per process. Each is a function of an object with the parts written in Go.
var prelude = sync.OnceValue(func() []*sobek.Program {
	programs := make([]*sobek.Program, len(preludeParts))
	for i, name := range preludeParts {
		source, err := preludeFiles.ReadFile("prelude/" + name + ".js")
		if err != nil {
			panic(err) // it is embedded
		}
		programs[i] = sobek.MustCompile(preludeName(name), string(source), true)
	}
	return programs
})

// installGlobals gives a fresh engine all globals that every platform has.
func (r *Runtime) installGlobals(cfg Config) error {
	native := r.vm.NewObject()
	for _, part := range []map[string]func(sobek.FunctionCall) sobek.Value{
		r.cloneNatives(), r.encodingNatives(), r.urlNatives(), r.timeNatives(), r.microtaskNatives(), r.jsonNatives(),
	} {
		for name, fn := range part {
			if err := native.Set(name, fn); err != nil {
				return err
			}
		}
	}
	for _, program := range prelude() {
		v, err := r.vm.RunProgram(program)
		if err != nil {
			return fmt.Errorf("prelude: %w", err)
		}
		install, _ := sobek.AssertFunction(v)
		if _, err := install(sobek.Undefined(), native); err != nil {
			return fmt.Errorf("prelude: %w", err)
		}
	}
	args := make([]any, len(cfg.Args))
	for i, arg := range cfg.Args {
		args[i] = arg
	}
	return errors.Join(
		r.installTimers(),
		r.installConsole(),
		r.installReword(),
		r.installAbsent(),
		r.hide("scriptArgs", r.vm.NewArray(args...)),
	)
}

// show defines a global as a web platform defines its functions: enumerable.
func (r *Runtime) show(name string, fn func(sobek.FunctionCall) sobek.Value) error {
	return r.vm.GlobalObject().Set(name, r.function(name, fn))
}

// hide defines a global as a web platform defines its classes and namespaces: not
// enumerable.
func (r *Runtime) hide(name string, value any) error {
	return r.vm.GlobalObject().DefineDataProperty(name, r.vm.ToValue(value), sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
}

// function makes a function of the script's from one in Go.
func (r *Runtime) function(name string, fn func(sobek.FunctionCall) sobek.Value) sobek.Value {
	f := r.vm.ToValue(fn).(*sobek.Object)
	// A fresh function's name is configurable; this cannot fail.
	_ = f.DefineDataProperty("name", r.vm.ToValue(name), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
	return f
}
