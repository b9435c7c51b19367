package js

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/ast"
	"github.com/grafana/sobek/parser"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/js/inspect"
	"github.com/unisocket/uni/preprocess"
)

var inspectDefault = inspect.Default

// Config says what is run, and where its output goes.
type Config struct {
	// File is the script: .js, .mjs, .cjs, .ts and their like, or .vue. Stacks name files
	// as File does, relative to the working directory where they lie below it.
	File string

	// Args is what the script finds in the global array scriptArgs.
	Args []string

	// Copies is how many times the app's own modules are evaluated in the runtime, side by
	// side: they share the globals, uni, and the packages in node_modules. 0 stands for 1. A
	// Program runs as many as it was compiled for, or fewer.
	Copies int

	// Instance is what the script finds in the global scriptInstance: its number among
	// those that run the same program, or that of the first copy. 0 stands for 1.
	Instance int

	// Stdout and Stderr receive what console writes, each call in one Write, and
	// Stderr uncaught errors as well. Nil discards.
	Stdout, Stderr io.Writer

	// Console, where not nil, is told of each call of the console by its method, such as
	// "warn", with what it prints, on the loop, instead of Stdout and Stderr.
	Console func(method, text string)

	// Install adds uni and what belongs to the platform, on the loop, before any
	// of the user's code runs. An error of it is returned by Run.
	Install func(*Runtime) error

	// Build decides what conditional compilation (#ifdef …) keeps; the zero value
	// leaves the sources as they are.
	Build preprocess.Build

	// Absent are names that are declared in every module and undefined, as those of
	// browsers are on other platforms: typeof and a bare use find undefined, globalThis
	// has no such property, and a module may declare them itself.
	Absent []string

	// Modules are the sources of modules that are found under these names, installed or
	// not. Entry, where not nil, is asked for the source of a module that runs in place
	// of the script, whose absolute path it is given; "" is none.
	Modules map[string]string
	Entry   func(script string) string

	// Ending, where not nil, is called on the loop when the script has nothing left to
	// wait for: what it starts is waited for once more, for some seconds at most. It is
	// called once, and not after an error has ended the script.
	Ending func()

	// Development sets process.env.NODE_ENV to "development" instead of "production".
	Development bool

	// Failed, where not nil, is told of each uncaught error and unhandled rejection,
	// on the loop, instead of Stderr.
	Failed func(Failure)

	// KeepGoing lets the script go on after an exception in a listener, a timer or
	// a microtask and after an unhandled rejection, as a page does. From then on
	// only timers that have not thrown, and what is open as long as something comes
	// of it, keep it from ending, and Run returns the first such error at the end.
	// An error at the top level ends the script in any case, as in Node.
	KeepGoing bool

	// Limits stop a script that would not end. The zero value has none.
	Limits Limits
}

// Failure is an uncaught error or an unhandled rejection.
type Failure struct {
	Text      string // what Stderr would have got
	Error     string // what was thrown, with its stack
	Rejection bool
	Place     diagnostic.Place // where it was thrown, if known
	Promise   *sobek.Promise   // the one that was rejected
}

// Run runs a script to its end: until nothing is left to wait for (nil), until an
// uncaught error (a [*ScriptError], already written to Stderr or told to Failed), or until ctx is
// done, which interrupts it at once (the context's error). A script that cannot
// be run at all gives another error, most often a [*BundleError].
func Run(ctx context.Context, cfg Config) error {
	watchdog := watch(cfg.Limits)
	p, err := Compile(cfg)
	if err != nil {
		watchdog.stop()
		return err
	}
	return p.wait(ctx, cfg, watchdog)
}

// wait runs the program and waits for its end.
func (p *Program) wait(ctx context.Context, cfg Config, watchdog *watchdog) error {
	ended := make(chan error, 1)
	p.start(ctx, cfg, watchdog, func(err error) { ended <- err })
	return <-ended
}

// start runs the program up to its first wait, and has ended called with what Run returns.
func (p *Program) start(ctx context.Context, cfg Config, watchdog *watchdog, ended func(error)) {
	cfg.Stdout, cfg.Stderr = orDiscard(cfg.Stdout), orDiscard(cfg.Stderr)
	// What the script has open ends with the runtime's own context, when the script hears
	// of it no more.
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r, err := newRuntime(own, cfg, p, watchdog)
	if err != nil {
		cancel()
		watchdog.stop()
		ended(err)
		return
	}
	unhook := context.AfterFunc(ctx, func() {
		r.interrupt(ctx.Err())
		r.loop.Stop(ctx.Err())
		cancel()
	})
	install, ending, copies := cfg.Install, cfg.Ending, cfg.Copies
	port := r.loop.Acquire()
	port.Post(func() {
		defer port.Release()
		if install != nil {
			if err := install(r); err != nil {
				r.loop.Stop(err)
				return
			}
		}
		r.evaluateAll(copies)
	})
	r.loop.Then(func(err error) {
		err = r.finish(ctx, err, ending)
		unhook()
		cancel()
		watchdog.stop()
		ended(err)
	})
}

