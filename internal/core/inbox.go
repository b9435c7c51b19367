package core

import (
	"sync"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/websocket"
)

// An inbox that holds this much stops its connection's reads until the loop has
// emptied it.
const (
	inboxBytes    = 1 << 20
	inboxMessages = 8192

	// corkTime is how long what listeners send waits for what the next one may
	// send: the inbox may be full, and listeners slow.
	corkTime = time.Millisecond
)

// inbox is where the goroutine that reads leaves what arrives, and the loop
// picks it up: all of it in one turn. It is the websocket.Handler of a socket.
type inbox struct {
	socket *socket

	mu     sync.Mutex
	queue  []arrival
	bytes  int
	posted bool // the loop will come
	paused bool
	deaf   bool // what still arrives is dropped

	spare []arrival // of the loop: the slice that was drained last
	event Event     // of the loop: reused for each message
}

// arrival is a message, or the end.
type arrival struct {
	message websocket.Message
	closing *websocket.CloseError // the peer's close frame
	end     *websocket.CloseError
}

func (in *inbox) OnOpen(*websocket.Conn) {}

func (in *inbox) OnMessages(c *websocket.Conn, msgs []websocket.Message) {
	in.mu.Lock()
	if in.deaf {
		in.mu.Unlock()
		return
	}
	for _, m := range msgs {
		m.Retain()
		in.queue = append(in.queue, arrival{message: m})
		in.bytes += len(m.Data)
	}
	if !in.paused && (in.bytes >= inboxBytes || len(in.queue) >= inboxMessages) {
		in.paused = true
		c.PauseReads()
	}
	// The loop may come here and now, for longer than to drain this inbox; what
	// is sent meanwhile is for drain to collect.
	c.Uncork()
	in.kick()
	c.Cork()
}

func (in *inbox) OnClosing(_ *websocket.Conn, code websocket.StatusCode, reason string) {
	in.put(arrival{closing: &websocket.CloseError{Code: code, Reason: reason}})
}

func (in *inbox) OnClose(_ *websocket.Conn, err *websocket.CloseError) {
	in.put(arrival{end: err})
}

func (in *inbox) put(a arrival) {
	in.mu.Lock()
	in.queue = append(in.queue, a)
	in.kick()
}

// closing is called when the loop closes the socket. The reader has to find the
// peer's answer, so that a full inbox must not hold it up for good.
func (in *inbox) closing(drop bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.deaf = drop
	in.paused = false
	in.socket.conn.ResumeReads()
}

// kick asks the loop to come, once. It unlocks mu.
func (in *inbox) kick() {
	posted := in.posted
	in.posted = true
	in.mu.Unlock()
	if !posted {
		in.socket.port.Turn(in.drain)
	}
}

// drain delivers what is there, on the loop.
func (in *inbox) drain() {
	s := in.socket
	in.mu.Lock()
	arrivals := in.queue
	in.queue, in.spare = in.spare[:0], nil
	in.bytes, in.posted = 0, false
	if in.paused {
		in.paused = false
		s.conn.ResumeReads()
	}
	in.mu.Unlock()
	s.conn.Cork()
	corked := time.Now()
	for i := range arrivals {
		if i > 0 && time.Since(corked) > corkTime {
			s.conn.Uncork()
			s.conn.Cork()
			corked = time.Now()
		}
		in.deliver(&arrivals[i])
		arrivals[i] = arrival{}
	}
	s.conn.Uncork()
	if cap(arrivals) <= inboxMessages {
		in.spare = arrivals[:0]
	}
}

func (in *inbox) deliver(a *arrival) {
	s := in.socket
	switch {
	case a.end != nil:
		s.closed(a.end)
	case a.closing != nil:
		s.peerCloses(a.closing.Code, a.closing.Reason)
	case s.over:
		a.message.Release()
	default:
		// A listener may have closed the socket a message ago (§3.9).
		if a.message.Type != textMessage && s.native.NoBinary {
			s.app.diagnose(diagnostic.BinaryUnsupported, s.task)
		} else if s.state == StateOpen || s.native.MessagesAfterClose && s.state == StateClosing {
			if c := s.app.config.Counts; c != nil {
				c.Received.Add(1)
			}
			in.event = Event{Kind: MessageEvent, Message: a.message}
			s.emit(&in.event)
		}
		a.message.Release()
	}
}
