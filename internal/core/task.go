package core

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// Task is uni's SocketTask.
type Task struct {
	app       *App
	socket    *socket // nil: the native's constructor threw, and the task is dead
	id        int
	own       State // the ready state, where the layer has one of its own
	gone      bool  // the layer has forgotten the native
	removed   bool
	multiple  bool // beside the one of the global functions
	refused   bool // by the platform's policy
	settling  bool // the callbacks of connectSocket run
	listeners [kinds][]Listener

	// Value is the host's own form of the task.
	Value any
}

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
	t := &Task{app: a, id: a.created, own: StateClosed, multiple: o.Multiple}
	for kind, fn := range o.Listeners {
		t.On(kind, fn)
	}
	a.observe(Record{Kind: RecordCall, Task: t.id, Name: "connectSocket", Text: o.URL})
	a.diagnoseConnect(t, o)
	r := Result{Task: t.id, ErrMsg: "connectSocket:ok", OK: true}
	s, err := newSocket(t, o)
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		t.refused = true
		if refused.rule.Fail.Text != "" {
			r = t.failed(refused.rule.Fail, nil)
		}
	case err != nil && a.layer.BadURL != nil:
		// The URL is looked at too late to matter: the call has succeeded, and the task
		// stays among the live ones for good.
		a.diagnose(diagnostic.BadURLSucceeds, t)
		s = &socket{app: a, task: t, native: a.native}
		t.socket = s
		a.live = append(a.live, t)
		a.outcome("connectSocket", &r)
		cb.Call(r)
		r = t.failed(*a.layer.BadURL, err)
		cb = Callbacks{Fail: cb.Fail}
		s = nil
	case err != nil:
		r = t.failed(a.layer.ConnectFail, err)
	default:
		t.socket = s
		if !t.multiple {
			a.live = append(a.live, t)
		}
	}
	a.outcome("connectSocket", &r)
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
	case s != nil:
		s.connect()
	}
	return t, r
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
	a.outcome(cb.API, &r)
	if a.layer.CallbacksLater {
		a.later(func() error { return cb.Call(r) })
		return nil
	}
	return cb.Call(r)
}

// failed is the result for a failure of the platform's, with its cause.
func (t *Task) failed(f platform.Failure, cause error) Result {
	text := f.Text
	if cause != nil {
		text = filled(text, cause)
	}
	// uni-app tells success from failure by the end of the text, whoever wrote it.
	return Result{Task: t.number(), ErrMsg: text, ErrCode: f.Code, Subject: f.Subject, Cause: cause, OK: strings.HasSuffix(text, ":ok")}
}

// On adds a listener to the task.
func (t *Task) On(k Kind, fn Listener) {
	t.app.ObserveCall(t, "SocketTask.on"+k.String(), "")
	t.listeners[k] = append(t.listeners[k], fn)
}

// ID is the number of the task, in order of creation from 1.
func (t *Task) ID() int { return t.id }

func (t *Task) number() int {
	if t == nil {
		return 0
	}
	return t.id
}

// DeadTask is a task without a native, as one whose constructor threw.
func (a *App) DeadTask() *Task { return &Task{app: a, own: StateClosed} }

// Dead reports whether the native's constructor threw.
func (t *Task) Dead() bool { return t.socket == nil }

// State is the ready state as a script sees it.
func (t *Task) State() State {
	switch {
	case t.app.layer.OwnState:
		return t.own
	case t.socket == nil:
		return StateClosed
	}
	return t.socket.state
}

// Connecting reports whether the native is on its way to open.
func (t *Task) Connecting() bool { return t.socket != nil && t.socket.state == StateConnecting }

// SetState is an assignment to the task's own ready state, by a script.
func (t *Task) SetState(s State) { t.own = s }

// BufferedAmount is how many bytes of accepted messages have not left.
func (t *Task) BufferedAmount() int64 {
	if t.socket == nil || t.socket.conn == nil {
		return 0
	}
	return t.socket.conn.BufferedAmount()
}

// Subprotocol is the one that the handshake agreed on, "" before that.
func (t *Task) Subprotocol() string {
	if t.socket == nil || t.socket.conn == nil {
		return ""
	}
	return t.socket.conn.Subprotocol()
}

// Timing tells how the handshake went, once the socket is open.
func (t *Task) Timing() websocket.Timing {
	if t.socket == nil || t.socket.conn == nil {
		return websocket.Timing{}
	}
	return t.socket.conn.Timing()
}

// Outgoing is the data of a send. Bytes are copied before the call returns.
type Outgoing struct {
	Text   string
	Bytes  []byte
	Binary bool
}

