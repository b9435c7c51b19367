package js

import (
	"embed"
	"errors"
	"fmt"

	"github.com/grafana/sobek"
)

//go:embed prelude/*.js
var preludeFiles embed.FS

// preludeName is the name of our own code in the engine's stacks, where it is
// left out (see frame.isUsers).
func preludeName(name string) string { return "uni:" + name }

// prelude are the parts that every platform has, in the order in which they are
// added.
var prelude = func() []*Part {
	parts := []*Part{
		{Name: "allocation", Words: []string{"Buffer", "nt8", "nt16", "nt32", "nt64", "Float32", "Float64"}}, {Name: "language"}, {Name: "regexp", Words: []string{"RegExp", regexpWord}}, {Name: "exception"}, {Name: "encoding"}, {Name: "blob"}, {Name: "url"}, {Name: "clone"},
		{Name: "performance"}, {Name: "microtask"}, {Name: "lazy"},
		{Name: "event", Globals: []string{"Event", "CustomEvent", "EventTarget"}, Shared: []string{"events"}},
		{Name: "abort", Globals: []string{"AbortController", "AbortSignal"}, Shared: []string{"abort"}},
		{Name: "iterator", Words: []string{"Iterator", "iterator", "yield", ".values(", ".keys(", ".entries(", "matchAll"}},
		{Name: "set", Words: []string{"union", "intersection", "ifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"}},
		{Name: "bytes", Words: []string{"Base64", "Hex", "transfer", "detached", "resiz", "maxByteLength"}},
		{Name: "additions", Words: []string{"fromAsync", "isError", "captureStackTrace", "sumPrecise", "escape", "__define", "__lookup", "etYear"}},
		{Name: "lastmatch", Words: []string{"RegExp.$", "RegExp[", "RegExp.last", "RegExp.left", "RegExp.right", "RegExp.input"}},
		{Name: "intl", Words: []string{"Intl", "toLocale", "localeCompare"}},
		{Name: "disposable", Globals: []string{"DisposableStack", "AsyncDisposableStack", "SuppressedError"}},
		{Name: "weak", Globals: []string{"WeakRef", "FinalizationRegistry"}},
		{Name: "crypto", Globals: []string{"Crypto", "crypto"}},
	}
	for _, p := range parts {
		source, err := preludeFiles.ReadFile("prelude/" + p.Name + ".js")
		if err != nil {
			panic(err) // it is embedded
		}
		p.Source = string(source)
	}
	return parts
}()

// installGlobals gives a fresh engine all globals that every platform has.
func (r *Runtime) installGlobals(cfg Config) error {
	r.native = r.vm.NewObject()
	for _, part := range []map[string]func(sobek.FunctionCall) sobek.Value{
		r.cloneNatives(), r.encodingNatives(), r.urlNatives(), r.timeNatives(), r.microtaskNatives(), r.eventNatives(), r.allocationNatives(), r.regexpNatives(), r.bytesNatives(), r.localeNatives(),
	} {
		for name, fn := range part {
			if err := r.Native(name, fn); err != nil {
				return err
			}
		}
	}
	if err := r.installJSON(); err != nil {
		return fmt.Errorf("JSON: %w", err)
	}
	if err := r.Add(prelude...); err != nil {
		return fmt.Errorf("prelude: %w", err)
	}
	if err := r.installAllocation(); err != nil {
		return err
	}
	args := make([]any, len(cfg.Args))
	for i, arg := range cfg.Args {
		args[i] = arg
	}
	return errors.Join(
		r.installTimers(),
		r.installConsole(),
		r.installReword(),
		r.installBigInt(),
		r.installAbsent(),
		r.installPackageSelf(cfg.Absent),
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
