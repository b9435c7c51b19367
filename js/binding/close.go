package binding

import (
	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// taskClose is the task's close (§2.2).
func (b *Binding) taskClose(call sobek.FunctionCall) sobek.Value {
	t := b.taskOf(call.This)
	if sobek.IsNull(call.Argument(0)) {
		return sobek.Undefined() // its options cannot be read, and there is no callback to say so
	}
	o := b.options(call.Argument(0))
	cb := b.raw("SocketTask.close", o)
	options, err := b.closeOptions(t, o)
	if err != nil {
		return b.rethrow(t.CloseFailed(err, cb))
	}
	return b.rethrow(t.Close(options, cb))
}

// closeSocket is uni.closeSocket (§1.3).
func (b *Binding) closeSocket(args *sobek.Object, cb core.Callbacks) sobek.Value {
	options, err := b.closeOptions(b.app.Global(), args)
	if err != nil {
		b.app.CloseFailed(err, cb)
	} else {
		b.app.CloseSocket(options, cb)
	}
	return sobek.Undefined()
}

// closeOptions converts code and reason (§2.2): a code that is falsy is 1000, a
// reason that is no string is none.
func (b *Binding) closeOptions(t *core.Task, o *sobek.Object) (c core.CloseOptions, err error) {
	c.Code = int(websocket.StatusNormalClosure)
	if t == nil || t.Dead() {
		return c, nil
	}
	err = b.try(func() {
		code := o.Get("code")
		if b.layer.Data != platform.WebIDL && code != nil && b.rawType(code) != "Number" {
			code = nil // the native takes numbers
		}
		if reason, ok := o.Get("reason").(sobek.String); ok {
			c.Reason = reason.String()
		}
		if code != nil && code.ToBoolean() {
			c.Code = b.clampedShort(code, "Failed to execute 'close' on 'WebSocket': ")
		}
	})
	return c, err
}
