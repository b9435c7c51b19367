package js

import (
	"errors"
	"strings"

	"github.com/grafana/sobek"
)

// The engine ends a script whose calls are nested too deeply, where the language has
// a RangeError that can be caught. It leaves a way to throw one: before it gives up it
// takes down the stack, for which it reads the name of every function on it that is not
// written in JavaScript. The entry, through which all events go, is such a function, and
// its name is a getter, which throws when there is no room for one more call.
//
// Promise jobs do not go through the entry; an overflow there still ends the script. So
// does one of an async function that calls itself, see entersAsync.

const overflowText = "Maximum call stack size exceeded"

// shownFrames is how many frames an overflow shows, of thousands.
const shownFrames = 10

// entry is a function written in Go below everything that runs in an event.
type entry struct {
	fn  func() error
	err error
}

var (
	enterProgram = sobek.MustCompile(preludeName("event"), "(function enter(f) { f() })", true)
	probeProgram = sobek.MustCompile(preludeName("event"), "(function probe() {})", true)
)

// installEntry makes the entry and what calls it.
func (r *Runtime) installEntry() error {
	for fn, program := range map[*sobek.Callable]*sobek.Program{&r.enter: enterProgram, &r.probe: probeProgram} {
		v, err := r.vm.RunProgram(program)
		if err != nil {
			return err
		}
		*fn, _ = sobek.AssertFunction(v)
	}
	f := r.vm.ToValue(func(sobek.FunctionCall) sobek.Value {
		err := r.entered.fn()
		r.entered.err = err
		return sobek.Undefined()
	}).(*sobek.Object)
	r.entryFunction = []sobek.Value{f}
	return f.DefineAccessorProperty("name", r.vm.ToValue(r.entryName), nil, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
}

// run calls fn through the entry, as the outermost function of the script. The engine's
// error is of a script that cannot go on.
func (r *Runtime) run(fn func() error) (err, engineErr error) {
	outer := r.entered
	r.entered = entry{fn: fn}
	_, engineErr = r.enter(sobek.Undefined(), r.entryFunction...)
	err, r.entered = r.entered.err, outer
	return err, engineErr
}

// entryName is the getter.
func (r *Runtime) entryName(sobek.FunctionCall) sobek.Value {
	if r.probing || r.interrupted.Load() {
		return r.vm.ToValue("")
	}
	r.probing = true
	_, err := r.probe(sobek.Undefined())
	r.probing = false
	overflow := (*sobek.StackOverflowError)(nil)
	switch {
	case err == nil:
		return r.vm.ToValue("")
	case !errors.As(err, &overflow):
		panic(err)
	case r.entersAsync():
		return r.vm.ToValue("")
	}
	r.probing = true
	r.vm.SetMaxCallStackSize(maxCallStack + 64) // making an error calls functions, too
	defer func() {
		r.vm.SetMaxCallStackSize(maxCallStack)
		r.probing = false
	}()
	panic(r.newOverflow())
}

// entersAsync reports whether an async function or a generator is being entered. Its
// frame is on the engine's stack of try statements by then and its code is not, and an
// exception would have the engine take one frame for another.
func (r *Runtime) entersAsync() bool { return len(r.vm.CaptureCallStack(1, nil)) == 0 }

func (r *Runtime) newOverflow() *sobek.Object {
	e := r.newRangeError(overflowText)
	stack := e.Get("stack").String()
	end := 0
	for range shownFrames + 1 {
		next := strings.IndexByte(stack[end:], '\n')
		if next < 0 {
			return e
		}
		end += next + 1
	}
	// A fresh error is not frozen; this cannot fail.
	_ = e.DefineDataProperty("stack", r.vm.ToValue(stack[:end]), sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
	return e
}

// interrupt has the engine stop at its next instruction. The script does not go on.
func (r *Runtime) interrupt(why error) {
	r.interrupted.Store(true)
	r.vm.Interrupt(why)
}
