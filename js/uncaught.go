package js

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
)

// ScriptError is the end of a script by an error that nothing caught. Run has
// written it to Config.Stderr already.
type ScriptError struct {
	text  string
	limit *LimitError
}

// Error is what was written: the place with its line of source, then the error
// and its stack, like Node.
func (e *ScriptError) Error() string { return e.text }

// Unwrap is the [*LimitError] of a script that exceeded a limit.
func (e *ScriptError) Unwrap() error {
	if e.limit == nil {
		return nil
	}
	return e.limit
}

// UncaughtInListener reports an error that a callback of the script threw. With
// Config.KeepGoing the script goes on; otherwise it is [Runtime.Uncaught].
func (r *Runtime) UncaughtInListener(err error) {
	fatal := !r.keepGoing
	if overflow := (*sobek.StackOverflowError)(nil); errors.As(err, &overflow) {
		fatal = true // the engine does not go on: it would run no promise job any more
	}
	r.uncaught(err, fatal)
}

// Uncaught reports an error that nothing in the script caught: an exception of a
// callback, as returned by a [sobek.Callable]. It writes the error to standard
// error at once, and the script ends there.
func (r *Runtime) Uncaught(err error) { r.uncaught(err, true) }

func (r *Runtime) uncaught(err error, fatal bool) {
	if limit := exceeded(err); limit != nil {
		r.exceed(limit, err)
		return
	}
	if interrupted := (*sobek.InterruptedError)(nil); errors.As(err, &interrupted) {
		return // whoever interrupted knows why
	}
	if r.ended() {
		return
	}
	failure := r.describe(err)
	if exception := (*sobek.Exception)(nil); errors.As(err, &exception) && exception.Value() != nil {
		if r.handled(Uncaught{Value: exception.Value(), Failure: failure}) && !fatal {
			return
		}
	}
	r.fail(failure, fatal)
}

// Uncaught is an exception that nothing caught, or what a promise was rejected with
// that nobody handles.
type Uncaught struct {
	Value   sobek.Value
	Promise sobek.Value // nil for an exception
	Failure Failure
}

// OnUncaught sets who is asked before an uncaught error is reported. One that he
// has handled is not, unless it ends the script.
func (r *Runtime) OnUncaught(fn func(Uncaught) (handled bool)) { r.onUncaught = fn }

// handled asks whoever wants to be. An error of his own is not for him.
func (r *Runtime) handled(u Uncaught) bool {
	if r.onUncaught == nil || r.asking {
		return false
	}
	r.asking = true
	defer func() { r.asking = false }()
	return r.onUncaught(u)
}

// exceed reports that the script was stopped, with the place where it was.
func (r *Runtime) exceed(limit *LimitError, interrupt error) {
	if r.ended() {
		return
	}
	interrupted := (*sobek.InterruptedError)(nil)
	errors.As(interrupt, &interrupted)
	frames := framesOf(interrupted.Stack())
	text := withFrames(limit.Error(), frames)
	r.fail(Failure{Text: r.withExcerpt(frames, text), Error: text, Place: r.placeOf(frames)}, true)
	r.failure.limit = limit
}

// broke reports a panic that came out of a built-in function.
func (r *Runtime) broke(v any) {
	frames := framesOf(r.vm.CaptureCallStack(0, nil))
	text := withFrames(fmt.Sprintf("The engine broke off: %v. A size or a nesting that it was given is likely to be beyond what it can do.", v), frames)
	r.fail(Failure{Text: r.withExcerpt(frames, text), Error: text, Place: r.placeOf(frames)}, true)
}

// fail reports an error and remembers the first one. A fatal error
// ends the script; after any other, see release.
func (r *Runtime) fail(f Failure, fatal bool) {
	failure := &ScriptError{text: f.Text}
	if r.onFailure != nil && !fatal {
		defer r.onFailure(f)
	}
	if r.failed != nil {
		r.failed(f)
	} else {
		io.WriteString(r.stderr, f.Text+"\n")
	}
	if r.failure == nil {
		r.failure = failure
	}
	if fatal {
		r.end()
	}
}

// OnFailure sets who is told, on the loop, of the errors and rejections that do not
// end the script, after they have been reported.
func (r *Runtime) OnFailure(fn func(Failure)) { r.onFailure = fn }

// patience is how long what is open may be silent and still keep a script that
// has failed from ending.
const patience = time.Second

// release lets a script that has failed end when no timer and no work is left and
// nothing comes any more. One that still awaits something at its top level may
// well be waiting for a socket that takes its time.
func (r *Runtime) release() {
	if r.failure != nil && !r.evaluating() {
		r.loop.Unhold(patience)
	}
}

// end ends a script that has failed.
func (r *Runtime) end() {
	r.dead = true
	r.loop.Stop(r.failure)
	if r.depth > 0 {
		r.interrupt(r.failure) // the rest of this macrotask
	}
}

