package binding

import (
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

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
	kept := &e.Value
	if e.Kind == core.Open && !e.OfTask() && slices.Contains(e.Fields, platform.Profile) {
		kept = &e.GlobalValue // which has no profile
	}
	if *kept != nil {
		return (*kept).(sobek.Value)
	}
	o := b.vm.NewObject()
	b.fill(o, e)
	var v sobek.Value = o
	if e.Kind != core.MessageEvent {
		v = b.watchEvent(o, e)
	}
	*kept = v
	return v
}

// fill gives an event's object the fields that the platform has.
func (b *Binding) fill(o *sobek.Object, e *core.Event) {
	for _, f := range e.Fields {
		switch f {
		case platform.Header:
			o.Set("header", b.headerObject(e.Header))
		case platform.Data:
			o.Set("data", b.messageData(e.Message, e.Task.ID()))
		case platform.ErrMsg:
			o.Set("errMsg", e.ErrMsg)
			if b.layer.ErrorBeside {
				o.Set("error", max(e.Fault.Code, 1))
				o.Set("errorMessage", e.ErrMsg)
			}
		case platform.Code:
			o.Set("code", e.Code)
		case platform.Reason:
			o.Set("reason", e.Reason)
		case platform.HeaderMap, platform.HeaderLists:
			o.Set("header", b.headerMap(e.Header, f == platform.HeaderLists))
		case platform.Profile:
			if e.OfTask() {
				o.Set("profile", b.profile(e.Task.Timing()))
			}
		case platform.IsBuffer:
			o.Set("isBuffer", e.Message.Type == websocket.Binary)
		case platform.CodeString:
			o.Set("code", strconv.Itoa(e.Code))
		case platform.ProtocolType:
			o.Set("protocolType", "websocket")
		case platform.SocketType:
			o.Set("socketType", "ttnet")
		case platform.NumericError:
			o.Set("error", e.Fault.Code)
			o.Set("errorMessage", e.Fault.Text)
		}
	}
}

// messageData is a string, or an ArrayBuffer with a copy of its own: the
// engine's buffer goes back to its pool.
func (b *Binding) messageData(m websocket.Message, task int) sobek.Value {
	if m.Type == websocket.Text {
		return b.vm.ToValue(string(m.Data))
	}
	if b.layer.Base64 {
		b.diagnoseBase64(task)
		return b.vm.ToValue(base64.StdEncoding.EncodeToString(m.Data))
	}
	return b.vm.ToValue(b.vm.NewArrayBuffer(append([]byte(nil), m.Data...)))
}

// headerMap is a Map of the header, each value in brackets where the platform
// prints its lists as they are (§2.4).
func (b *Binding) headerMap(h http.Header, lists bool) *sobek.Object {
	var entries []any
	for _, name := range slices.Sorted(maps.Keys(h)) {
		value := strings.Join(h[name], ", ")
		if lists {
			value = "[" + value + "]"
		}
		entries = append(entries, b.vm.NewArray(headerName(name), value))
	}
	v, err := b.newMap(sobek.Undefined(), b.vm.NewArray(entries...))
	b.throw(err)
	o := v.(*sobek.Object)
	if lists {
		return b.watchBrackets(o)
	}
	return o
}

// profile is how long the parts of a handshake took, in milliseconds (§2.4, #40).
func (b *Binding) profile(t websocket.Timing) *sobek.Object {
	ms := func(t time.Time) int64 {
		if t.IsZero() {
			return 0
		}
		return t.UnixMilli()
	}
	o := b.vm.NewObject()
	for _, f := range []struct {
		name  string
		value int64
	}{
		{"fetchStart", ms(t.Start)},
		{"domainLookUpStart", ms(t.DNSStart)},
		{"domainLookUpEnd", ms(t.DNSDone)},
		{"connectStart", ms(t.ConnectStart)},
		{"connectEnd", ms(t.ConnectDone)},
		{"rtt", t.ConnectDone.Sub(t.ConnectStart).Milliseconds()},
		{"handshakeCost", t.Done.Sub(t.ConnectDone).Milliseconds()},
		{"cost", t.Done.Sub(t.Start).Milliseconds()},
	} {
		o.Set(f.name, f.value)
	}
	return o
}

// headerName is a field's name as RFC 6455 spells it, and not Go.
func headerName(name string) string { return strings.Replace(name, "Websocket", "WebSocket", 1) }

func (b *Binding) headerObject(h http.Header) *sobek.Object {
	o := b.vm.NewObject()
	for _, name := range slices.Sorted(maps.Keys(h)) {
		o.Set(headerName(name), strings.Join(h[name], ", "))
	}
	return o
}