func (m Outgoing) bytes() []byte {
	if m.Binary {
		return m.Bytes
	}
	return []byte(m.Text)
}

func (m Outgoing) String() string {
	if m.Binary {
		return fmt.Sprintf("%d bytes", len(m.Bytes))
	}
	return m.Text
}

// Send is the task's send. An error is what it throws at its caller.
func (t *Task) Send(m Outgoing, cb Callbacks) error {
	if t.app.observed() {
		t.app.observe(Record{Kind: RecordCall, Task: t.id, Name: "SocketTask.send", Text: m.String(), Data: m.bytes(), Binary: m.Binary})
	}
	return t.send(m, cb)
}

func (t *Task) send(m Outgoing, cb Callbacks) error {
	err := t.trySend(m, cb)
	var escaped *escape
	switch {
	case err == nil:
		return nil
	case errors.As(err, &escaped):
		return escaped.error
	}
	return t.app.settle(cb, t.failed(t.app.layer.SendCatch, err))
}

// escape is an exception that the layer does not catch.
type escape struct{ error }

// trySend is the part of send whose exceptions the layer catches, those of the
// callbacks included.
func (t *Task) trySend(m Outgoing, cb Callbacks) error {
	layer := t.app.layer
	if t.socket == nil {
		return exception(t.app.native.DeadSend)
	}
	if t.State() != StateOpen {
		t.diagnoseEarlySend()
		through := false
		for _, step := range layer.SendNotOpen {
			switch {
			case step.Throw != nil:
				return exception(*step.Throw)
			case step.Native:
				through = true
			default:
				err := t.app.settle(cb, t.failed(*step.Fail, nil))
				if err != nil && step.Escapes {
					err = &escape{err}
				}
				if err != nil {
					return err
				}
			}
		}
		if !through {
			return nil
		}
	}
	if t.gone && layer.SendGone != nil {
		return t.app.settle(cb, t.failed(*layer.SendGone, nil))
	}
	err := t.socket.send(m)
	if errors.Is(err, websocket.ErrQueueFull) {
		t.app.diagnose(diagnostic.QueueLimit, t)
	}
	switch {
	case errors.Is(err, websocket.ErrQueueFull) && layer.QueueFull != nil:
		t.throws(err, layer.QueueFull.Text)
		return t.app.settle(cb, t.failed(*layer.QueueFull, err))
	case err != nil && layer.ErrorOnThrow:
		t.throws(err, err.Error())
		return err
	case err != nil:
		return err
	}
	return t.app.settle(cb, Result{Task: t.id, ErrMsg: "sendSocketMessage:ok", OK: true})
}

// CloseOptions are those of a close.
type CloseOptions struct {
	Code   int
	Reason string
}

func (o CloseOptions) String() string {
	if o.Reason == "" {
		return fmt.Sprint(o.Code)
	}
	return fmt.Sprintf("%d %q", o.Code, o.Reason)
}

// Close is the task's close. An error is what it throws at its caller.
func (t *Task) Close(o CloseOptions, cb Callbacks) error {
	t.app.observe(Record{Kind: RecordCall, Task: t.id, Name: "SocketTask.close", Text: o.String()})
	return t.close(o, cb)
}

func (t *Task) close(o CloseOptions, cb Callbacks) error {
	err := t.tryClose(o, cb)
	if err == nil {
		return nil
	}
	return t.app.settle(cb, t.failed(t.app.layer.CloseCatch, err))
}

func (t *Task) tryClose(o CloseOptions, cb Callbacks) error {
	layer := t.app.layer
	t.own = StateClosing
	if t.socket == nil {
		return exception(t.app.native.DeadClose)
	}
	t.diagnoseClose(o)
	if layer.CloseNotOpen != nil && t.State() != StateOpen {
		return t.app.settle(cb, t.failed(*layer.CloseNotOpen, nil))
	}
	if t.gone && layer.CloseGone != nil {
		return t.app.settle(cb, t.failed(*layer.CloseGone, nil))
	}
	t.gone = true
	if layer.CloseLosesOptions {
		o = CloseOptions{Code: int(websocket.StatusNormalClosure)}
	}
	err := t.socket.close(o.Code, o.Reason)
	if err != nil {
		t.diagnoseRefusedClose(o)
	}
	switch {
	case err == nil, layer.CloseAnyState:
	case layer.ErrorOnThrow:
		t.throws(err, err.Error())
		return err
	default:
		return err
	}
	return t.app.settle(cb, Result{Task: t.id, ErrMsg: "closeSocket:ok", OK: true})
}

