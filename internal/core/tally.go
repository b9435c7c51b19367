package core

import (
	"time"

	"github.com/unisocket/uni/websocket"
)

// tally notes what sockets do, for Config.Counts and Config.Meter. Where there are
// neither it is nil, and its methods do nothing.
type tally struct {
	counts  *Counts // nobody else's where Config.Counts is nil
	meter   Meter   // may be nil
	stirred []*Session
}

func newTally(counts *Counts, meter Meter) *tally {
	switch {
	case counts == nil && meter == nil:
		return nil
	case counts == nil:
		counts = new(Counts)
	}
	return &tally{counts: counts, meter: meter}
}

func (t *tally) connecting(s *socket) {
	if t == nil {
		return
	}
	t.counts.Connecting.Add(1)
	if t.meter != nil && s.blocked == nil {
		s.session = &Session{Task: s.task.id, URL: s.target, Start: time.Now()}
	}
}

// dialed notes how and when s came to the end of its handshake, unless it was given
// up before.
func (t *tally) dialed(s *socket, conn *websocket.Conn, err error, at time.Time) {
	session := s.session
	if session == nil || s.state != StateConnecting {
		return
	}
	session.Connecting = at.Sub(session.Start)
	session.Conn, session.Err = conn, err
	t.meter.Dialed(session)
}

func (t *tally) changed(from, to State) {
	if t != nil {
		t.counts.changed(from, to)
	}
}

func (t *tally) broke() {
	if t != nil {
		t.counts.Broken.Add(1)
	}
}

func (t *tally) sent(s *socket) {
	if t != nil {
		t.counts.Sent.Add(1)
		t.message(s, 1, 0)
	}
}

func (t *tally) received(s *socket) {
	if t != nil {
		t.counts.Received.Add(1)
		t.message(s, 0, 1)
	}
}

// message counts for the session, and sees to it that it has its Turn.
func (t *tally) message(s *socket, sent, received int64) {
	session := s.session
	if session == nil {
		return
	}
	session.Sent += sent
	session.Received += received
	if !session.stirred {
		session.stirred = true
		t.stirred = append(t.stirred, session)
		s.app.awaitTurnEnd()
	}
}

func (t *tally) turn(s *Session) {
	if s.stirred {
		s.stirred = false
		t.meter.Turn(s)
	}
}

// endTurn is the end of the turn.
func (t *tally) endTurn() {
	if t == nil {
		return
	}
	for i, s := range t.stirred {
		t.turn(s)
		t.stirred[i] = nil
	}
	t.stirred = t.stirred[:0]
}

// ended notes that the connection of s has ended.
func (t *tally) ended(s *socket) {
	if s.session != nil {
		t.turn(s.session)
		t.meter.Ended(s.session)
	}
}
