package js

import (
	"fmt"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
)

const (
	// maxString is the length of the longest string of Chromium's engine, in UTF-16
	// units; the language allows 2⁵³-1, and no engine does.
	maxString = 1<<29 - 24

	// smallAllocation is what is always granted: the watchdog notices soon enough.
	smallAllocation = 16 << 20

	// unlimitedMemory stands for Limits.Memory where there is none.
	unlimitedMemory = 8 << 30
)

// allocationNatives are what the constructors of prelude/allocation.js ask.
func (r *Runtime) allocationNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"allocate": func(call sobek.FunctionCall) sobek.Value {
			r.allocate(call.Argument(0).ToFloat(), call.Argument(1).String())
			return sobek.Undefined()
		},
	}
}

// guardMethods has methods that allocate much at once throw the RangeError that
// browsers have for it; the engine would end the process.
func (r *Runtime) guardMethods() {
	stringGuards.Extend(r.vm, r.vm.ToValue("").ToObject(r.vm).Prototype(), r)
	arrayGuards.Extend(r.vm, r.vm.NewArray().Prototype(), r)
	functionGuards.Extend(r.vm, r.vm.ToValue(func() {}).ToObject(r.vm).Prototype(), r)
}

var (
	stringGuards = lazy.NewTemplate([]lazy.Property[*Runtime]{
		guarded("repeat", func(r *Runtime, call sobek.FunctionCall) {
			if n := call.Argument(0).ToNumber().ToFloat(); n >= 0 {
				r.allocateString(float64(lengthOf(call.This)) * n)
			}
		}),
		guarded("concat", func(r *Runtime, call sobek.FunctionCall) {
			units := lengthOf(call.This)
			for _, v := range call.Arguments {
				units += lengthOf(v)
			}
			r.allocateString(float64(units))
		}),
		guarded("padStart", (*Runtime).allocatePadded), guarded("padEnd", (*Runtime).allocatePadded),
	})
	arrayGuards = lazy.NewTemplate([]lazy.Property[*Runtime]{
		guarded("map", (*Runtime).allocateCopy), guarded("sort", (*Runtime).allocateCopy), guarded("toSorted", (*Runtime).allocateCopy),
		guarded("toReversed", (*Runtime).allocateCopy), guarded("with", (*Runtime).allocateCopy),
	})
	functionGuards = lazy.NewTemplate([]lazy.Property[*Runtime]{guarded("apply", allocateArguments(1))})
	reflectGuards  = lazy.NewTemplate([]lazy.Property[*Runtime]{guarded("apply", allocateArguments(2)), guarded("construct", allocateArguments(1))})
)

// guardReflect is guardMethods of Reflect.
func (r *Runtime) guardReflect(reflect sobek.Value) sobek.Value {
	reflectGuards.Extend(r.vm, reflect.ToObject(r.vm), r)
	return reflect
}

func (r *Runtime) allocatePadded(call sobek.FunctionCall) {
	r.allocateString(call.Argument(0).ToNumber().ToFloat())
}

func (r *Runtime) allocateCopy(call sobek.FunctionCall) {
	r.allocateList(call.This, "Invalid array length")
}

// allocateArguments is about the list of arguments that a call is given.
func allocateArguments(i int) func(*Runtime, sobek.FunctionCall) {
	return func(r *Runtime, call sobek.FunctionCall) { r.allocateList(call.Argument(i), overflowText) }
}

// allocateList is about a list that is as long as an object's length says.
func (r *Runtime) allocateList(v sobek.Value, refusal string) {
	if o, ok := v.(*sobek.Object); ok {
		const slot = 16 // of an array of the engine's
		r.allocate(o.Get("length").ToNumber().ToFloat()*slot, refusal)
	}
}

// guarded is a built-in method at whose arguments check looks before it runs.
func guarded(name string, check func(*Runtime, sobek.FunctionCall)) lazy.Property[*Runtime] {
	return lazy.Property[*Runtime]{Name: name, Hidden: true, Wrap: func(r *Runtime, original sobek.Value) sobek.Value {
		method, _ := sobek.AssertFunction(original)
		fn := r.function(name, func(call sobek.FunctionCall) sobek.Value {
			check(r, call)
			v, err := method(call.This, call.Arguments...)
			if err != nil {
				panic(err)
			}
			return v
		}).(*sobek.Object)
		// A fresh function's length is configurable; this cannot fail.
		_ = fn.DefineDataProperty("length", original.ToObject(r.vm).Get("length"), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
		return fn
	}}
}

// lengthOf is the length of a string, and 1 for what is still to become one.
func lengthOf(v sobek.Value) int {
	if s, ok := v.(sobek.String); ok {
		return s.Length()
	}
	return 1
}

func (r *Runtime) allocateString(units float64) {
	if units > maxString {
		panic(r.newRangeError("Invalid string length"))
	}
	r.allocate(units, "Invalid string length")
}

// allocate throws a RangeError if so many bytes are not to be had.
func (r *Runtime) allocate(bytes float64, refusal string) {
	if !(bytes > smallAllocation) {
		return
	}
	limit := r.watchdog.limits.Memory
	if limit == 0 {
		limit = unlimitedMemory
	}
	used, _ := newMemory().read()
	if bytes > float64(limit-used) {
		panic(r.newRangeError(refusal))
	}
}

func (r *Runtime) newRangeError(text string) *sobek.Object {
	constructor := lazy.Intrinsic(r.vm, "RangeError")
	if constructor == nil {
		constructor = r.vm.GlobalObject().Get("RangeError")
	}
	e, err := r.vm.New(constructor, r.vm.ToValue(text))
	if err != nil {
		panic(fmt.Errorf("RangeError: %w", err))
	}
	return e
}
