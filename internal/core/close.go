package core

import (
	"fmt"

	"github.com/unisocket/uni/websocket"
)

// CloseOptions are those of a close.
type CloseOptions struct {
	Code   int
	Reason string
	// NoCode: the close frame is to have no code.
	NoCode bool
}

func (o CloseOptions) String() string {
	if o.NoCode {
		return ""
	}
	if o.Reason == "" {
		return fmt.Sprint(o.Code)
	}
	return fmt.Sprintf("%d %q", o.Code, o.Reason)
}

// Close is the task's close. An error is what it throws at its caller.
func (t *Task) Close(o CloseOptions, cb Callbacks) error {
	t.app.observe(Record{Kind: RecordCall, Task: t.id, Name: t.app.called("SocketTask.close"), Text: o.String()})
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
	err := t.socket.close(o)
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

// CloseFailed is what a close fails with when err was thrown before it came to
// the native, by a conversion of its arguments.
func (t *Task) CloseFailed(err error, cb Callbacks) error {
	t.app.ObserveCall(t, "SocketTask.close", err.Error())
	return t.app.settle(cb, t.failed(t.app.layer.CloseCatch, err))
}
