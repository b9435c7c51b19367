package binding

import (
	"errors"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/websocket"
)

// What a browser's class WebSocket is made of (WHATWG WebSockets, section 3.1): the
// native itself, beside uni's layer over it. The class is the host's, in JavaScript.

// bareSocket is the socket of one WebSocket.
type bareSocket struct {
	task *core.Task
	late int64 // bytes of messages that were given to send after the closing began
	turn int64 // of those that were given to it in this turn of the loop
}

// WebSocketNatives are functions for a class WebSocket, where the platform has one (Bare).
// Those that may fail return what was wrong, as the name and the message of a
// DOMException.
//
//   - openSocket(object, url, protocols, listener) gives an object of the class its
//     socket, or returns what was wrong. listener is called with the name of each event:
//     "open", "message" with the data, "error", and "close" with whether it was clean, the
//     code and the reason.
//   - send is the method itself, which throws.
//   - closeSocket(object, code, reason): a code that is undefined is none.
//   - stateOf, bufferedOn, urlOf, protocolOf and extensionsOf tell of an object's socket.
func (b *Binding) WebSocketNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	of := func(fn func(*bareSocket) any) func(sobek.FunctionCall) sobek.Value {
		return func(call sobek.FunctionCall) sobek.Value {
			return b.vm.ToValue(fn(b.bareOf(call.Argument(0))))
		}
	}
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"openSocket":   b.openBare,
		"send":         b.sendBare,
		"closeSocket":  b.closeBare,
		"stateOf":      of(func(s *bareSocket) any { return int(s.task.State()) }),
		"bufferedOn":   of(func(s *bareSocket) any { return s.late + max(s.turn, s.task.BufferedAmount()) }),
		"urlOf":        of(func(s *bareSocket) any { return s.task.URL() }),
		"protocolOf":   of(func(s *bareSocket) any { return s.task.Subprotocol() }),
		"extensionsOf": of(func(s *bareSocket) any { return s.task.Extensions() }),
	}
}

func (b *Binding) openBare(call sobek.FunctionCall) sobek.Value {
	if b.beside == nil {
		b.beside = b.app.Beside(b.config.Platform.Bare)
	}
	o := core.ConnectOptions{URL: call.Argument(1).String(), Listeners: b.bareListeners(call.Argument(3))}
	b.vm.ForOf(call.Argument(2), func(p sobek.Value) bool {
		o.Protocols = append(o.Protocols, p.String())
		return true
	})
	task, result := b.beside.Connect(o, core.Callbacks{})
	if !result.OK {
		return b.problem(result.Cause)
	}
	b.must(call.Argument(0).ToObject(b.vm).DefineDataPropertySymbol(b.taskKey, b.newHandle(&bareSocket{task: task}),
		sobek.FLAG_FALSE, sobek.FLAG_FALSE, sobek.FLAG_FALSE))
	return sobek.Undefined()
}

// bareOf is the socket of an object of the class.
func (b *Binding) bareOf(v sobek.Value) *bareSocket {
	if o, ok := v.(*sobek.Object); ok {
		if key := o.GetSymbol(b.taskKey); key != nil {
			if s, ok := handled(key).(*bareSocket); ok {
				return s
			}
		}
	}
	b.typeError("Illegal invocation")
	return nil
}

// bareListeners pass a socket's events on to listener.
func (b *Binding) bareListeners(listener sobek.Value) map[core.Kind]core.Listener {
	fn, _ := sobek.AssertFunction(listener)
	tell := func(name string, details func(*core.Event) []sobek.Value) core.Listener {
		event := b.vm.ToValue(name)
		return func(e *core.Event) error {
			args := []sobek.Value{event}
			if details != nil {
				args = append(args, details(e)...)
			}
			_, err := fn(sobek.Undefined(), args...)
			return err
		}
	}
	return map[core.Kind]core.Listener{
		core.Open:  tell("open", nil),
		core.Error: tell("error", nil),
		core.MessageEvent: tell("message", func(e *core.Event) []sobek.Value {
			if e.Message.Type == websocket.Text {
				return []sobek.Value{b.vm.ToValue(string(e.Message.Data))}
			}
			return []sobek.Value{b.vm.ToValue(b.vm.NewArrayBuffer(append([]byte(nil), e.Message.Data...)))}
		}),
		core.Close: tell("close", func(e *core.Event) []sobek.Value {
			return []sobek.Value{b.vm.ToValue(e.Cause == nil), b.vm.ToValue(e.Code), b.vm.ToValue(e.Reason)}
		}),
	}
}

func (b *Binding) sendBare(call sobek.FunctionCall) sobek.Value {
	const what = "Failed to execute 'send' on 'WebSocket': "
	s := b.bareOf(call.This)
	if len(call.Arguments) == 0 {
		b.typeError(what + "1 argument required, but only 0 present.")
	}
	m, ok := b.plainData(call.Argument(0))
	if !ok {
		m.Text = b.domString(call.Argument(0), what)
	}
	size := int64(len(m.Bytes) + len(m.Text))
	switch s.task.State() {
	case core.StateConnecting:
		b.throwDOM(&core.Exception{Exception: b.config.Platform.Bare.SendConnecting})
	case core.StateOpen:
		var failed error
		s.task.Send(m, core.Callbacks{Fail: func(r *core.Result) error {
			failed = r.Cause
			return nil
		}})
		if s.turn == 0 && size > 0 {
			b.loop.AtTurnEnd(func() { s.turn = 0 })
		}
		s.turn += size
		b.throwDOM(failed)
	default:
		s.late += size
	}
	return sobek.Undefined()
}

// throwDOM throws err, where there is one, as a DOMException.
func (b *Binding) throwDOM(err error) {
	if err == nil {
		return
	}
	problem := b.problem(err).ToObject(b.vm)
	o, newErr := b.vm.New(b.vm.GlobalObject().Get("DOMException"), problem.Get("1"), problem.Get("0"))
	b.must(newErr)
	panic(o)
}

func (b *Binding) closeBare(call sobek.FunctionCall) sobek.Value {
	s := b.bareOf(call.Argument(0))
	o := core.CloseOptions{Reason: call.Argument(2).String()}
	if code := call.Argument(1); sobek.IsUndefined(code) {
		o.NoCode = true
	} else {
		o.Code = int(code.ToInteger())
	}
	var failed error
	s.task.Close(o, core.Callbacks{Fail: func(r *core.Result) error {
		failed = r.Cause
		return nil
	}})
	return b.problem(failed)
}

// problem is err as [name, message]; undefined is none.
func (b *Binding) problem(err error) sobek.Value {
	if err == nil {
		return sobek.Undefined()
	}
	var e *core.Exception
	if errors.As(err, &e) {
		return b.vm.NewArray(e.Name, e.Text)
	}
	return b.vm.NewArray("Error", err.Error())
}
