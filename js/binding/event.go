package binding

import (
	"net/http"
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// listener calls a function of the script with an event.
func (b *Binding) listener(this sobek.Value, fn sobek.Callable) core.Listener {
	return func(e *core.Event) error {
		_, err := fn(this, b.eventObject(e))
		return b.caught(err)
	}
}

// eventObject is what the listeners of an event get: one object for all of them.
func (b *Binding) eventObject(e *core.Event) sobek.Value {
	if e.Value != nil {
		return e.Value.(sobek.Value)
	}
	o := b.vm.NewObject()
	for _, f := range e.Fields {
		switch f {
		case platform.Header:
			o.Set("header", b.headerObject(e.Header))
		case platform.Data:
			o.Set("data", b.messageData(e.Message))
		case platform.ErrMsg:
			o.Set("errMsg", e.ErrMsg)
		case platform.Code:
			o.Set("code", e.Code)
		case platform.Reason:
			o.Set("reason", e.Reason)
		}
	}
	e.Value = o
	return o
}

// messageData is a string, or an ArrayBuffer with a copy of its own: the
// engine's buffer goes back to its pool.
func (b *Binding) messageData(m websocket.Message) sobek.Value {
	if m.Type == websocket.Text {
		return b.vm.ToValue(string(m.Data))
	}
	return b.vm.ToValue(b.vm.NewArrayBuffer(append([]byte(nil), m.Data...)))
}

func (b *Binding) headerObject(h http.Header) *sobek.Object {
	o := b.vm.NewObject()
	for name, values := range h {
		o.Set(name, strings.Join(values, ", "))
	}
	return o
}
