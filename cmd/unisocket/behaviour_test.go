package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
)

// behaviour is an item of the checklist in docs/behaviour.md, section 7, for a kind of
// platform: a script, what it prints, and what the server must have seen.
type behaviour struct {
	number   int
	on       string // the platforms, with a version of Vue after a colon: "h5 h5:2 mp-weixin@1.6.0"
	title    string // for an item with several
	flags    []string
	manifest string // "" is none
	hidden   time.Duration
	script   string // after the prelude
	want     string // on standard output; indentation does not count
	stderr   string
	server   string              // what the server saw of each host; "" is not looked at
	finds    *diagnostic.Problem // that is told of
}

// prelude is what the scripts have in common. A place is a host, or host/path.
const prelude = `
const tell = (what) => (r) => console.log(what, JSON.stringify(r))
const told = { success: tell('success'), fail: tell('fail'), complete: tell('complete') }
const once = (fn) => { let done; return (r) => { if (!done) { done = true; fn(r) } } }
const uniError = (what) => (r) => console.log(what, r.errCode, r.errMsg, r.errSubject)
const address = (place, scheme = 'wss') => {
  const [host, path = ''] = place.split('/')
  return scheme + '://' + host + '.example.com/' + path
}
const connect = (place, options) => uni.connectSocket({ url: address(place), complete() {}, ...options })
`

// TestBehaviour runs the checklist from number 63 on. Each subtest bears its number.
func TestBehaviour(t *testing.T) {
	for _, b := range slices.Concat(behavioursOfSend, behavioursOfClose, behavioursOfPolicy, behavioursOfConfig, behavioursOfWrapper) {
		for platform := range strings.FieldsSeq(b.on) {
			name, vue, _ := strings.Cut(platform, ":")
			title := strings.TrimRight(fmt.Sprintf("%d %s %s", b.number, strings.Replace(platform, ":", " vue ", 1), b.title), " ")
			t.Run(title, func(t *testing.T) {
				t.Parallel()
				b.test(t, name, vue)
			})
		}
	}
}

func (b behaviour) test(t *testing.T, platform, vue string) {
	w := newWitness(t)
	stdout, stderr, found := b.run(t, w, platform, vue)
	compare := func(what, got, want string) {
		if got, want = lines(got), lines(want); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
		}
	}
	compare("standard output", stdout, b.want)
	compare("standard error", stderr, b.stderr)
	if saw := w.report(); b.server != "" {
		compare("the server saw", saw, b.server)
	}
	if b.finds != nil && !slices.Contains(found, b.finds.Name) {
		t.Errorf("%s is not told of, but %q", b.finds.Name, found)
	}
}

// lines is text without indentation and empty lines.
func lines(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if line = strings.TrimLeft(strings.TrimSuffix(line, "\n"), " \t"); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// command writes the script and the manifest of a behaviour and returns the command
// that runs them on a platform.
func (b behaviour) command(t *testing.T, platform, vue string) *runCommand {
	dir := t.TempDir()
	script, manifest := filepath.Join(dir, "script.js"), "none"
	write := func(file, text string) {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(script, prelude+b.script)
	if b.manifest != "" {
		manifest = filepath.Join(dir, "manifest.json")
		write(manifest, b.manifest)
	}
	args := []string{"run", "-p", platform, "--manifest", manifest}
	if vue != "" {
		args = append(args, "--vue", vue)
	}
	var c commands
	parser, err := kong.New(&c, kong.Vars{"platforms": ""})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(slices.Concat(args, b.flags, []string{script})); err != nil {
		t.Fatal(err)
	}
	return &c.Run
}

// run is runCommand.Run with w at the other end of every connection. Beside uni the
// script finds hideApp and showApp, and release, for which some paths of w wait.
func (b behaviour) run(t *testing.T, w *witness, platform, vue string) (stdout, stderr string, found []string) {
	c := b.command(t, platform, vue)
	a, err := c.app(c.File, c.Platform, false)
	if err != nil {
		t.Fatal(err)
	}
	if b.hidden > 0 {
		p, native := *a.Platform, *a.Platform.Native
		native.Background.After = b.hidden
		p.Native = &native
		a.On(&p)
	}
	w.answer(&a.Binding.DialOptions)
	a.Binding.Diagnose = func(d diagnostic.Diagnostic) { found = append(found, d.Name) }

	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
	defer cancel()
	var out, errs bytes.Buffer
	config := a.script(c.File)
	config.Stdout, config.Stderr = &out, &errs
	config.Install = func(r *js.Runtime) error {
		b, err := binding.New(r, a.Binding)
		if err != nil {
			return err
		}
		onLoop := func(fn func()) func() {
			return func() {
				port := r.Loop().Acquire()
				port.Post(func() { fn(); port.Release() })
			}
		}
		global := r.Runtime().GlobalObject()
		return errors.Join(
			global.Set("hideApp", onLoop(b.Hide)),
			global.Set("showApp", onLoop(b.Show)),
			global.Set("release", w.release),
			b.Install())
	}
	err = js.Run(ctx, config)
	if err != nil {
		t.Errorf("the run: %v", err)
	}
	return out.String(), errs.String(), found
}