// withFrames puts the innermost frames behind text.
func withFrames(text string, frames []frame) string {
	for i, f := range frames {
		if i == 10 {
			return text + fmt.Sprintf("\n    ... %d more", len(frames)-i)
		}
		text += "\n" + f.String()
	}
	return text
}

// describe formats an error that was thrown.
func (r *Runtime) describe(err error) Failure {
	if overflow := (*sobek.StackOverflowError)(nil); errors.As(err, &overflow) {
		frames := framesOf(overflow.Stack())
		text := withFrames("RangeError: Maximum call stack size exceeded", frames)
		return Failure{Text: r.withExcerpt(frames, text), Error: text, Place: r.placeOf(frames)}
	}
	exception := (*sobek.Exception)(nil)
	if !errors.As(err, &exception) || exception.Value() == nil {
		return Failure{Text: "Uncaught " + err.Error(), Error: err.Error()}
	}
	return r.describeValue(exception.Value(), framesOf(exception.Stack()))
}

// describeValue formats a thrown value: an error as its stack, anything else as
// console.log would show it. frames are where it was thrown, if known.
func (r *Runtime) describeValue(v sobek.Value, frames []frame) Failure {
	r.Reword(v)
	var text string
	if exception := r.vm.Try(func() { text = r.inspector.Value(v, inspectDefault) }); exception != nil {
		text = exception.Error()
	}
	if o, ok := v.(*sobek.Object); ok && o.ClassName() == "Error" {
		if top, ok := r.topOf(o); ok {
			frames = []frame{top}
		}
		text += lackOf(text) + r.bundle.builtins.hint(text, frames)
	} else {
		text = "Uncaught " + text
		for i, f := range frames {
			if i == 0 {
				text += "\n    thrown" + strings.TrimPrefix(f.String(), "   ")
			} else {
				text += "\n" + f.String()
			}
		}
	}
	return Failure{Text: r.withExcerpt(frames, text), Error: text, Place: r.placeOf(frames)}
}

// placeOf is the first of frames, if there is one.
func (r *Runtime) placeOf(frames []frame) diagnostic.Place {
	if len(frames) == 0 {
		return diagnostic.Place{}
	}
	return r.place(frames[0])
}

// topOf is where an error was made.
func (r *Runtime) topOf(o *sobek.Object) (top frame, ok bool) {
	r.vm.Try(func() {
		if stack, isString := o.Get("stack").(sobek.String); isString {
			top, ok = firstFrame(r.bundle.stack(stack.String()))
		}
	})
	return top, ok
}

// withExcerpt puts the place, its line of source and a caret before text.
func (r *Runtime) withExcerpt(frames []frame, text string) string {
	if len(frames) == 0 {
		return text
	}
	top := frames[0]
	line, ok := r.bundle.line(top)
	if !ok {
		return text
	}
	// The caret stands below a character, however many units it and those before take.
	column := len([]rune(line)) - len([]rune(r.bundle.sourceAt(top))) + 1
	return fmt.Sprintf("%s:%d:%d\n%s\n\n%s", top.file, top.line, top.column, Excerpt(line, column), text)
}

// trackRejection collects the promises that are rejected while nobody handles
// them; a handler that comes before the macrotask's end takes one out again.
func (r *Runtime) trackRejection(p *sobek.Promise, operation sobek.PromiseRejectionOperation) {
	if operation == sobek.PromiseRejectionReject {
		r.Reword(p.Result())
		r.rejections = append(r.rejections, p)
	} else if i := slices.Index(r.rejections, p); i >= 0 {
		r.rejections = slices.Delete(r.rejections, i, i+1)
	}
}

// reportRejections is called at the end of a macrotask.
func (r *Runtime) reportRejections() {
	for len(r.rejections) > 0 && !r.ended() {
		p := r.rejections[0]
		r.rejections = r.rejections[1:]
		if err, ok := p.Result().Export().(error); ok && r.isModule(p) {
			r.Uncaught(err) // an exception at the top level, or an interrupt
			continue
		}
		r.thrown(p.Result(), true)
		failure := r.describeValue(p.Result(), nil)
		if !r.isModule(p) { // whose rejection after an await is an exception, too
			failure.Rejection, failure.Promise = true, p
			failure.Text = "Unhandled promise rejection: a promise was rejected and nothing handled it with catch, a second function of then, or try around await.\n" + failure.Text
		}
		fatal := r.isModule(p) || !r.keepGoing
		if r.handled(r.uncaughtRejection(p, failure)) && !fatal {
			continue
		}
		r.fail(failure, fatal)
	}
}

// uncaughtRejection is that of a promise; the rejection of the module's is an error.
func (r *Runtime) uncaughtRejection(p *sobek.Promise, f Failure) Uncaught {
	u := Uncaught{Value: p.Result(), Failure: f}
	if !r.isModule(p) {
		u.Promise = r.vm.ToValue(p)
	}
	return u
}
