package js_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js"
)

// script writes a script into a directory of its own and makes that the working
// directory.
func script(t *testing.T, source string) string {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("main.js", []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	return "main.js"
}

// signal is a writer that closes a channel at the first write.
type signal chan struct{}

func (s signal) Write(p []byte) (int, error) {
	close(s)
	return len(p), nil
}

func TestContextStopsAScriptAtOnce(t *testing.T) {
	for name, source := range map[string]string{
		"in a loop":         "console.log('running'); for (;;);",
		"in a timer":        "setTimeout(() => { console.log('running'); for (;;); })",
		"in promise jobs":   "console.log('running'); (function again() { Promise.resolve().then(again) })()",
		"while it waits":    "setTimeout(() => {}, 1e9); console.log('running')",
		"although it tries": "console.log('running'); for (;;) try { for (;;); } catch {} finally { for (;;); }",
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			running := make(signal)
			go func() {
				<-running
				cancel()
			}()
			var stderr bytes.Buffer
			err := js.Run(ctx, js.Config{File: script(t, source), Stdout: running, Stderr: &stderr})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("Run: %v", err)
			}
			if stderr.Len() > 0 {
				t.Errorf("it wrote %s", stderr.String())
			}
		})
	}
}

// listen gives scripts a function on(fn), which calls fn as a listener of an event.
func listen(r *js.Runtime) error {
	return r.Runtime().Set("on", func(call sobek.FunctionCall) sobek.Value {
		fn, _ := sobek.AssertFunction(call.Argument(0))
		r.RegisterCallback()(func() error {
			if err := r.Event(func() error { _, err := fn(sobek.Undefined()); return err }); err != nil {
				r.UncaughtInListener(err)
			}
			return nil
		})
		return sobek.Undefined()
	})
}

func TestKeepGoingReportsListenersAndRejectionsAndGoesOn(t *testing.T) {
	file := script(t, `
on(() => { queueMicrotask(() => console.log('its job')); throw new Error('first') });
setTimeout(() => console.log('still here'), 50);
Promise.reject(new Error('second'));
`)
	var stdout, stderr bytes.Buffer
	err := js.Run(t.Context(), js.Config{File: file, Stdout: &stdout, Stderr: &stderr, KeepGoing: true, Install: listen})
	var failure *js.ScriptError
	if !errors.As(err, &failure) || !strings.Contains(failure.Error(), "Error: second") {
		t.Errorf("Run returns the error that came first, got %v", err)
	}
	if want := "its job\nstill here\n"; stdout.String() != want {
		t.Errorf("stdout %q, want %q", stdout.String(), want)
	}
	for _, text := range []string{"Error: first\n", "Error: second\n"} {
		if strings.Count(stderr.String(), text) != 1 {
			t.Errorf("%q is not reported once in:\n%s", text, stderr.String())
		}
	}
}

func TestKeepGoingGoesOnAfterTimersAndMicrotasks(t *testing.T) {
	for name, source := range map[string]string{
		"a timer":           "setTimeout(() => { throw new Error('it') })",
		"a microtask":       "queueMicrotask(() => { throw new Error('it') })",
		"a repeating timer": "const i = setInterval(() => { clearInterval(i); throw new Error('it') })",
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, js.Config{File: script(t, "setTimeout(() => console.log('on'), 20)\n"+source), KeepGoing: true})
			if strings.Count(got["stderr"], "Error: it\n") != 1 || got["stdout"] != "on\n" {
				t.Errorf("stderr %q, stdout %q", got["stderr"], got["stdout"])
			}
		})
	}
}

func TestKeepGoingEndsAtAnErrorOfTheTopLevel(t *testing.T) {
	got := run(t, js.Config{File: script(t, "setTimeout(() => console.log('never'), 50)\nthrow new Error('it')"), KeepGoing: true})
	if !strings.Contains(got["stderr"], "Error: it\n") || got["stdout"] != "" {
		t.Errorf("stderr %q, stdout %q", got["stderr"], got["stdout"])
	}
}

