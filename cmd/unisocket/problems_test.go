package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"github.com/unisocket/uni/check"
	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/launch"
	"github.com/unisocket/uni/js/uniapp"
	"github.com/unisocket/uni/platform"
)

// problemScripts holds a script for each portability problem, and beside it the
// corrected one:
//
//	NAME.js, NAME.fixed.js                  the problem of this name
//	NAME.VARIANT.js, NAME.VARIANT.fixed.js  the same one in another shape
//
// A script begins with comments that say how it is run and what is expected:
//
//	// flags: --hide 200ms            those of check; the corrected script may have its own
//	// platforms: mp-*, !mp-qq*       which platforms name the problem
//
//	// alone                          nothing runs beside it: it computes
//
// Platforms are patterns of path.Match for the names that a report has, such as "app"
// and "app (Vue 2)"; later ones beat earlier ones, and ! takes away. The line that is
// to be named ends with "// here".
const problemScripts = "../../check/testdata/problems"

const flagsMark = "// flags: "

// Each script runs on every platform, with both versions of Vue. The problem is
// named where the script has it, on the platforms that have it, and on no other one.
// The corrected script is told nothing, and works.
func TestProblems(t *testing.T) {
	t.Chdir(problemScripts) // so that scripts and manifests are named as they are called
	local, err := devserver.StartLocal(devserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { local.Close() })
	type run struct {
		script     *problemScript
		file       string
		recordings chan map[string]check.Recording
	}
	var (
		all      []run
		together sync.WaitGroup
		asleep   []func() // which wait for seconds, beside nothing that works
		alone    []func() // one after another, when the others are done
	)
	for _, s := range readProblemScripts(t) {
		for _, file := range []string{s.title + ".js", s.title + ".fixed.js"} {
			r := run{s, file, make(chan map[string]check.Recording, 1)}
			c, targets := s.command(t, file)
			record := func() { r.recordings <- c.recordAll(local, file, targets, s.alone) }
			switch {
			case s.alone:
				alone = append(alone, record)
			case c.Hide > 0:
				asleep = append(asleep, record)
			default:
				together.Go(record)
			}
			all = append(all, r)
		}
	}
	go func() {
		together.Wait()
		for _, record := range asleep {
			together.Go(record)
		}
		together.Wait()
		for _, record := range alone {
			record()
		}
	}()
	for _, r := range all {
		recordings := <-r.recordings
		t.Run(r.file, func(t *testing.T) {
			if r.file == r.script.title+".js" {
				r.script.testProblem(t, recordings)
			} else {
				testFixed(t, recordings)
			}
		})
	}
}

// Every problem of the catalogue is shown, and so is every one of docs/behaviour.md,
// section 6.
func TestProblemsAreComplete(t *testing.T) {
	t.Chdir(problemScripts)
	shown, numbers := map[string]bool{}, map[string]bool{}
	for _, s := range readProblemScripts(t) {
		shown[s.problem.Name], numbers[s.problem.Number] = true, true
	}
	for _, p := range diagnostic.All() {
		if !shown[p.Name] {
			t.Errorf("no script shows %s", p.Name)
		}
	}
	for n := 1; n <= 30; n++ {
		if number := fmt.Sprint("B", n); !numbers[number] {
			t.Errorf("no script shows %s", number)
		}
	}
}

// problemScript is a script with what is expected of it.
type problemScript struct {
	title     string // the file without .js
	problem   *diagnostic.Problem
	flags     []string
	platforms []string // patterns
	line      int
	alone     bool
}

func readProblemScripts(t *testing.T) []*problemScript {
	files, err := filepath.Glob("*.js")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	var scripts []*problemScript
	for _, file := range files {
		title := strings.TrimSuffix(file, ".js")
		if problem, ok := strings.CutSuffix(title, ".fixed"); ok {
			if !slices.Contains(files, problem+".js") {
				t.Errorf("%s corrects nothing", file)
			}
			continue
		}
		scripts = append(scripts, readProblemScript(t, title))
	}
	return scripts
}

