package k6

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/grafana/sobek"
	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/js/common"
	"go.k6.io/k6/v2/lib"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/launch"
	"github.com/unisocket/uni/js/uniapp"
)

const (
	// turnLimit is how long a turn of a script may take. It is much longer than that of
	// unisocket run: k6 begins all virtual users at once, and where each loads a package that
	// takes half a second of a processor, the last one has to wait for those of all others.
	turnLimit = 5 * time.Minute
	// matchLimit is how long a regular expression may look for a match, during which nothing
	// can stop it.
	matchLimit = 30 * time.Second
	// farewellTime is how long sockets have to close when a script's time is over.
	farewellTime = 3 * time.Second
)

// runOptions are those of Program.run. Each that is given replaces that of the program.
type runOptions struct {
	launch.Session
	Tags map[string]string `json:"tags,omitempty"`
}

// run is Program.run(options): the script runs from its top in an engine of its own, beside
// the virtual user's, and the iteration lasts until it has ended. Besides those of runOptions
// there is expose, whose functions the script finds among its globals: they get their
// arguments as JSON has them, soon, on the virtual user's loop, and return nothing.
func (i *instance) run(p *program, call sobek.FunctionCall) sobek.Value {
	vm := i.vu.Runtime()
	if i.vu.State() == nil {
		common.Throw(vm, common.NewInitContextError("program.run cannot be called at the top level of a k6 script: call it in the function that k6 runs, such as the default one"))
	}
	r := &running{
		instance: i, state: i.vu.State(), program: p,
		options: runOptions{Session: p.description.Session, Tags: p.description.Tags},
	}
	functions, err := r.read(call.Argument(0))
	if err != nil {
		common.Throw(vm, errors.New("program.run: "+err.Error()))
	}
	limitMatches()
	r.bridge = newBridge(i.vu, functions)
	r.start(i.vu.Context())
	return sobek.Undefined()
}

// read reads the options, and returns the functions among them.
func (r *running) read(v sobek.Value) (map[string]sobek.Callable, error) {
	given, ok := v.(*sobek.Object)
	if !ok {
		return nil, read(v, &r.options)
	}
	functions := map[string]sobek.Callable{}
	others := map[string]any{}
	for _, name := range given.Keys() {
		v := given.Get(name)
		if name != "expose" {
			others[name] = v.Export()
			continue
		}
		if sobek.IsUndefined(v) || sobek.IsNull(v) {
			continue
		}
		exposed, ok := v.(*sobek.Object)
		if !ok {
			return nil, &launch.OptionError{Option: "expose:", Text: "want an object of functions"}
		}
		for _, name := range exposed.Keys() {
			fn, ok := sobek.AssertFunction(exposed.Get(name))
			if !ok {
				return nil, &launch.OptionError{Option: "expose:", Text: name + " is no function"}
			}
			functions[name] = fn
		}
	}
	options, err := plain(others)
	if err != nil {
		return nil, err
	}
	return functions, launch.Read(options, &r.options)
}

// limitMatches holds for the process, and is left alone where no app runs.
var limitMatches = sync.OnceFunc(func() { js.LimitMatches(matchLimit) })

// running is a script that runs in an iteration. What is not said to be otherwise is on the
// script's loop, which is not the virtual user's.
type running struct {
	*instance
	state   *lib.State
	program *program
	options runOptions
	bridge  *bridge

	meter  *meter
	script *launch.Running
	cancel context.CancelFunc
	timer  *time.Timer // of For
	once   sync.Once   // of end
}

// start begins to run, on the virtual user's goroutine.
func (r *running) start(ctx context.Context) {
	ctx, r.cancel = context.WithCancel(ctx)
	d := r.program.description
	d.Tags = r.options.Tags
	app := *r.program.launched
	r.meter = r.measure(&app.Binding, &d)
	app.Network.Dial, app.Network.Diagnose = app.Binding.DialOptions, app.Binding.Diagnose
	app.Network.Dial.DialContext = r.state.Dialer.DialContext // which counts the bytes
	config := app.Script("")
	config.Args, config.Instance = r.options.Args, int(r.state.VUIDGlobal)
	config.Console, config.Failed = r.console, r.failed
	config.Limits = js.Limits{Turn: turnLimit, Stuck: func(e *js.LimitError) {
		r.failed(js.Failure{Text: e.Text})
		r.end(nil)
	}}
	config.Install = func(runtime *js.Runtime) (err error) {
		r.script, err = app.Install(runtime, uniapp.Config{
			Told: io.Discard, TellOnce: r.warn, Decline: r.options.Decline, Query: strings.TrimPrefix(r.options.Query, "?"),
			Path: r.options.Path, Pages: r.options.Pages,
		})
		if err != nil {
			return err
		}
		if d := time.Duration(r.options.For); d > 0 {
			r.timer = time.AfterFunc(d, r.timeOver)
		}
		return r.bridge.install(runtime.Runtime())
	}
	config.Ending = func() { r.script.App.End() }
	r.program.js.Start(ctx, config, r.end)
}

// timeOver closes the script's sockets in an orderly way, and then ends it.
func (r *running) timeOver() {
	ctx, cancel := context.WithTimeout(context.Background(), farewellTime)
	defer cancel()
	r.script.CloseSockets(ctx)
	r.cancel()
}

// end is called when the script has ended, on whatever goroutine.
func (r *running) end(err error) {
	r.once.Do(func() {
		if r.timer != nil {
			r.timer.Stop()
		}
		r.cancel()
		r.meter.finish()
		if r.script != nil {
			r.script.Close()
		}
		if script := (*js.ScriptError)(nil); errors.As(err, &script) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			err = nil // it was logged and counted, or the iteration's time is over
		}
		r.bridge.end(err)
	})
}

// failed reports an exception that nobody caught.
func (r *running) failed(f js.Failure) {
	kind := "exception"
	if f.Rejection {
		kind = "rejection"
	}
	r.count(r.errors, "kind", kind)
	r.state.Logger.WithField("source", "uni").Error(f.Text)
}

// console logs what the script prints, as k6 does with what its own scripts print.
func (r *running) console(method, text string) {
	level := logrus.InfoLevel
	switch method {
	case "error", "assert", "trace":
		level = logrus.ErrorLevel
	case "warn":
		level = logrus.WarnLevel
	case "debug":
		level = logrus.DebugLevel
	}
	r.state.Logger.WithField("source", "console").Log(level, text)
}