func TestARepeatingTimerThatThrowsDoesNotKeepTheScript(t *testing.T) {
	got := run(t, js.Config{File: script(t, `
setInterval(() => { throw new Error('it') }, 5)
setTimeout(() => console.log('last'), 50)`), KeepGoing: true})
	if strings.Count(got["stderr"], "Error: it\n") < 2 || got["stdout"] != "last\n" {
		t.Errorf("stdout %q, stderr %q", got["stdout"], got["stderr"])
	}
}

func TestTheLastCodePointIsUnderstood(t *testing.T) {
	got := run(t, js.Config{File: script(t, `console.log('\u{10ffff}'.codePointAt(0), '\\u{10FFFF}', /^[\u{10000}-\u{10ffff}]$/u.test('\u{10ffff}'))`)})
	if got["stdout"] != "1114111 \\u{10FFFF} true\n" {
		t.Errorf("stdout %q, stderr %q", got["stdout"], got["stderr"])
	}
}

// A script that waits for an event at its top level still gets it.
func TestAfterAnErrorTheTopLevelMayWait(t *testing.T) {
	got := run(t, js.Config{File: script(t, `
Promise.reject(new Error('it'))
await new Promise((resolve) => later(resolve))
console.log('it came')`), KeepGoing: true, Install: func(r *js.Runtime) error {
		return r.Runtime().Set("later", func(call sobek.FunctionCall) sobek.Value {
			fn, _ := sobek.AssertFunction(call.Argument(0))
			callback := r.RegisterCallback()
			time.AfterFunc(10*time.Millisecond, func() {
				callback(func() error {
					return r.Event(func() error { _, err := fn(sobek.Undefined()); return err })
				})
			})
			return sobek.Undefined()
		})
	}})
	if got["stdout"] != "it came\n" || !strings.Contains(got["stderr"], "Error: it\n") {
		t.Errorf("stdout %q, stderr %q", got["stdout"], got["stderr"])
	}
}

// What nobody will ever answer keeps a script alive, but not a failed one.
func TestAfterAnErrorPortsDoNotKeepTheScriptAlive(t *testing.T) {
	err := js.Run(t.Context(), js.Config{File: script(t, "Promise.reject(new Error('it'))"), KeepGoing: true, Install: func(r *js.Runtime) error {
		r.RegisterCallback()
		return nil
	}})
	var failure *js.ScriptError
	if !errors.As(err, &failure) {
		t.Errorf("Run: %v", err)
	}
}

func TestAStackOverflowIsARangeError(t *testing.T) {
	for name, source := range map[string]string{
		"at the top":           "again()",
		"in a timer":           "setTimeout(again)",
		"below native code":    "[1].forEach(again)",
		"in a getter":          "({ get x() { return again() } }).x",
		"in an async function": "await (async () => again())()",
	} {
		t.Run(name, func(t *testing.T) {
			source = strings.Replace(source, "setTimeout(again)", "await new Promise((done, fail) => setTimeout(() => { try { again() } catch (e) { fail(e) } }))", 1)
			file := script(t, `
try {
  `+source+`
} catch (e) {
  console.log(e instanceof RangeError, e.message)
} finally {
  console.log('finally')
}
setTimeout(() => console.log('later'))
function again() { return again() + 1 }`)
			got := run(t, js.Config{File: file})
			if want := "true Maximum call stack size exceeded\nfinally\nlater\n"; got["stdout"] != want || got["stderr"] != "" {
				t.Errorf("stdout %q, stderr %q", got["stdout"], got["stderr"])
			}
		})
	}
}

func TestAnUncaughtStackOverflowIsAnExceptionLikeOthers(t *testing.T) {
	file := script(t, `
setTimeout(again)
function again() { return again() + 1 }
setTimeout(() => console.log('goes on'), 1)`)
	got := run(t, js.Config{File: file, KeepGoing: true})
	if !strings.Contains(got["stderr"], "RangeError: Maximum call stack size exceeded\n    at again (main.js:3:") || got["stdout"] != "goes on\n" {
		t.Errorf("stdout %q, stderr %q", got["stdout"], got["stderr"])
	}
}

