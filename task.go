package uni

import (
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/websocket"
)

// ReadyState is the state of a SocketTask.
type ReadyState int

// The ready states, with the numbers that uni-app gives them.
const (
	Connecting ReadyState = 0
	Open       ReadyState = 1
	Closing    ReadyState = 2
	Closed     ReadyState = 3
)

func (s ReadyState) String() string { return core.State(s).String() }

// SocketTask is one connection. Listeners of one kind accumulate and are called
// in order.
type SocketTask struct {
	app  *App
	task *core.Task
}

// SendOptions are those of Send and SendSocketMessage.
type SendOptions struct {
	Data Data

	Success  func(Result)
	Fail     func(*Error)
	Complete func(Result)
}

// CloseOptions are those of Close and CloseSocket.
type CloseOptions struct {
	Code   int    // 0 is 1000
	Reason string // at most 123 bytes of UTF-8

	Success  func(Result)
	Fail     func(*Error)
	Complete func(Result)
}

// Send sends a message. It does not block, and copies the data. Success means
// that the message was accepted, not that it arrived.
func (t *SocketTask) Send(o SendOptions) error {
	cb := &callbacks{app: t.app, api: "SocketTask.send", success: o.Success, fail: o.Fail, complete: o.Complete}
	t.app.mu.Lock()
	defer t.app.mu.Unlock()
	if err := o.Data.check(); err != nil {
		t.task.SendFailed(err, cb.core())
	} else {
		t.task.Send(o.Data.outgoing(), cb.core())
	}
	return cb.result()
}

// Close begins to close the connection: what was accepted before still leaves.
func (t *SocketTask) Close(o CloseOptions) error {
	cb := &callbacks{app: t.app, api: "SocketTask.close", success: o.Success, fail: o.Fail, complete: o.Complete}
	t.app.mu.Lock()
	defer t.app.mu.Unlock()
	t.task.Close(o.core(), cb.core())
	return cb.result()
}

// OnOpen adds a listener for the connection's opening. One that is added after
// that is not called.
func (t *SocketTask) OnOpen(fn func(OpenEvent)) { t.on(core.Open, t.app.openListener(fn)) }

// OnMessage adds a listener for messages.
func (t *SocketTask) OnMessage(fn func(MessageEvent)) {
	t.on(core.MessageEvent, t.app.messageListener(fn))
}

// OnError adds a listener for errors: a connection that could not be made or
// that broke.
func (t *SocketTask) OnError(fn func(ErrorEvent)) { t.on(core.Error, t.app.errorListener(fn)) }

// OnClose adds a listener for the connection's end.
func (t *SocketTask) OnClose(fn func(CloseEvent)) { t.on(core.Close, t.app.closeListener(fn)) }

func (t *SocketTask) on(k core.Kind, fn core.Listener) {
	t.app.mu.Lock()
	defer t.app.mu.Unlock()
	t.task.On(k, fn)
}

// ReadyState is the state at this moment.
func (t *SocketTask) ReadyState() ReadyState {
	t.app.mu.Lock()
	defer t.app.mu.Unlock()
	return ReadyState(t.task.State())
}

// BufferedAmount is how many bytes of sent messages the system has not taken yet.
func (t *SocketTask) BufferedAmount() int64 {
	t.app.mu.Lock()
	defer t.app.mu.Unlock()
	return t.task.BufferedAmount()
}

// Subprotocol is the one the server selected, "" before the connection is open.
func (t *SocketTask) Subprotocol() string {
	t.app.mu.Lock()
	defer t.app.mu.Unlock()
	return t.task.Subprotocol()
}

func (o CloseOptions) core() core.CloseOptions {
	if o.Code == 0 {
		o.Code = int(websocket.StatusNormalClosure)
	}
	return core.CloseOptions{Code: o.Code, Reason: o.Reason}
}
