package binding

import (
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/platform"
)

// taskSend is the task's send (§2.2).
func (b *Binding) taskSend(call sobek.FunctionCall) sobek.Value {
	t := b.taskOf(call.This)
	o := b.options(call.Argument(0))
	data := o.Get("data")
	cb := b.raw("SocketTask.send", o)
	if t.State() != core.StateOpen && b.layer.Data == platform.WebIDL {
		m, _ := b.plainData(data) // refused before the data are converted
		return b.rethrow(t.Send(m, cb))
	}
	m, err := b.outgoing(data, o)
	if err != nil {
		return b.rethrow(t.SendFailed(err, cb))
	}
	if b.skips(data) {
		b.diagnose(diagnostic.EmptySendDropped, t.ID())
		return b.rethrow(t.SendNothing(cb))
	}
	return b.rethrow(t.Send(m, cb))
}

// sendSocketMessage is uni.sendSocketMessage (§1.2).
func (b *Binding) sendSocketMessage(args *sobek.Object, cb core.Callbacks) sobek.Value {
	data := args.Get("data")
	if t := b.app.Global(); t == nil || t.State() != core.StateOpen && !b.layer.GlobalFail {
		m, _ := b.plainData(data) // refused before the data are converted
		b.app.Send(m, cb)
		return sobek.Undefined()
	}
	m, err := b.outgoing(data, args)
	switch {
	case err != nil:
		b.app.SendFailed(err, cb)
	case b.skips(data):
		b.diagnose(diagnostic.EmptySendDropped, b.app.Global().ID())
		b.app.SendNothing(cb)
	default:
		b.app.Send(m, cb)
	}
	return sobek.Undefined()
}

// skips reports whether the layer leaves a send of these data out.
func (b *Binding) skips(data sobek.Value) bool {
	return b.layer.SkipEmpty && (data == nil || !data.ToBoolean())
}

// plainData are data that need no conversion: a string, or bytes.
func (b *Binding) plainData(v sobek.Value) (m core.Outgoing, ok bool) {
	if s, ok := v.(sobek.String); ok {
		return core.Outgoing{Text: s.String()}, true
	}
	p, ok := b.buffer(v)
	return core.Outgoing{Bytes: p, Binary: ok}, ok
}

// outgoing converts v, the data of a send's options. The bytes are those of the
// script's buffer: they have to be copied before it goes on.
func (b *Binding) outgoing(v sobek.Value, o *sobek.Object) (m core.Outgoing, err error) {
	if b.layer.Base64 {
		return b.fromBase64(v, o.Get("isBuffer"))
	}
	if b.layer.Data == platform.CastToString && v != nil && b.rawType(v) != "ArrayBuffer" {
		err := b.try(func() { m.Text = b.domString(v, "") })
		return m, err
	}
	if m, ok := b.plainData(v); ok && (!m.Binary || b.layer.Data != platform.ObjectsAsBytes || b.rawType(v) == "ArrayBuffer") {
		return m, nil
	}
	if v == nil {
		v = sobek.Undefined()
	}
	switch b.layer.Data {
	case platform.WebIDL:
		err = b.try(func() { m.Text = b.domString(v, "Failed to execute 'send' on 'WebSocket': ") })
	case platform.ObjectsAsBytes:
		if isObject(v) && !isFunction(v) || sobek.IsNull(v) {
			return b.asUint8Array(v)
		}
		err = b.try(func() { m.Text = b.domString(v, "") })
	default:
		err = fmt.Errorf("parameter `data`. Expected String, ArrayBuffer, got %s", b.rawType(v))
	}
	return m, err
}

// asUint8Array are the bytes that a Uint8Array made of v holds.
func (b *Binding) asUint8Array(v sobek.Value) (m core.Outgoing, err error) {
	array, err := b.newUint8Array(sobek.Undefined(), v)
	if err = b.caught(err); err != nil {
		return m, err
	}
	m.Bytes, m.Binary = b.buffer(array)
	return m, nil
}

// fromBase64 are the data of a send where binary ones are base64 text with
// isBuffer (§1.2, #72).
func (b *Binding) fromBase64(v, isBuffer sobek.Value) (m core.Outgoing, err error) {
	text, ok := v.(sobek.String)
	switch {
	case !ok:
		if v != nil {
			if _, buffer := b.buffer(v); buffer {
				b.diagnose(diagnostic.BinaryAsText, 0, "An ArrayBuffer cannot be sent here: data are a string.")
			}
		}
		return m, errors.New("接口参数无效")
	case isBuffer == nil || !isBuffer.ToBoolean():
		return core.Outgoing{Text: text.String()}, nil
	}
	p, err := base64.StdEncoding.DecodeString(text.String())
	if err != nil {
		return m, errors.New("接口参数无效")
	}
	return core.Outgoing{Bytes: p, Binary: true}, nil
}
