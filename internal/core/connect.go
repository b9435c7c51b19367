package core

import (
	"errors"
	"net/http"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
)

// ConnectOptions are those of connectSocket, converted to Go.
type ConnectOptions struct {
	URL       string
	Header    http.Header // spelled as given
	Method    string
	Protocols []string
	// Timeout bounds the handshake where the platform has that option; 0 is
	// not given.
	Timeout time.Duration
	// Nagle is tcpNoDelay: false.
	Nagle bool
	// Deflate is perMessageDeflate.
	Deflate bool
	// Multiple is Alipay's option: a socket beside the one of the global functions.
	Multiple bool
	// Query is what the option data adds to the URL.
	Query string

	// Listeners are attached before anything happens.
	Listeners map[Kind]Listener

	// Err, where not nil, was thrown while the options were converted, which is
	// for the native's constructor to throw.
	Err error
}

// Connect is connectSocket. The callbacks report that the call was accepted, or
// refused, during it or later as the platform has it; the result says the same.
// A refused call returns a task all the same, which is dead.
func (a *App) Connect(o ConnectOptions, cb Callbacks) (*Task, Result) {
	a.created++
	t := &Task{app: a, id: a.created, own: StateClosed, multiple: o.Multiple && a.layer.Returns == platform.WithMultiple}
	for kind, fn := range o.Listeners {
		t.On(kind, fn)
	}
	a.observe(Record{Kind: RecordCall, Task: t.id, Name: a.called("connectSocket"), Text: o.URL})
	a.diagnoseConnect(t, o)
	s, err := newSocket(t, o)
	var (
		url     *badURL
		refused *refusal
	)
	switch {
	case err == nil:
		t.socket = s
		if !t.multiple {
			a.live = append(a.live, t)
		}
	case (errors.As(err, &url) || o.Err != nil) && a.layer.BadURL != nil:
		return t, t.failLate(cb, err)
	case errors.As(err, &refused):
		t.refused = true
	case a.layer.ConnectAlwaysOK:
		s = &socket{app: a, task: t, native: a.native, blocked: err}
		t.socket, err = s, nil
		a.live = append(a.live, t)
	}
	r := t.accepted(err)
	a.outcome(a.called("connectSocket"), r)
	settle := func() error {
		t.settling = true
		defer func() { t.settling = false }()
		return cb.Call(r)
	}
	if a.layer.ConnectLater {
		a.later(settle)
	} else {
		settle()
	}
	switch {
	case refused != nil:
		a.refuse(t, refused)
	case err == nil:
		s.connect()
	}
	return t, r
}

// accepted is the result of connectSocket where the native's constructor threw err,
// or did not.
func (t *Task) accepted(err error) Result {
	var refused *refusal
	switch {
	case err == nil, errors.As(err, &refused) && refused.rule.Fail.Text == "":
		return Result{Task: t.id, ErrMsg: "connectSocket:ok", OK: true}
	case refused != nil:
		return t.failed(refused.rule.Fail, nil)
	}
	layer := t.app.layer
	switch {
	case layer.EmptyURL != nil && errors.Is(err, errEmptyURL):
		return t.failed(*layer.EmptyURL, err)
	case layer.OtherScheme != nil && errors.Is(err, errScheme):
		return t.failed(*layer.OtherScheme, err)
	}
	return t.failed(layer.ConnectFail, err)
}

// failLate is connectSocket with a URL that is looked at too late to matter: the
// call has succeeded by then, and the task stays among the live ones for good
// (§1.1, #33, B28).
func (t *Task) failLate(cb Callbacks, cause error) Result {
	a := t.app
	a.diagnose(diagnostic.BadURLSucceeds, t)
	t.socket = &socket{app: a, task: t, native: a.native}
	a.live = append(a.live, t)
	ok := t.accepted(nil)
	a.outcome("connectSocket", ok)
	cb.Call(ok)
	r := t.failed(*a.layer.BadURL, cause)
	a.outcome("connectSocket", r)
	Callbacks{Fail: cb.Fail}.Call(r)
	return r
}
