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
	"github.com/unisocket/uni/js"
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
	a, err := c.app(c.File, c.Platform, c.Local)
	if err != nil {
		return usage(err)
	}
	hide, show, err := c.hidden()
	if err != nil {
		return usage(err)
	}
	store, err := c.store(c.Record != "")
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
	end := &ending{cancel: cancel, begun: make(chan struct{})}

	problems := 0
	cleanUp := func() error { return nil }
	defer func() { cleanUp() }()
	config := a.script(c.File)
	config.Limits = c.limits.forScript(end)
	config.Args = c.Args
	config.Stdout, config.Stderr = os.Stdout, os.Stderr
	var app *uniapp.App
	config.Ending = func() { app.End() }
	config.Install = func(r *js.Runtime) error {
		b, started, err := a.install(r, uniapp.Config{Store: store, Told: os.Stderr, Decline: c.Decline, Query: strings.TrimPrefix(c.Query, "?")})
		if started != nil {
			app, cleanUp = started, started.Close
		}
		if err != nil {
			return err
		}
		end.started(r, b, app)
		hideAndShow(r, app, hide, show)
		return nil
	}
	if c.Diagnostics || c.Strict {
		a.binding.Diagnose = func(d diagnostic.Diagnostic) {
			problems++
			if c.Diagnostics {
				tellProblem(os.Stderr, d)
			}
		}
	}
	if c.Verbose {
		a.binding.Observer = trace.NewLines(os.Stderr)
	} else {
		a.binding.Broke = tellBreak
		a.network.Broke = tellNoAnswer
	}
	if c.Record != "" {
		recorder, err := newRecorder(c.Record)
		if err != nil {
			return usage(err)
		}
		recorder.watch(&config, &a.binding)
		a.network.Broke = nil // nobody reads it
		if c.Local {
			slowly(&a.binding.DialOptions)
			a.network.Dial = a.binding.DialOptions
		}
		end.recorder = recorder
		defer recorder.end()
	}
	a.network.Diagnose, a.network.Observer = a.binding.Diagnose, a.binding.Observer
	defer end.watch(time.Duration(c.For))()

	err = js.Run(ctx, config)
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
func tellProblem(w io.Writer, d diagnostic.Diagnostic) {
	text := "unisocket: " + d.String() + "\n"
	if d.Place.File != "" {
		text += js.Excerpt(d.Place.Source, d.Place.Column) + "\n"
	}
	io.WriteString(w, text+d.Hint+"\n")
}

// tellNoAnswer says why a request came to no answer.
func tellNoAnswer(url string, cause error) {
	fmt.Fprintf(os.Stderr, "unisocket: %s: %v\n", url, cause)
}

// tellBreak says why a socket broke, as a browser's console does: the error event
// of H5 says nothing.
func tellBreak(task int, url string, cause error) {
	text := strings.TrimPrefix(cause.Error(), "websocket: ")
	if url != "" && !strings.Contains(text, "://") { // errors of dialing name the URL themselves
		text = url + ": " + text
	}
	fmt.Fprintf(os.Stderr, "unisocket: #%d: %s\n", task, text)
}
