package js

import (
	"embed"
	"fmt"
	"slices"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
)

//go:embed prelude/*.js
var preludeFiles embed.FS

// preludeName is the name of our own code in the engine's stacks, where it is
// left out (see frame.isUsers).
func preludeName(name string) string { return "uni:" + name }

var typedArrays = []string{
	"ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
	"Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
}

// prelude are the parts that every platform has, in the order in which they are
// added.
var prelude = func() []*Part {
	parts := []*Part{
		{Name: "allocation", Changes: typedArrays, Words: []string{"Buffer", "nt8", "nt16", "nt32", "nt64", "Float32", "Float64"}}, {Name: "symbols", Words: []string{"asyncIterator", "ispose"}},
		{Name: "promise", Words: []string{"withResolvers", ".try", `"try"`, `'try'`, "try:"}}, {Name: "group", Words: []string{"groupBy"}},
		{Name: "wellformed", Words: []string{"ellFormed"}},
		{Name: "regexp", Changes: []string{"RegExp"}, Globals: []string{regexpFunction}, Words: []string{"RegExp", regexpWord}},
		{Name: "exception", Globals: []string{"DOMException"}},
		{Name: "encoding", Globals: []string{"TextEncoder", "TextDecoder"}, Functions: []string{"btoa", "atob"}},
		{Name: "blob", Globals: []string{"Blob"}, Shared: []string{"blobOf"}},
		{Name: "url", Globals: []string{"URL", "URLSearchParams"}},
		{Name: "clone", Functions: []string{"structuredClone"}},
		{Name: "performance", Functions: []string{"performance"}},
		{Name: "microtask", Functions: []string{"queueMicrotask"}},
		{Name: "event", Globals: []string{"Event", "CustomEvent", "EventTarget"}, Shared: []string{"events"}},
		{Name: "abort", Globals: []string{"AbortController", "AbortSignal"}, Shared: []string{"abort"}},
		{Name: "iterator", Globals: []string{"Iterator"}, Eager: true, Words: []string{"Iterator", "iterator", "yield", ".values(", ".keys(", ".entries(", "matchAll"}},
		{Name: "set", Words: []string{"union", "intersection", "ifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom"}},
		{Name: "bytes", Words: []string{"Base64", "Hex", "transfer", "detached", "resiz", "maxByteLength"}},
		{Name: "additions", Needs: []string{"symbols"}, Words: []string{"fromAsync", "isError", "captureStackTrace", "sumPrecise", "escape", "__define", "__lookup", "etYear"}},
		{Name: "lastmatch", Words: []string{"RegExp.$", "RegExp[", "RegExp.last", "RegExp.left", "RegExp.right", "RegExp.input"}},
		{Name: "intl", Globals: []string{"Intl"}, Eager: true, Words: []string{"Intl", "toLocale", "localeCompare"}},
		{Name: "disposable", Needs: []string{"symbols"}, Globals: []string{"DisposableStack", "AsyncDisposableStack", "SuppressedError"}},
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

func preludePart(name string) *Part {
	return prelude[slices.IndexFunc(prelude, func(p *Part) bool { return p.Name == name })]
}

// natives are what the prelude has of Go.
var natives = []*Natives[*Runtime]{
	NewNatives((*Runtime).cloneNatives), NewNatives((*Runtime).encodingNatives), NewNatives((*Runtime).urlNatives),
	NewNatives((*Runtime).timeNatives), NewNatives((*Runtime).microtaskNatives),
	NewNatives((*Runtime).eventNatives), NewNatives((*Runtime).allocationNatives), NewNatives((*Runtime).regexpNatives),
	NewNatives((*Runtime).bytesNatives), NewNatives((*Runtime).localeNatives),
}

var nativeTemplate = lazy.NewTemplate[*Runtime](nil)

// installGlobals gives a fresh engine all globals that every platform has.
func (r *Runtime) installGlobals(cfg Config) error {
	r.native = nativeTemplate.Object(r.vm, r)
	for _, n := range natives {
		n.Add(r, r)
	}
	if err := r.Add(prelude...); err != nil {
		return fmt.Errorf("prelude: %w", err)
	}
	r.args, r.instance = cfg.Args, max(cfg.Instance, 1)
	r.guardMethods()
	globals.Extend(r.vm, r.vm.GlobalObject(), r)
	if r.program.contains(absentObject) {
		absentGlobals.Extend(r.vm, r.vm.GlobalObject(), r)
	}
	if slices.Contains(cfg.Absent, "self") {
		packageGlobals.Extend(r.vm, r.vm.GlobalObject(), r)
	}
	return nil
}

// globals are the global variables that are written in Go.
var globals = lazy.NewTemplate(slices.Concat(timerGlobals, []lazy.Property[*Runtime]{
	{Name: "console", Hidden: true, Make: func(r *Runtime) sobek.Value { return r.newConsole() }},
	{Name: rewordFunction, Hidden: true, Fixed: true, Make: (*Runtime).rewordValue},
	{Name: boundFunction, Hidden: true, Fixed: true, Make: (*Runtime).boundValue},
	{Name: "BigInt", Hidden: true, Wrap: (*Runtime).guardBigInt},
	{Name: "JSON", Hidden: true, Wrap: (*Runtime).withJSON},
	{Name: "Reflect", Hidden: true, Wrap: (*Runtime).guardReflect},
	{Name: "scriptArgs", Hidden: true, Make: (*Runtime).scriptArgs},
	{Name: "scriptInstance", Hidden: true, Make: func(r *Runtime) sobek.Value { return r.vm.ToValue(r.instance) }},
}))

func (r *Runtime) scriptArgs() sobek.Value {
	args := make([]any, len(r.args))
	for i, arg := range r.args {
		args[i] = arg
	}
	return r.vm.NewArray(args...)
}

// function makes a function of the script's from one in Go.
func (r *Runtime) function(name string, fn func(sobek.FunctionCall) sobek.Value) sobek.Value {
	f := r.vm.ToValue(fn).(*sobek.Object)
	// A fresh function's name is configurable; this cannot fail.
	_ = f.DefineDataProperty("name", r.vm.ToValue(name), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
	return f
}
