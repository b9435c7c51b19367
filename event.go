package uni

import (
	"net/http"
	"slices"

	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// OpenEvent is what OnOpen listeners get.
type OpenEvent struct {
	Task *SocketTask // whose event it is

	// Header is that of the handshake's response, where the platform gives it,
	// otherwise nil. It belongs to the listener.
	Header http.Header
}

// MessageEvent is what OnMessage listeners get.
type MessageEvent struct {
	Task *SocketTask // whose event it is

	// Data belongs to the listener.
	Data Data
}

// ErrorEvent is what OnError listeners get.
type ErrorEvent struct {
	Task *SocketTask // whose event it is

	// ErrMsg says what went wrong, where the platform does.
	ErrMsg string
	// Err is what went wrong, on any platform: a *websocket.HandshakeError, a
	// *websocket.ProtocolError, an error of the network.
	Err error
}

// CloseEvent is what OnClose listeners get.
type CloseEvent struct {
	Task *SocketTask // whose event it is

	Code   int // 1005: the peer gave none; 1006: the connection broke
	Reason string
}

// Listeners are called by core, which holds the lock; those of the user run
// without it.

func (a *App) openListener(fn func(OpenEvent)) core.Listener {
	return func(e *core.Event) error {
		event := OpenEvent{Task: e.Task.Value.(*SocketTask)}
		if slices.Contains(e.Fields, platform.Header) {
			event.Header = e.Header.Clone()
		}
		a.outside(func() { fn(event) })
		return nil
	}
}

func (a *App) messageListener(fn func(MessageEvent)) core.Listener {
	return func(e *core.Event) error {
		event := MessageEvent{Task: e.Task.Value.(*SocketTask)}
		if e.Message.Type == websocket.Text {
			event.Data = Text(string(e.Message.Data))
		} else {
			event.Data = Bytes(append([]byte{}, e.Message.Data...))
		}
		a.outside(func() { fn(event) })
		return nil
	}
}

func (a *App) errorListener(fn func(ErrorEvent)) core.Listener {
	return func(e *core.Event) error {
		event := ErrorEvent{Task: e.Task.Value.(*SocketTask), Err: e.Cause}
		if slices.Contains(e.Fields, platform.ErrMsg) {
			event.ErrMsg = e.ErrMsg
		}
		a.outside(func() { fn(event) })
		return nil
	}
}

func (a *App) closeListener(fn func(CloseEvent)) core.Listener {
	return func(e *core.Event) error {
		event := CloseEvent{e.Task.Value.(*SocketTask), e.Code, e.Reason}
		a.outside(func() { fn(event) })
		return nil
	}
}