// finish is the end of a script whose loop has nothing left to wait for, or has been
// stopped with an error.
func (r *Runtime) finish(ctx context.Context, err error, ending func()) error {
	if err == nil && ending != nil && !r.ended() {
		err = r.farewell(ctx, ending)
	}
	// Sockets that the end does not wait for may still bring events: not to a
	// script that has ended.
	r.loop.Stop(err)
	r.loop.Wait(context.Background())
	if limit := r.watchdog.tripped.Load(); limit != nil && (r.failure == nil || r.failure.limit == nil) {
		r.fail(Failure{Text: limit.Error(), Error: limit.Error()}, true)
		r.failure.limit = limit
	}
	switch {
	case r.failure != nil:
		return r.failure
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return err
	case r.evaluating():
		r.fail(Failure{Text: r.program.file + ": the script waits at its top level for a promise that can never settle: nothing is left that could settle it"}, true)
		return r.failure
	}
	return nil
}

// farewellTime is how long what a script begins in its last event may take: an app that
// is closed does not run on.
const farewellTime = 3 * time.Second

// farewell runs the last event of a script and waits for what comes of it, unless the
// script has failed: then what is open does not count any more.
func (r *Runtime) farewell(ctx context.Context, ending func()) error {
	done := make(chan struct{})
	port := r.loop.Acquire()
	port.Post(func() {
		defer close(done)
		defer port.Release()
		r.task(func() error { return r.Event(func() error { ending(); return nil }) })
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
	if r.failure != nil {
		return nil
	}
	enough, cancel := context.WithTimeout(context.Background(), farewellTime)
	defer cancel()
	if err := r.loop.Wait(enough); !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// evaluate runs the user's code up to its end or its first await at the top level.
//
// The engine turns what no script can catch (a stack overflow, an interrupt) into a
// rejection of the module, but leaves its stack as it was. Panicking with it again
// unwinds that.
func (r *Runtime) evaluate(module *sobek.SourceTextModuleRecord) {
	r.task(func() error {
		return r.Event(func() error {
			promise := module.Evaluate(r.vm)
			r.modules = append(r.modules, promise)
			if promise.State() == sobek.PromiseStateRejected {
				switch err := promise.Result().Export().(type) {
				case *sobek.StackOverflowError, *sobek.InterruptedError:
					r.trackRejection(promise, sobek.PromiseRejectionHandle)
					panic(err)
				}
			}
			return nil
		})
	})
}

// evaluateAll runs what the copies share, and then each of them.
func (r *Runtime) evaluateAll(copies int) {
	p := r.program
	if p.function != nil {
		r.runFunction(p.function)
		return
	}
	if p.packages != nil {
		r.evaluate(p.packages)
		if !r.ended() && r.modules[0].State() == sobek.PromiseStatePending {
			r.fail(Failure{Text: p.file + ": a package that it imports awaits something at its top level, which no copies in one runtime can share; run it without --per-runtime"}, true)
		}
		if r.ended() {
			return
		}
		for _, m := range p.imported {
			m.learn(r.vm)
		}
		r.vm.SetImportModuleDynamically(func(referrer any, specifier sobek.Value, payload any) {
			m, err := p.importModule(referrer, specifier.String())
			r.vm.FinishLoadingImportModule(referrer, specifier, payload, m, err)
		})
		packages := r.vm.NamespaceObjectFor(p.packages)
		// A hidden name of ours refuses nothing.
		_ = r.vm.GlobalObject().DefineDataProperty(packagesGlobal, packages, sobek.FLAG_FALSE, sobek.FLAG_FALSE, sobek.FLAG_FALSE)
	}
	if len(p.modules) > 1 {
		r.vm.SetGetImportMetaProperties(func(m sobek.ModuleRecord) []sobek.MetaProperty {
			i := slices.IndexFunc(p.modules, func(module *sobek.SourceTextModuleRecord) bool { return m == module })
			return []sobek.MetaProperty{{Key: instanceMeta, Value: r.vm.ToValue(r.instance + max(i, 0))}}
		})
	}
	for _, module := range p.modules[:min(max(copies, 1), len(p.modules))] {
		r.evaluate(module)
	}
}

// isModule reports whether a promise is the evaluation of the user's code.
func (r *Runtime) isModule(p *sobek.Promise) bool { return slices.Contains(r.modules, p) }

// evaluating reports whether the user's code waits at its top level.
func (r *Runtime) evaluating() bool {
	return !r.evaluated && (len(r.modules) == 0 || slices.ContainsFunc(r.modules, func(p *sobek.Promise) bool { return p.State() == sobek.PromiseStatePending }))
}

// parse is the engine's parser, whose panics are its errors.
func (b *bundle) parse() (program *ast.Program, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("its parser says: %v", v)
		}
	}()
	if program, err = sobek.Parse(bundleName, b.code, parser.IsModule); err != nil {
		return nil, err
	}
	var problems []Problem
	literals := adapt(program)
	if len(literals) > 0 {
		b.code += regexpWord
	}
	for _, literal := range literals {
		if problem, is := b.literalProblem(program.File, literal); is {
			problems = append(problems, problem)
		}
	}
	if len(problems) > 0 {
		sortProblems(problems)
		return nil, &BundleError{Problems: problems}
	}
	return program, nil
}

// noImports resolves what the bundle still imports, which is nothing.
func noImports(_ any, specifier string) (sobek.ModuleRecord, error) {
	return nil, fmt.Errorf("cannot import %q at run time", specifier)
}