// throws is an error event for what the native threw, which is the end of the task
// (§2.2, uni-app x on Android). It comes after the call.
func (t *Task) throws(cause error, text string) {
	s := t.socket
	t.app.later(func() error {
		return t.dispatch(&Event{Kind: Error, ErrMsg: text, Cause: cause})
	})
	if s.state == StateOpen && errors.Is(cause, websocket.ErrQueueFull) {
		s.shutdown(websocket.StatusGoingAway, "")
	}
}

// SendNothing is a send that succeeds and has nothing to send.
func (t *Task) SendNothing(cb Callbacks) error {
	t.app.ObserveCall(t, "SocketTask.send", "nothing")
	return t.app.settle(cb, Result{Task: t.id, ErrMsg: "sendSocketMessage:ok", OK: true})
}

// CloseFailed is what a close fails with when err was thrown before it came to
// the native, by a conversion of its arguments.
func (t *Task) CloseFailed(err error, cb Callbacks) error {
	t.app.ObserveCall(t, "SocketTask.close", err.Error())
	return t.app.settle(cb, t.failed(t.app.layer.CloseCatch, err))
}

// SendFailed is the same for a send.
func (t *Task) SendFailed(err error, cb Callbacks) error {
	t.app.ObserveCall(t, "SocketTask.send", err.Error())
	return t.app.settle(cb, t.failed(t.app.layer.SendCatch, err))
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

// dispatch works off an event in the layer's order.
func (t *Task) dispatch(e *Event) error {
	a := t.app
	if t.removed && a.layer.Deaf {
		return nil
	}
	e.Task = t
	var steps []platform.Step
	switch e.Kind {
	case Open:
		steps, e.Fields = a.layer.Open, a.layer.OpenFields
	case MessageEvent:
		steps, e.Fields = a.layer.Message, a.layer.MessageFields
	case Error:
		steps, e.Fields = a.layer.Error, a.layer.ErrorFields
	case Close:
		steps, e.Fields = a.layer.Close, a.layer.CloseFields
	}
	if a.observed() {
		a.observe(e.record(t.id))
	}
	for _, step := range steps {
		var err error
		switch step {
		case platform.TaskListeners:
			e.ofTask = true
			err = t.notifyTask(e)
			e.ofTask = false
		case platform.GlobalListeners:
			if a.Global() == t || t.refused {
				err = t.notifyGlobal(e)
			}
		case platform.Remove:
			a.remove(t)
			t.removed, t.gone = true, true
		case platform.SetOpen:
			t.own = StateOpen
		case platform.SetClosed:
			t.own = StateClosed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// notifyGlobal calls the global listeners.
func (t *Task) notifyGlobal(e *Event) error {
	a := t.app
	if len(a.globals[e.Kind]) > 0 {
		a.heard(t, "onSocket", e)
	}
	err := t.notify(a.globals[e.Kind], a.layer.GlobalThrow, e)
	if err != nil && e.Kind != Open && e.Kind != MessageEvent && a.keepsDead() {
		a.diagnose(diagnostic.ThrowKeepsDeadTask, t, strings.ToLower(e.Kind.String()))
	}
	return err
}

// notifyTask calls the task's. Where listeners are late, those added meanwhile are
// called, too.
func (t *Task) notifyTask(e *Event) error {
	a := t.app
	listeners := t.listenersOf(e.Kind)
	if len(listeners) > 0 {
		a.heard(t, "on", e)
	}
	for {
		if err := t.notify(listeners, a.layer.TaskThrow, e); err != nil || !a.layer.LateListeners {
			return err
		}
		all := t.listenersOf(e.Kind)
		if len(all) <= len(listeners) {
			return nil
		}
		listeners = all[len(listeners):]
	}
}

// notify calls the listeners there are now: those that are added meanwhile
// wait for the next event.
func (t *Task) notify(listeners []Listener, rule platform.Throw, e *Event) error {
	for _, fn := range listeners {
		err := fn(e)
		if err == nil {
			continue
		}
		if rule != platform.Isolate {
			return err
		}
		if err := t.app.config.ListenerThrew(t.app.layer.TaskThrowText, e.Kind, err); err != nil {
			return err
		}
	}
	return nil
}

func (e *Event) record(task int) Record {
	r := Record{Kind: RecordEvent, Task: task, Name: e.Kind.String()}
	switch e.Kind {
	case MessageEvent:
		r.Data = e.Message.Data
		r.Binary = e.Message.Type != textMessage
	case Error:
		if e.Cause != nil {
			r.Text = e.Cause.Error()
		}
	case Close:
		r.Text = CloseOptions{e.Code, e.Reason}.String()
	}
	return r
}
