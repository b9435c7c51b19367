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
	// Fields are the properties that the platform gives the event, in order.
	Fields []platform.Field

	Header  http.Header
	Message websocket.Message
	ErrMsg  string
	Code    int
	Reason  string

	// Cause is what lies behind an Error or an unclean Close, for Go.
	Cause error

	// Value is the host's own form of the event, made at most once.
	Value any
}

// Listener is called with an event. What it returns is what it threw.
type Listener func(*Event) error

// Result is what the callbacks of a call get, one for all of them.
type Result struct {
	ErrMsg  string
	ErrCode int  // 0: none
	OK      bool // success, not fail
	Cause   error

	// Value is the host's own form of the result, made at most once.
	Value any
}

// Callbacks are the three of a call. Each may be nil; what it returns is what
// it threw.
type Callbacks struct {
	Success, Fail, Complete func(*Result) error
}

// call runs success or fail, then complete. One that throws ends it.
func (a *App) call(task int, name string, cb Callbacks, r Result) error {
	first, which := cb.Fail, "fail"
	if r.OK {
		first, which = cb.Success, "success"
	}
	if first != nil {
		a.observe(Record{Kind: RecordCallback, Task: task, Name: name, Detail: which, Text: r.ErrMsg})
		if err := first(&r); err != nil {
			return err
		}
	}
	if cb.Complete != nil {
		a.observe(Record{Kind: RecordCallback, Task: task, Name: name, Detail: "complete", Text: r.ErrMsg})
		return cb.Complete(&r)
	}
	return nil
}
