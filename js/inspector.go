package js

import (
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
)

// What package binding asks of its host to give portability problems their place.

// Caller is the place in the user's source that is running; false where none is,
// as while an event is delivered that has not come to a listener yet.
func (r *Runtime) Caller() (diagnostic.Place, bool) {
	frames := framesOf(r.vm.CaptureCallStack(0, nil))
	if len(frames) == 0 {
		return diagnostic.Place{}, false
	}
	return r.place(frames[0]), true
}

// ThrownAt is the place in the user's source where an exception was thrown, if it
// was thrown there.
func (r *Runtime) ThrownAt(e *sobek.Exception) diagnostic.Place {
	if o, ok := e.Value().(*sobek.Object); ok && o.ClassName() == "Error" {
		if top, ok := r.topOf(o); ok {
			return r.place(top)
		}
	}
	return r.placeOf(framesOf(e.Stack()))
}

func (r *Runtime) place(f frame) diagnostic.Place {
	line, _ := r.bundle.line(f)
	column := f.column
	if line != "" {
		column = len([]rune(line)) - len([]rune(r.bundle.sourceAt(f))) + 1
	}
	return diagnostic.Place{File: f.file, Line: f.line, Column: column, Source: strings.TrimRight(line, "\r")}
}

// Mentions reports whether the user's sources have the word anywhere.
func (r *Runtime) Mentions(word string) bool { return r.program.mentions(word) }

// OnThrown sets who is told of the language's own TypeErrors, in the words that the
// script finds, with the place where they were thrown, and of what promises were
// rejected with that nobody handles.
func (r *Runtime) OnThrown(fn func(v sobek.Value, place diagnostic.Place, rejected bool)) {
	r.onThrown = fn
}

func (r *Runtime) thrown(v sobek.Value, rejected bool) {
	if r.onThrown == nil {
		return
	}
	var place diagnostic.Place
	if o, ok := v.(*sobek.Object); ok && o.ClassName() == "Error" {
		if top, ok := r.topOf(o); ok {
			place = r.place(top)
		}
	}
	r.vm.Try(func() { r.onThrown(v, place, rejected) }) // an error of the script's may be of any shape
}
