package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/launch"
	"github.com/unisocket/uni/js/uniapp"
	"github.com/unisocket/uni/trace"
)

type runCommand struct {
	File string   `arg:"" help:"The script, module, page or entry of a project: JavaScript, TypeScript or .vue."`
	Args []string `arg:"" optional:"" help:"What the script finds in the array scriptArgs; behind -- it may begin with a dash."`

	Platform string `short:"p" default:"h5" placeholder:"NAME[@VERSION]" help:"The platform to run as: ${platforms}; ${default} unless given. A version follows an @: mp-weixin@1.6.0."`
	settings
	Local       bool     `help:"Let an embedded server answer for every host name, with ws and wss."`
	For         duration `placeholder:"DURATION" help:"End after this time, such as 10s, with status 0."`
	Strict      bool     `help:"Take portability problems for errors: the exit status is 1 if there is one."`
	Diagnostics bool     `default:"true" negatable:"" help:"Tell of portability problems on standard error. On unless --no-diagnostics is given."`
	Verbose     bool     `short:"v" help:"Write a line on standard error for every call, callback, event and frame."`

	Instances  int     `default:"1" placeholder:"N" help:"Run so many copies of the script side by side in this process, each with globals, storage, cookies and sockets of its own. What one prints begins with its number, which it finds in scriptInstance; a line on standard error counts connections, messages and errors."`
	PerRuntime int     `default:"1" placeholder:"K" help:"Let K of the copies share one runtime, for packages that are heavy to load: globals, uni and packages in node_modules are shared then, the app's own modules are not. The platform's limits are K times as high."`
	Rate       float64 `placeholder:"PER-SECOND" help:"Start so many of the copies a second; otherwise as fast as they connect."`

	Record     string `hidden:"" placeholder:"FILE" help:"Write what happens to a file, for check."`
	CPUProfile string `hidden:"" name:"cpuprofile" placeholder:"FILE" help:"Write a profile of the processor time to a file, for go tool pprof."`
}

// duration is a flag's time; 0 is none given.
type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil || parsed <= 0 {
		return fmt.Errorf("%q is no time: want one such as 500ms, 10s or 1m30s", text)
	}
	*d = duration(parsed)
	return nil
}

// Run runs the script to its end.
func (c *runCommand) Run() error {
	if err := c.checkInstances(); err != nil {
		return usage(err)
	}
	a, err := c.app(c.File, c.Platform, c.Local)
	if err != nil {
		return usage(err)
	}
	hide, show, err := c.hidden()
	if err != nil {
		return usage(err)
	}
	store, err := c.store(c.Record != "" || c.Instances > 1)
	if err != nil {
		return usage(err)
	}

	stopProfile, err := startProfile(c.CPUProfile)
	if err != nil {
		return usage(err)
	}
	defer stopProfile()

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := &session{
		command: c, app: a, hide: hide, show: show, store: store,
		end: newEnding(cancel),
	}
	if c.Instances > 1 {
		return s.runMany(ctx)
	}
	return s.runOne(ctx)
}

// session is what a run consists of, and what the copies of its script share.
type session struct {
	command    *runCommand
	app        app
	hide, show time.Duration
	store      *uniapp.Store
	end        *ending
}

// runOne runs a single script.
func (s *session) runOne(ctx context.Context) error {
	c, end := s.command, s.end
	problems := 0
	o := outputs{stdout: os.Stdout, stderr: os.Stderr, store: s.store}
	if c.Diagnostics || c.Strict {
		o.diagnose = func(d diagnostic.Diagnostic) {
			problems++
			if c.Diagnostics {
				tellProblem(os.Stderr, d)
			}
		}
	}
	if c.Verbose {
		o.observer = trace.NewLines(os.Stderr)
	} else {
		o.broke, o.noAnswer = tellBreak, tellNoAnswer
	}
	a := s.app.copied()
	a.tells(o)
	config, cleanUp := s.configure(&a, o)
	defer cleanUp()
	config.Limits = c.limits.forScripts()
	config.Limits.Stuck = func(e *js.LimitError) {
		if end.recorder != nil {
			end.recorder.stuck(e)
		} else {
			fmt.Fprintln(os.Stderr, e.Text)
		}
		os.Exit(status(told(e)))
	}
	if c.Record != "" {
		recorder, err := newRecorder(c.Record)
		if err != nil {
			return usage(err)
		}
		recorder.watch(&config, &a.Binding)
		a.Network.Diagnose, a.Network.Observer = a.Binding.Diagnose, a.Binding.Observer
		a.Network.Broke = nil // nobody reads it
		if c.Local {
			dial := a.Binding.DialOptions
			slowly(&dial)
			a.Dial(dial)
		}
		end.recorder = recorder
		defer recorder.end()
	}
	defer end.watch(time.Duration(c.For))()

	err := js.Run(ctx, config)
	var script *js.ScriptError
	switch {
	case errors.As(err, &script):
		return told(err)
	case err == nil || errors.Is(err, context.Canceled):
		if c.Strict && problems > 0 {
			return &failure{statusFailed, fmt.Errorf("--strict: %s", count(problems, "portability problem"))}
		}
		return end.reason()
	}
	if end.recorder != nil {
		end.recorder.refused(err)
	}
	return usage(err)
}

