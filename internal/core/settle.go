package core

import (
	"fmt"
	"strings"

	"github.com/unisocket/uni/platform"
)

// failed is the result for a failure of the platform's, with its cause.
func (t *Task) failed(f platform.Failure, cause error) Result {
	text := f.Text
	if cause != nil {
		text = filled(text, cause)
	}
	// uni-app tells success from failure by the end of the text, whoever wrote it.
	return Result{Task: t.number(), ErrMsg: text, ErrCode: f.Code, Subject: f.Subject, Cause: cause, OK: strings.HasSuffix(text, ":ok")}
}

// later runs fn as a macrotask of its own, after the call that goes on now.
func (a *App) later(fn func() error) {
	port := a.config.Loop.Acquire()
	port.Post(func() {
		a.config.Event(fn)
		port.Release()
	})
}

// settle calls the callbacks of a call, now or later, as the platform has it.
func (a *App) settle(cb Callbacks, r Result) error {
	a.outcome(cb.API, r)
	if a.layer.CallbacksLater {
		a.settleLater(cb, r)
		return nil
	}
	return cb.Call(r)
}

func (a *App) settleLater(cb Callbacks, r Result) {
	a.later(func() error { return cb.Call(r) })
}

// filled is a platform's text with what it asks for, which not every one does.
func filled(text string, arg any) string {
	if !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, arg)
}

// Exception is an error whose text is the string form of what was thrown.
type Exception struct{ platform.Exception }

func (e *Exception) Error() string { return e.String() }

func exception(e platform.Exception) error { return &Exception{e} }
