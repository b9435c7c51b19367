package core

import (
	"time"

	"github.com/unisocket/uni/websocket"
)

// Meter measures sockets. Its methods are called on the loop, before the listeners hear
// of what they tell; they must not block and must not call back.
//
// Nothing is called once the loop has stopped, as that of js.Run does when its context
// ends: a host that stops the loop has to look at its open sessions itself.
type Meter interface {
	// Dialed is told that a handshake has ended: with a connection, or with Err.
	Dialed(*Session)

	// Turn is called once at the end of a turn of the loop in which the session has sent or
	// received messages. What the turn has sent has been written by then, as far as
	// the kernel takes it.
	Turn(*Session)

	// Ended is told that the connection of a session has ended, after the session's last
	// Turn: once for each that Dialed was told of with a connection. TLS may
	// take leave after it.
	Ended(*Session)
}

// Session is what a Meter knows of a socket, from the time it is connecting. A socket that
// is refused before anything is dialed has none. It belongs to the loop.
type Session struct {
	Task int
	URL  string // that is dialed

	// Start is when dialing began, after what pauses the platform makes, or when the
	// socket was made if it was given up before that.
	Start time.Time
	// Connecting is how long it took from there to the handshake's end, or until it was
	// given up.
	Connecting time.Duration

	Conn *websocket.Conn // nil where the handshake failed
	Err  error

	Sent, Received int64 // messages, counted as those of Counts

	stirred bool // has sent or received since its last Turn
}

// dials notes that dialing begins. It may be called on nil.
func (s *Session) dials() {
	if s != nil {
		s.Start = time.Now()
	}
}
