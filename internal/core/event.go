package core

import (
	"net/http"

	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// Kind is the kind of an event.
type Kind uint8

// The four events of a socket.
const (
	Open Kind = iota
	MessageEvent
	Error
	Close

	kinds = int(Close) + 1
)

// String is the event's name as in on<Name>: "Open".
func (k Kind) String() string { return [kinds]string{"Open", "Message", "Error", "Close"}[k] }

// Event is what a listener gets. It is one for all listeners of the event, and
// valid until the last of them has returned.
type Event struct {
	Kind Kind
	Task *Task
	// Fields are the properties that the platform gives the event, in order.
	Fields []platform.Field

	Header  http.Header
	Message websocket.Message
	ErrMsg  string
	Code    int
	Reason  string

	// Cause is what lies behind an Error or an unclean Close, for Go.
	Cause error
	// Fault is what an Error is about, in the platform's words.
	Fault platform.Failure

	thrown error // by listeners, where others are called all the same
	ofTask bool  // the task's own listeners are being called

	// Value is the host's own form of the event, made at most once; GlobalValue that
	// for the global listeners, where those get something else.
	Value, GlobalValue any
}

// OfTask reports whether the task's own listeners are being called: on some
// platforms they get more than the global ones.
func (e *Event) OfTask() bool { return e.ofTask }

// Listener is called with an event. What it returns is what it threw.
type Listener func(*Event) error

// Result is what the callbacks of a call get, one for all of them.
type Result struct {
	Task    int // the number of the task, 0 for none
	ErrMsg  string
	ErrCode int    // 0: none
	Subject string // of a UniError; "" is none
	Method  bool   // of a task's function, called as such
	Global  bool   // of a global function that acts through a task
	OK      bool   // success, not fail
	Cause   error

	// Value is the host's own form of the result, made at most once.
	Value any
}

// Callbacks are the three of a call. Each may be nil; what it returns is what
// it threw. The host reports to App.ObserveCallback when it calls one of the user's.
type Callbacks struct {
	// API is the function that is called, for the Observer.
	API string

	Success, Fail, Complete func(*Result) error

	// Settler, where not nil, stands for the three.
	Settler Settler
}

// Settler does what Callbacks.Call does, with callbacks that it finds when it is called.
type Settler interface{ Settle(Result) error }

// Call runs success or fail, then complete. One that throws ends it.
func (cb Callbacks) Call(r Result) error {
	switch {
	case cb.Settler != nil:
		return cb.Settler.Settle(r)
	case cb.Success == nil && cb.Fail == nil && cb.Complete == nil:
		return nil
	}
	return cb.call(r)
}

func (cb Callbacks) call(r Result) error {
	first := cb.Fail
	if r.OK {
		first = cb.Success
	}
	if first != nil {
		if err := first(&r); err != nil {
			return err
		}
	}
	if cb.Complete != nil {
		return cb.Complete(&r)
	}
	return nil
}
