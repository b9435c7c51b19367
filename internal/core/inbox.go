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
)

// inbox is where the goroutine that reads leaves what arrives, and the loop
// picks it up: all of it in one turn. It is the websocket.Handler of a socket.
type inbox struct {
	socket   *socket
	turn     func()       // drain
	dispatch func() error // of event

	mu     sync.Mutex
	queue  []arrival
	bytes  int
	posted bool // the loop will come
	paused bool
	deaf   bool // what still arrives is dropped

	// The rest is the loop's.
	arrivals []arrival // what it has picked up
	next     int       // the first of them that has not had its turn
	spare    []arrival // those that it picked up before, empty
	message  websocket.Message
	event    Event // of message; reused for each
	pace     pace
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
		in.socket.port.Turn(in.turn)
	}
}

// drain delivers what is there, on the loop.
func (in *inbox) drain() {
	s := in.socket
	in.mu.Lock()
	in.arrivals = in.queue
	in.queue, in.spare = in.spare[:0], nil
	in.bytes, in.posted = 0, false
	if in.paused {
		in.paused = false
		s.conn.ResumeReads()
	}
	in.mu.Unlock()
	s.conn.Cork()
	in.pace.begin(time.Now())
	for in.next = 0; in.next < len(in.arrivals); {
		switch a := in.arrivals[in.next]; {
		case a.end != nil:
			in.take()
			s.closed(a.end)
		case a.closing != nil:
			in.take()
			s.peerCloses(a.closing.Code, a.closing.Reason)
		default:
			in.stream()
		}
	}
	s.conn.Uncork()
	if cap(in.arrivals) <= inboxMessages {
		in.spare = in.arrivals[:0]
	}
	in.arrivals = nil
}

// take is the arrival whose turn it is.
func (in *inbox) take() arrival {
	a := in.arrivals[in.next]
	in.arrivals[in.next] = arrival{}
	in.next++
	return a
}

// stream delivers the messages that come next.
func (in *inbox) stream() {
	before := in.next
	if deliver := in.socket.app.config.Messages; deliver != nil {
		deliver(Stream{in})
	} else {
		for in.nextEvent() != nil {
			in.socket.app.config.Event(in.dispatch)
		}
	}
	in.finish()
	if in.next == before { // the host takes nothing any more
		in.message = in.take().message
		in.finish()
	}
}

// nextEvent is Stream.Next.
func (in *inbox) nextEvent() *Event {
	s := in.socket
	in.finish()
	for in.next < len(in.arrivals) {
		if a := &in.arrivals[in.next]; a.end != nil || a.closing != nil {
			break
		}
		if in.next > 0 && in.pace.due() {
			s.app.flushTurn()
			s.conn.Flush()
		}
		in.message = in.take().message
		switch {
		case s.over:
		case in.message.Type != textMessage && s.native.NoBinary:
			s.app.diagnose(diagnostic.BinaryUnsupported, s.task)
		// A listener may have closed the socket a message ago (§3.9).
		case s.state == StateOpen || s.native.MessagesAfterClose && s.state == StateClosing:
			s.app.tally.received(s)
			in.event = Event{Kind: MessageEvent, Task: s.task, Fields: s.app.layer.MessageFields, Message: in.message}
			return &in.event
		}
		in.finish()
	}
	return nil
}

// finish gives back the memory of the message that was delivered last.
func (in *inbox) finish() {
	in.message.Release()
	in.message = websocket.Message{}
}
