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
	// Header is that of the handshake's response, where the platform gives it.
	Header http.Header
}

// MessageEvent is what OnMessage listeners get.
type MessageEvent struct {
	// Data belongs to the listener.
	Data Data
}

// ErrorEvent is what OnError listeners get.
type ErrorEvent struct {
	// ErrMsg says what went wrong, where the platform does.
	ErrMsg string
	// Err is what went wrong, on any platform: a *websocket.HandshakeError, a
	// *websocket.ProtocolError, an error of the network.
	Err error
}

// CloseEvent is what OnClose listeners get.
type CloseEvent struct {
	Code   int // 1005: the peer gave none; 1006: the connection broke
	Reason string
}

// Listeners are called by core, which holds the lock; those of the user run
// without it.

func (a *App) openListener(fn func(OpenEvent)) core.Listener {
	return func(e *core.Event) error {
		var event OpenEvent
		if slices.Contains(e.Fields, platform.Header) {
			event.Header = e.Header
		}
		a.outside(func() { fn(event) })
		return nil
	}
}

func (a *App) messageListener(fn func(MessageEvent)) core.Listener {
	return func(e *core.Event) error {
		var event MessageEvent
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
		event := ErrorEvent{Err: e.Cause}
		if slices.Contains(e.Fields, platform.ErrMsg) {
			event.ErrMsg = e.ErrMsg
		}
		a.outside(func() { fn(event) })
		return nil
	}
}

func (a *App) closeListener(fn func(CloseEvent)) core.Listener {
	return func(e *core.Event) error {
		event := CloseEvent{e.Code, e.Reason}
		a.outside(func() { fn(event) })
		return nil
	}
}