// The engine runs promise jobs where nothing of ours is below them.
func TestAStackOverflowOfAPromiseJobEndsTheScript(t *testing.T) {
	for name, source := range map[string]string{
		"in a callback":   "Promise.resolve().then(again).catch(() => {})",
		"behind an await": "(async () => { await null; try { again() } catch {} })()",
	} {
		t.Run(name, func(t *testing.T) {
			file := script(t, source+"\nfunction again() { return again() + 1 }\nsetTimeout(() => console.log('never'), 1)")
			got := run(t, js.Config{File: file, KeepGoing: true})
			if !strings.Contains(got["stderr"], "RangeError: Maximum call stack size exceeded\n    at again (main.js:2:") {
				t.Errorf("stderr %q", got["stderr"])
			}
			if got["stdout"] != "" {
				t.Errorf("stdout %q", got["stdout"])
			}
		})
	}
}

func TestInstallRunsFirstAndMayFail(t *testing.T) {
	file := script(t, "console.log(answer)")
	var stdout bytes.Buffer
	err := js.Run(t.Context(), js.Config{File: file, Stdout: &stdout, Install: func(r *js.Runtime) error {
		return r.Runtime().Set("answer", 42)
	}})
	if err != nil || stdout.String() != "42\n" {
		t.Errorf("printed %q, %v", stdout.String(), err)
	}
	broken := errors.New("no such platform")
	err = js.Run(t.Context(), js.Config{File: file, Stdout: &stdout, Install: func(*js.Runtime) error { return broken }})
	if err != broken {
		t.Errorf("Run: %v, want %v", err, broken)
	}
}

func TestDevelopmentIsWhatBundlersDefine(t *testing.T) {
	file := script(t, "console.log(process.env.NODE_ENV, import.meta.env.DEV, import.meta.env.MODE)")
	for development, want := range map[bool]string{false: "production false production\n", true: "development true development\n"} {
		if got := run(t, js.Config{File: file, Development: development})["stdout"]; got != want {
			t.Errorf("Development %v prints %q, want %q", development, got, want)
		}
	}
}