// outputs are where what a script does is told.
type outputs struct {
	stdout, stderr io.Writer
	tellOnce       func(line string)
	diagnose       func(diagnostic.Diagnostic)
	observer       core.Observer
	counts         *core.Counts
	broke          func(task int, url string, cause error)
	noAnswer       func(url string, cause error)
	store          *uniapp.Store
}

// tells has what happens told there.
func (a *app) tells(o outputs) {
	a.Binding.Diagnose, a.Binding.Observer, a.Binding.Broke, a.Binding.Counts = o.diagnose, o.observer, o.broke, o.counts
	a.Network.Diagnose, a.Network.Observer, a.Network.Broke = o.diagnose, o.observer, o.noAnswer
}

// configure makes the configuration of a script that runs as a; cleanUp is to be called
// when it has ended.
func (s *session) configure(a *app, o outputs) (config js.Config, cleanUp func()) {
	config = a.script(s.command.File)
	config.Args = s.command.Args
	config.Stdout, config.Stderr = o.stdout, o.stderr
	begun := &launch.Running{}
	config.Ending = func() { begun.App.End() }
	config.Install = func(r *js.Runtime) error {
		var err error
		begun, err = a.install(r, uniapp.Config{
			Store: o.store, Told: o.stderr, TellOnce: o.tellOnce,
			Decline: s.command.Decline, Query: strings.TrimPrefix(s.command.Query, "?"),
		})
		if err != nil {
			return err
		}
		s.end.started(begun)
		hideAndShow(r, begun.App, s.hide, s.show)
		return nil
	}
	return config, func() {
		s.end.ended(begun)
		begun.Close()
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// hideAndShow has the app hidden and shown at their times; 0 is never. A script
// that ends before is not kept.
func hideAndShow(r *js.Runtime, app interface {
	Hide()
	Show()
}, hide, show time.Duration) {
	at := func(d time.Duration, fn func()) {
		if d == 0 {
			return
		}
		time.AfterFunc(d, func() {
			port := r.Loop().Acquire()
			defer port.Release()
			port.Post(fn)
		})
	}
	at(hide, app.Hide)
	at(show, app.Show)
}

// tellProblem writes a portability problem with its line of source.
func tellProblem(w io.Writer, d diagnostic.Diagnostic) { io.WriteString(w, problemText(d)) }

func problemText(d diagnostic.Diagnostic) string {
	text := "unisocket: " + d.String() + "\n"
	if d.Place.File != "" {
		text += js.Excerpt(d.Place.Source, d.Place.Column) + "\n"
	}
	return text + d.Hint + "\n"
}

// tellNoAnswer says why a request came to no answer.
func tellNoAnswer(url string, cause error) { fmt.Fprintln(os.Stderr, noAnswerText(url, cause)) }

func noAnswerText(url string, cause error) string {
	return fmt.Sprintf("unisocket: %s: %v", url, cause)
}

// tellBreak says why a socket broke, as a browser's console does: the error event
// of H5 says nothing.
func tellBreak(task int, url string, cause error) {
	fmt.Fprintln(os.Stderr, breakText(task, url, cause))
}

func breakText(task int, url string, cause error) string {
	return "unisocket: " + launch.BreakText(task, url, cause)
}