func readProblemScript(t *testing.T, title string) *problemScript {
	text, err := os.ReadFile(title + ".js")
	if err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(title, ".")
	s := &problemScript{title: title, problem: diagnostic.Lookup(name)}
	for i, line := range strings.Split(string(text), "\n") {
		if flags, ok := strings.CutPrefix(line, flagsMark); ok {
			s.flags = strings.Fields(flags)
		}
		if patterns, ok := strings.CutPrefix(line, "// platforms: "); ok {
			s.platforms = strings.Split(patterns, ", ")
		}
		s.alone = s.alone || line == "// alone"
		if strings.HasSuffix(line, "// here") {
			if s.line > 0 {
				t.Errorf("%s.js:%d: a second line says here", title, i+1)
			}
			s.line = i + 1
		}
	}
	if _, err := os.Stat(title + ".fixed.js"); err != nil {
		t.Error(err)
	}
	if s.problem == nil || s.platforms == nil || s.line == 0 {
		t.Fatalf("%s.js: want the name of a problem, // platforms: and // here", title)
	}
	return s
}

// on reports whether the platform is expected to name the problem.
func (s *problemScript) on(platform string) bool {
	on := false
	for _, pattern := range s.platforms {
		pattern, without := strings.CutPrefix(pattern, "!")
		if ok, _ := path.Match(pattern, platform); ok {
			on = !without
		}
	}
	return on
}

// testProblem looks at the script that has the problem.
func (s *problemScript) testProblem(t *testing.T, recordings map[string]check.Recording) {
	texts := map[string][]string{} // a sentence → who says it
	for _, name := range slices.Sorted(maps.Keys(recordings)) {
		r := recordings[name]
		ran(t, name, &r)
		named := false
		for _, d := range r.Diagnostics {
			switch {
			case d.Name != s.problem.Name:
			case !s.on(name):
				t.Errorf("%s: named, and should not be: %s", name, d.Text)
			case d.Place.Line != s.line:
				named = true
				t.Errorf("%s: named at %q, want line %d", name, d.Place, s.line)
			default:
				named = true
				texts[d.Text] = append(texts[d.Text], name)
			}
		}
		if s.on(name) && !named {
			t.Errorf("%s: not named", name)
		}
	}
	for _, text := range slices.Sorted(maps.Keys(texts)) {
		t.Logf("%s\n\t%s", text, strings.Join(texts[text], ", "))
	}
}

// testFixed looks at the corrected script.
func testFixed(t *testing.T, recordings map[string]check.Recording) {
	for _, name := range slices.Sorted(maps.Keys(recordings)) {
		r := recordings[name]
		ran(t, name, &r)
		for _, d := range r.Diagnostics {
			t.Errorf("%s: %s", name, d)
		}
		for _, f := range r.Failures {
			t.Errorf("%s: %s", name, f.Text)
		}
		for _, l := range r.Lines {
			if strings.Contains(l.Text, "Error: ") { // of a callback, which the platform catches
				t.Errorf("%s: %s", name, l.Text)
			}
		}
	}
}

// ran fails the test if the script could not be run, or had to be ended.
func ran(t *testing.T, name string, r *check.Recording) {
	if r.Ended != "" {
		t.Errorf("%s: the script does not end by itself", name)
	}
	for _, f := range r.Failures {
		if f.Kind == check.FailureCrash {
			t.Fatalf("%s: %s", name, f.Text)
		}
	}
}

