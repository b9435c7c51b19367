package core

import (
	"slices"
	"strings"

	"github.com/unisocket/uni/websocket"
)

// Task is uni's SocketTask.
type Task struct {
	app       *App
	socket    *socket // nil: the native's constructor threw, and the task is dead
	id        int
	own       State // the ready state, where the layer has one of its own
	gone      bool  // the layer has forgotten the native
	removed   bool
	multiple  bool   // beside the one of the global functions
	refused   bool   // by the platform's policy
	stuck     string // the event in which a global listener threw last
	settling  bool   // the callbacks of connectSocket run
	listeners [kinds][]Listener

	// Value is the host's own form of the task.
	Value any
}

// On adds a listener to the task.
func (t *Task) On(k Kind, fn Listener) {
	t.app.ObserveCall(t, "SocketTask.on"+k.String(), "")
	t.listeners[k] = append(t.listeners[k], fn)
}

// ID is the number of the task, in order of creation from 1.
func (t *Task) ID() int { return t.id }

func (t *Task) number() int {
	if t == nil {
		return 0
	}
	return t.id
}

// DeadTask is a task without a native, as one whose constructor threw.
func (a *App) DeadTask() *Task { return &Task{app: a, own: StateClosed} }

// Dead reports whether the native's constructor threw.
func (t *Task) Dead() bool { return t.socket == nil }

// State is the ready state as a script sees it.
func (t *Task) State() State {
	switch {
	case t.app.layer.OwnState:
		return t.own
	case t.socket == nil:
		return StateClosed
	}
	return t.socket.state
}

// Connecting reports whether the native is on its way to open.
func (t *Task) Connecting() bool { return t.socket != nil && t.socket.state == StateConnecting }

// Live reports whether the task is one of those that have not ended.
func (t *Task) Live() bool { return t != nil && slices.Contains(t.app.live, t) }

// SetState is an assignment to the task's own ready state, by a script.
func (t *Task) SetState(s State) { t.own = s }

// BufferedAmount is how many bytes of accepted messages have not left.
func (t *Task) BufferedAmount() int64 {
	if t.socket == nil || t.socket.conn == nil {
		return 0
	}
	return t.socket.conn.BufferedAmount()
}

// Subprotocol is the one that the handshake agreed on, "" before that.
func (t *Task) Subprotocol() string {
	if t.socket == nil || t.socket.conn == nil {
		return ""
	}
	return t.socket.conn.Subprotocol()
}

// URL is the one that is dialed, "" for a dead task.
func (t *Task) URL() string {
	if t.socket == nil {
		return ""
	}
	return t.socket.target
}

// Extensions are those that the handshake agreed on, "" before that.
func (t *Task) Extensions() string {
	if t.socket == nil || t.socket.conn == nil {
		return ""
	}
	return strings.Join(t.socket.conn.Header().Values("Sec-WebSocket-Extensions"), ", ")
}

// Timing tells how the handshake went, once the socket is open.
func (t *Task) Timing() websocket.Timing {
	if t.socket == nil || t.socket.conn == nil {
		return websocket.Timing{}
	}
	return t.socket.conn.Timing()
}
