package js

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/engine"
	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/internal/loop"
	"github.com/unisocket/uni/js/inspect"
)

// maxCallStack bounds recursion, which the engine does not: about what browsers
// allow, and far less than would exhaust memory.
const maxCallStack = 4096

// Runtime is one running script. Its methods must be called on its loop, but for
// Loop, Context and what RegisterCallback returns.
type Runtime struct {
	vm        *sobek.Runtime
	loop      *loop.Loop
	ctx       context.Context
	stdout    io.Writer
	stderr    io.Writer
	keepGoing bool
	started   time.Time
	program   *Program
	bundle    *bundle // the program's
	inspector *inspect.Inspector
	native    *sobek.Object // what parts written in JavaScript are given, see Part
	depth     int           // of Event within Event
	watchdog  *watchdog

	enter, probe  sobek.Callable // see overflow.go
	entryFunction []sobek.Value  // the arguments of enter
	entered       entry
	probing       bool
	interrupted   atomic.Bool

	failed     func(Failure)
	onFailure  func(Failure)
	console    func(method, text string)
	onUncaught func(Uncaught) (handled bool)
	asking     bool // onUncaught runs
	onThrown   func(v sobek.Value, place diagnostic.Place, rejected bool)

	made     map[*Part]*sobek.Object // what parts have made; nil of one that runs or makes nothing
	args     []string
	instance int

	timers    map[int64]*loop.Timer
	lastTimer int64

	modules    []*sobek.Promise // the evaluation of the user's code, and of the packages before it
	evaluated  bool             // the user's code, where it is a function
	rejections []*sobek.Promise // rejected in this macrotask and not handled yet
	failure    *ScriptError     // the first uncaught error
	dead       bool             // an uncaught error has ended the script
}

func newRuntime(ctx context.Context, cfg Config, p *Program, w *watchdog) (*Runtime, error) {
	vm := sobek.New()
	lazy.Prepare(vm)
	vm.SetMaxCallStackSize(maxCallStack)
	r := &Runtime{
		vm:        vm,
		loop:      loop.New(),
		ctx:       ctx,
		stdout:    cfg.Stdout,
		stderr:    cfg.Stderr,
		keepGoing: cfg.KeepGoing,
		failed:    cfg.Failed,
		console:   cfg.Console,
		started:   time.Now(),
		program:   p,
		bundle:    p.bundle,
		watchdog:  w,
		inspector: inspect.New(vm),
	}
	r.inspector.Stack = p.bundle.stack
	if err := r.installEntry(); err != nil {
		return nil, err
	}
	vm.SetPromiseRejectionTracker(r.trackRejection)
	if err := r.installGlobals(cfg); err != nil {
		return nil, err
	}
	if p.changesBuiltins() {
		r.inspector.Capture()
		vm.GlobalObject().Get("JSON")
	}
	w.runtime.Store(r)
	if e := w.tripped.Load(); e != nil { // which found no runtime to stop
		w.trip(e)
	}
	return r, nil
}

// Runtime is the engine, for those who add to its globals.
func (r *Runtime) Runtime() *sobek.Runtime { return r.vm }

// Context is done when the script has ended, or is to end at once.
func (r *Runtime) Context() context.Context { return r.ctx }

// Loop is the loop on which the script lives.
func (r *Runtime) Loop() *loop.Loop { return r.loop }

// RegisterCallback promises that something will come: the script does not end
// until the function returned was called, from anywhere and exactly once (a second
// call panics). The function that it is given then runs on the loop; an error of
// that one is an uncaught error of the script.
func (r *Runtime) RegisterCallback() func(func() error) {
	port := r.loop.Acquire()
	var called atomic.Bool
	return func(fn func() error) {
		if called.Swap(true) {
			panic("js: a registered callback was called twice")
		}
		port.Post(func() { r.task(fn) })
		port.Release()
	}
}

// Deliver runs fn as a macrotask of an event: what it returns is an exception that
// nobody caught, as of UncaughtInListener.
func (r *Runtime) Deliver(fn func() error) {
	if r.ended() {
		return
	}
	r.watchdog.beginTurn()
	defer r.endTurn()
	r.endTask(r.Event(fn))
}

// Another reports, within Deliver, whether another event may follow there: nothing waits
// for the end of the one that runs, promise jobs above all.
func (r *Runtime) Another() bool {
	if r.failure != nil || len(r.rejections) > 0 || engine.JobsWait(r.vm) {
		return false
	}
	r.watchdog.nextTurn()
	return true
}

// task runs fn as work of its own: its error is uncaught, and rejections are
// unhandled when it has returned.
func (r *Runtime) task(fn func() error) {
	if r.ended() {
		return
	}
	r.watchdog.beginTurn()
	defer r.endTurn()
	r.endTask(fn())
}

func (r *Runtime) endTask(err error) {
	if err != nil {
		r.UncaughtInListener(err)
	}
	r.reportRejections()
	r.release()
}

// endTurn ends a turn, also one that a built-in function broke off: what the engine
// does not take for an exception is no reason to take the process down.
func (r *Runtime) endTurn() {
	if v := recover(); v != nil {
		r.broke(v)
	}
	r.watchdog.endTurn()
}

// Event runs fn as one macrotask: whatever fn calls in JavaScript shares it, and
// promise jobs run when fn has returned. It returns the error of fn, or of the
// engine if that could not go on. After an uncaught error has ended the script,
// Event does nothing.
func (r *Runtime) Event(fn func() error) error {
	if r.ended() {
		return nil
	}
	r.depth++
	err, engineErr := r.run(fn)
	r.depth--
	if engineErr != nil && exceeded(err) == nil { // which knows the place
		err = engineErr
	}
	if r.depth == 0 && err == nil {
		r.reportRejections()
		r.release()
	}
	return err
}

// call calls a function of the script as a macrotask of its own and reports
// whether it threw. An exception is reported within it, so that the promise jobs
// behind it do not run any more where that ends the script.
func (r *Runtime) call(fn sobek.Callable, args []sobek.Value) (threw bool) {
	r.task(func() error {
		return r.Event(func() error {
			_, err := fn(r.vm.GlobalObject(), args...)
			if threw = err != nil; threw {
				r.UncaughtInListener(err)
			}
			return nil
		})
	})
	return threw
}

// ended reports whether an error has ended the script.
func (r *Runtime) ended() bool { return r.dead }