// command is check with the script's flags, and the targets that come of them: with
// no version of Vue asked for they are those of both.
func (s *problemScript) command(t *testing.T, file string) (*checkCommand, []check.Target) {
	flags := s.flags
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if own, ok := strings.CutPrefix(string(text), flagsMark); ok {
		line, _, _ := strings.Cut(own, "\n")
		flags = strings.Fields(line)
	}
	var c commands
	parser, err := kong.New(&c, kong.Vars{"platforms": ""})
	if err != nil {
		t.Fatal(err)
	}
	args := slices.Concat([]string{"check", "--for", "60s"}, flags, []string{file})
	if _, err := parser.Parse(args); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var targets []check.Target
	for _, vue := range []int{3, 2} {
		if c.Check.Vue != 0 && c.Check.Vue != vue {
			continue
		}
		of := c.Check
		of.Vue = vue
		of.Platforms = slices.DeleteFunc(slices.Clone(of.Platforms), func(name string) bool {
			_, err := platform.Lookup(name, vue)
			return err != nil
		})
		if len(of.Platforms) == 0 && len(c.Check.Platforms) > 0 {
			continue
		}
		list, err := of.targets(nil)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		targets = append(targets, list...)
	}
	return &c.Check, targets
}

// problemRuns bounds how many runs there are at a time, so that timers come in time.
var problemRuns = make(chan struct{}, 8)

// recordAll runs a script on platforms. The recordings are by the names that a
// report has.
func (c *checkCommand) recordAll(local *devserver.Local, file string, targets []check.Target, alone bool) map[string]check.Recording {
	recordings := map[string]check.Recording{}
	var mu sync.Mutex
	var runs sync.WaitGroup
	for _, target := range targets {
		runs.Go(func() {
			if c.Hide == 0 { // else it sleeps for seconds
				problemRuns <- struct{}{}
				defer func() { <-problemRuns }()
			}
			r, err := c.recordHere(local, file, target)
			if err != nil {
				r.Failures = append(r.Failures, check.Failure{Kind: check.FailureCrash, Text: err.Error()})
			}
			mu.Lock()
			defer mu.Unlock()
			recordings[target.Name()] = r
		})
		if alone {
			runs.Wait()
		}
	}
	runs.Wait()
	return recordings
}

// recordHere is child without a process of its own, of which there would be two
// thousand.
func (c *checkCommand) recordHere(local *devserver.Local, file string, target check.Target) (r check.Recording, err error) {
	s := c.settings
	s.Vue = target.Vue
	o, err := s.options(file, target.Platform, true) // one embedded server answers all
	if err != nil {
		return r, err
	}
	a, err := s.launch(o, file)
	if err != nil {
		return r, err
	}
	dial := a.Binding.DialOptions
	dial.DialContext, dial.TLS = local.DialContext, local.TLSConfig()
	a.Dial(dial)
	a.Binding.Diagnose = func(d diagnostic.Diagnostic) { r.Diagnostics = append(r.Diagnostics, d) }
	a.Network.Diagnose = a.Binding.Diagnose
	hide, show, err := s.hidden()
	if err != nil {
		return r, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(c.For))
	defer cancel()
	config := a.script(file)
	config.Stderr = writerFunc(func(p []byte) {
		r.Lines = append(r.Lines, check.Line{Kind: check.Console, Text: string(p)})
	})
	config.Failed = func(f js.Failure) {
		r.Failures = append(r.Failures, check.Failure{Kind: check.FailureError, Text: f.Error, Place: f.Place})
	}
	running := &launch.Running{}
	defer func() { running.Close() }()
	config.Install = func(runtime *js.Runtime) error {
		var err error
		running, err = a.install(runtime, uniapp.Config{})
		if err == nil {
			hideAndShow(runtime, running.App, hide, show)
		}
		return err
	}
	err = js.Run(ctx, config)
	var script *js.ScriptError
	switch {
	case errors.As(err, &script): // Failures has it
		return r, nil
	case errors.Is(err, context.DeadlineExceeded):
		r.Ended = check.EndedByTime
		return r, nil
	}
	return r, err
}

// writerFunc writes by a call.
type writerFunc func(p []byte)

func (fn writerFunc) Write(p []byte) (int, error) {
	fn(p)
	return len(p), nil
}
