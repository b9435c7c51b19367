package core

import (
	"errors"
	"fmt"

	"github.com/unisocket/uni/websocket"
)

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
		t.app.observe(Record{Kind: RecordCall, Task: t.id, Name: t.app.called("SocketTask.send"), Text: m.String(), Data: m.bytes(), Binary: m.Binary})
	}
	return t.send(m, cb)
}

func (t *Task) send(m Outgoing, cb Callbacks) error {
	if err := t.trySend(m, cb); err != nil {
		return t.sendThrew(err, cb)
	}
	return nil
}

// sendThrew does what the layer does with an exception in send.
func (t *Task) sendThrew(err error, cb Callbacks) error {
	var escaped *escape
	if errors.As(err, &escaped) {
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

// SendNothing is a send that succeeds and has nothing to send.
func (t *Task) SendNothing(cb Callbacks) error {
	t.app.ObserveCall(t, "SocketTask.send", "nothing")
	return t.app.settle(cb, Result{Task: t.id, ErrMsg: "sendSocketMessage:ok", OK: true})
}

// SendFailed is what a send fails with when err was thrown before it came to the
// native, by a conversion of its data.
func (t *Task) SendFailed(err error, cb Callbacks) error {
	t.app.ObserveCall(t, "SocketTask.send", err.Error())
	return t.app.settle(cb, t.failed(t.app.layer.SendCatch, err))
}

// throws is an error event for what the native threw, which is the end of the task
// (§2.2, uni-app x on Android). It comes after the call.
func (t *Task) throws(cause error, text string) {
	t.app.later(func() error {
		return t.dispatch(&Event{Kind: Error, ErrMsg: text, Cause: cause})
	})
}