func TestAFileThatCannotRunIsExplained(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("page.html", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"":          "no script given",
		"nope.js":   "nope.js: file does not exist; check the path",
		".":         ".: is a directory",
		"page.html": "page.html: not a script; it must end in .js",
	} {
		err := js.Run(t.Context(), js.Config{File: file})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s…", file, err, want)
		}
	}
	if err := js.Run(t.Context(), js.Config{File: "nope.js"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
}

func TestStacksNameFilesAsTheUserDid(t *testing.T) {
	dir := t.TempDir()
	inner := filepath.Join(dir, "应用 1")
	if err := os.Mkdir(inner, 0o777); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "测试 50%.js")
	if err := os.WriteFile(path, []byte("throw new Error('x')"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ wd, file, want string }{
		{dir, "测试 50%.js", "测试 50%.js:1:7\n"},
		{dir, path, "测试 50%.js:1:7\n"},
		{inner, filepath.Join("..", "测试 50%.js"), filepath.Join("..", "测试 50%.js") + ":1:7\n"},
		{inner, path, path + ":1:7\n"},
	} {
		t.Chdir(test.wd)
		got := run(t, js.Config{File: test.file})["stderr"]
		if !strings.HasPrefix(got, test.want) {
			t.Errorf("%s in %s: %s, want %s…", test.file, test.wd, got, test.want)
		}
	}
}

// installEvents gives the script on(listener), and emit(n), which after the
// present macrotask delivers n events of its own, each to all listeners.
func installEvents(report func(r *js.Runtime, err error)) func(*js.Runtime) error {
	return func(r *js.Runtime) error {
		var listeners []sobek.Callable
		vm := r.Runtime()
		on := func(call sobek.FunctionCall) sobek.Value {
			fn, _ := sobek.AssertFunction(call.Argument(0))
			listeners = append(listeners, fn)
			return sobek.Undefined()
		}
		emit := func(call sobek.FunctionCall) sobek.Value {
			n := int(call.Argument(0).ToInteger())
			done := r.RegisterCallback()
			go done(func() error {
				for i := range n {
					err := r.Event(func() error {
						for _, listener := range listeners {
							if _, err := listener(sobek.Undefined(), vm.ToValue(i)); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						report(r, err)
					}
				}
				return nil
			})
			return sobek.Undefined()
		}
		return errors.Join(vm.Set("on", on), vm.Set("emit", emit))
	}
}

func TestAnEventIsOneMacrotask(t *testing.T) {
	file := script(t, `
on((i) => { console.log('a', i); Promise.resolve().then(() => console.log('job of a', i)) });
on((i) => { console.log('b', i); queueMicrotask(() => console.log('job of b', i)) });
emit(2);
console.log('script');
`)
	got := run(t, js.Config{File: file, Install: installEvents((*js.Runtime).Uncaught)})
	want := "script\na 0\nb 0\njob of a 0\njob of b 0\na 1\nb 1\njob of a 1\njob of b 1\n"
	if got["stdout"] != want {
		t.Errorf("stdout:\n%s\nwant:\n%s", got["stdout"], want)
	}
}

func TestAnUncaughtErrorOfAListenerEndsTheScript(t *testing.T) {
	const source = `
on((i) => { console.log('event', i); if (i === 0) throw new Error('in a listener') });
emit(3);
setTimeout(() => console.log('timer'), 1e3);
`
	got := run(t, js.Config{File: script(t, source), Install: installEvents((*js.Runtime).Uncaught)})
	if want := "event 0\n"; got["stdout"] != want {
		t.Errorf("stdout %q, want %q", got["stdout"], want)
	}
	if want := "main.js:2:57\n"; !strings.HasPrefix(got["stderr"], want) {
		t.Errorf("stderr %q, want %q…", got["stderr"], want)
	}
}

func TestRejectionsAreJudgedAfterEachEvent(t *testing.T) {
	const source = `
let first;
on((i) => { if (i === 0) first = Promise.reject(new Error('too late')); else first.catch(() => {}) });
emit(2);
`
	got := run(t, js.Config{File: script(t, source), Install: installEvents((*js.Runtime).Uncaught)})
	if !strings.Contains(got["stderr"], "Error: too late") {
		t.Errorf("a handler attached in the next event is too late; stderr %q", got["stderr"])
	}
}

func TestARegisteredCallbackKeepsTheScriptAndRunsOnce(t *testing.T) {
	file := script(t, "emitLater()")
	failed := errors.New("what Go says")
	again := make(chan any, 1)
	got := run(t, js.Config{File: file, Install: func(r *js.Runtime) error {
		return r.Runtime().Set("emitLater", func(sobek.FunctionCall) sobek.Value {
			done := r.RegisterCallback()
			go func() {
				defer func() { again <- recover() }()
				first := make(chan struct{})
				done(func() error { <-first; return failed })
				defer close(first)
				done(func() error { return nil })
			}()
			return sobek.Undefined()
		})
	}})
	if <-again == nil {
		t.Error("the second call did not panic")
	}
	if want := "Uncaught what Go says\n"; got["stderr"] != want {
		t.Errorf("stderr %q, want %q", got["stderr"], want)
	}
}

func TestAnotherRuntimeStartsAfreshEachTime(t *testing.T) {
	file := script(t, "globalThis.n = (globalThis.n ?? 0) + 1; Array.prototype.x = 1; console.log(n)")
	for range 2 {
		if got := run(t, js.Config{File: file})["stdout"]; got != "1\n" {
			t.Errorf("stdout %q", got)
		}
	}
}

// Sockets that the end of a failed script did not wait for may still bring events.
func TestNothingRunsAfterTheEnd(t *testing.T) {
	var r *js.Runtime
	var post func(func())
	err := js.Run(t.Context(), js.Config{File: script(t, "Promise.reject(new Error('it'))"), KeepGoing: true, Install: func(installed *js.Runtime) error {
		r, post = installed, installed.Loop().Acquire().Post
		return nil
	}})
	if failure := (*js.ScriptError)(nil); !errors.As(err, &failure) {
		t.Fatalf("Run: %v", err)
	}
	ran := false
	post(func() { ran = true })
	r.Loop().Wait(t.Context())
	if ran {
		t.Error("what was posted to the loop of a script that has ended ran")
	}
}
