package uni

import "github.com/unisocket/uni/internal/core"

// Error is what uni-app hands to fail.
type Error struct {
	// ErrMsg is uni-app's own text, such as "sendSocketMessage:fail WebSocket is
	// not connected".
	ErrMsg string
	// ErrCode is the platform's code, 0 where it gives none.
	ErrCode int
	// Err is the cause, where there is one.
	Err error
}

func (e *Error) Error() string { return e.ErrMsg }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Result is what success and complete are called with.
type Result struct {
	ErrMsg  string // "connectSocket:ok"; for complete also that of a failure
	ErrCode int    // of a failure, 0 where there is none
}

// callbacks turns those of a call into core's: they run later, on the loop. The
// first failure is kept for the error that the call returns.
type callbacks struct {
	app      *App
	api      string
	success  func(Result)
	fail     func(*Error)
	complete func(Result)
	err      *Error
}

func (c *callbacks) core() core.Callbacks {
	on := func(fn func(*core.Result)) func(*core.Result) error {
		return func(r *core.Result) error { fn(r); return nil }
	}
	return core.Callbacks{
		API: c.api,
		Success: on(func(r *core.Result) {
			if c.success != nil {
				c.later("success", r, func() { c.success(Result{r.ErrMsg, r.ErrCode}) })
			}
		}),
		Fail: on(func(r *core.Result) {
			e := &Error{r.ErrMsg, r.ErrCode, r.Cause}
			if c.err == nil {
				c.err = e
			}
			if c.fail != nil {
				c.later("fail", r, func() { c.fail(e) })
			}
		}),
		Complete: on(func(r *core.Result) {
			if c.complete != nil {
				c.later("complete", r, func() { c.complete(Result{r.ErrMsg, r.ErrCode}) })
			}
		}),
	}
}

// later has a callback of the user run on the loop.
func (c *callbacks) later(name string, r *core.Result, fn func()) {
	c.app.later(func() {
		c.app.core.ObserveCallback(c.api, name, r)
		fn()
	})
}

// result is the error of the call, nil if nothing failed during it.
func (c *callbacks) result() error {
	if c.err == nil {
		return nil
	}
	return c.err
}
