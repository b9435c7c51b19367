package js

import (
	"errors"
	"fmt"

	"github.com/grafana/sobek"
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

// installAllocation has methods that allocate much at once throw the RangeError that
// browsers have for it; the engine would end the process.
func (r *Runtime) installAllocation() error {
	var errs []error
	prototype := func(constructor string) *sobek.Object {
		return r.vm.GlobalObject().Get(constructor).ToObject(r.vm).Get("prototype").ToObject(r.vm)
	}
	text, array := prototype("String"), prototype("Array")
	errs = append(errs,
		r.guardMethod(text, "repeat", func(call sobek.FunctionCall) {
			if n := call.Argument(0).ToNumber().ToFloat(); n >= 0 {
				r.allocateString(float64(lengthOf(call.This)) * n)
			}
		}),
		r.guardMethod(text, "concat", func(call sobek.FunctionCall) {
			units := lengthOf(call.This)
			for _, v := range call.Arguments {
				units += lengthOf(v)
			}
			r.allocateString(float64(units))
		}),
		r.guardMethod(text, "padStart", func(call sobek.FunctionCall) { r.allocateString(call.Argument(0).ToNumber().ToFloat()) }),
		r.guardMethod(text, "padEnd", func(call sobek.FunctionCall) { r.allocateString(call.Argument(0).ToNumber().ToFloat()) }),
	)
	for _, name := range []string{"map", "sort", "toSorted", "toReversed", "with"} {
		errs = append(errs, r.guardMethod(array, name, func(call sobek.FunctionCall) {
			r.allocateList(call.This, "Invalid array length")
		}))
	}
	reflect := r.vm.GlobalObject().Get("Reflect").ToObject(r.vm)
	errs = append(errs,
		r.guardMethod(prototype("Function"), "apply", func(call sobek.FunctionCall) { r.allocateList(call.Argument(1), overflowText) }),
		r.guardMethod(reflect, "apply", func(call sobek.FunctionCall) { r.allocateList(call.Argument(2), overflowText) }),
		r.guardMethod(reflect, "construct", func(call sobek.FunctionCall) { r.allocateList(call.Argument(1), overflowText) }),
	)
	return errors.Join(errs...)
}

// allocateList is about a list that is as long as an object's length says.
func (r *Runtime) allocateList(v sobek.Value, refusal string) {
	if o, ok := v.(*sobek.Object); ok {
		const slot = 16 // of an array of the engine's
		r.allocate(o.Get("length").ToNumber().ToFloat()*slot, refusal)
	}
}

// guardMethod has check look at the arguments of a built-in method before it runs.
func (r *Runtime) guardMethod(prototype *sobek.Object, name string, check func(sobek.FunctionCall)) error {
	original := prototype.Get(name).ToObject(r.vm)
	method, _ := sobek.AssertFunction(original)
	guarded := r.function(name, func(call sobek.FunctionCall) sobek.Value {
		check(call)
		v, err := method(call.This, call.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	}).(*sobek.Object)
	return errors.Join(
		guarded.DefineDataProperty("length", original.Get("length"), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE),
		prototype.DefineDataProperty(name, guarded, sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE),
	)
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
	e, err := r.vm.New(r.rangeError, r.vm.ToValue(text))
	if err != nil {
		panic(fmt.Errorf("RangeError: %w", err))
	}
	return e
}
