package websocket

import (
	"errors"
	"sync/atomic"
	"time"
)

// KeepAlive finds out that a peer has gone without a word: its machine lost the
// network, or a router forgot the connection. TCP alone tells that late or never.
//
// When nothing has arrived for Interval, a ping is sent (RFC 6455, section
// 5.5.2); when still nothing arrives for Timeout, the connection is cut, and
// OnClose is told 1006 with ErrPingTimeout. Whatever arrives counts, not only the
// pong, and so does a peer that takes what waited to be sent. So a peer that is
// gone is found out after Interval + Timeout at the earliest and another Interval
// at the latest.
//
// The time in which this side does not read is left out: while a Handler runs,
// while reads are paused, and, without Start, while no Read waits.
type KeepAlive struct {
	// Interval of 0 sends no pings. Pings that keep an idle way open have to come
	// more often than routers forget: 30 seconds is a usual choice.
	Interval time.Duration

	// Timeout of 0 means Interval.
	Timeout time.Duration
}

// ErrPingTimeout is the Err of a CloseError where KeepAlive found the peer gone.
var ErrPingTimeout = errors.New("the peer answered no ping in time: it or the network is gone")

// keepAlive is the state of a Conn's KeepAlive.
type keepAlive struct {
	KeepAlive
	timer *time.Timer // out.mu

	// What follows belongs to the timer's function. asked says that a ping is out,
	// or would be if the queue had room (queued). It is among the first before bytes
	// of all that was ever queued, of which written had left when somebody looked.
	// due is when something has to have happened.
	asked, queued   bool
	before, written int64
	due             time.Time

	heard atomic.Bool // since the timer last ran
	away  atomic.Bool // this side does not read
}

// keepAlive begins to look after the peer, if that was asked for.
func (c *Conn) keepAlive(o KeepAlive) {
	if o.Interval <= 0 {
		return
	}
	if o.Timeout <= 0 {
		o.Timeout = o.Interval
	}
	k := &keepAlive{KeepAlive: o}
	k.away.Store(true) // until somebody reads
	c.alive = k
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	k.timer = time.AfterFunc(o.Interval, func() { c.lookAfterPeer(k) })
}

func (c *Conn) lookAfterPeer(k *keepAlive) {
	now := time.Now()
	if k.heard.Swap(false) || k.away.Load() || c.pause.on.Load() {
		k.asked = false
	} else if !k.asked {
		c.ask(k, now)
	} else if c.moved(k) {
		k.due = now.Add(k.Timeout)
		k.asked = k.queued || k.written < k.before
	} else if !now.Before(k.due) {
		c.cutFor(ErrPingTimeout)
		return
	}
	next := k.Interval
	if k.asked {
		next = min(next, k.due.Sub(now))
	}
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	if !c.out.closeSent && c.out.err == nil { // the end has a timer of its own
		k.timer.Reset(next)
	}
}

// ask sends a ping.
func (c *Conn) ask(k *keepAlive, now time.Time) {
	k.queued = c.Ping(nil) == nil
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	c.write() // also from under a cork: what was not sent cannot be answered
	k.asked, k.due = true, now.Add(k.Timeout)
	k.before, k.written = c.out.framed, c.out.written
}

// moved reports whether the peer has taken some of what waits in front of the
// ping, and the ping at last, since somebody looked.
func (c *Conn) moved(k *keepAlive) bool {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	written := min(c.out.written, k.before)
	moved := written > k.written
	k.written = written
	return moved
}

// hear notes that the peer lives. It may be called on nil.
func (k *keepAlive) hear() {
	if k != nil {
		k.heard.Store(true)
	}
}

// leave notes that this side does not read until back. Both may be called on nil.
func (k *keepAlive) leave() {
	if k != nil {
		k.away.Store(true)
	}
}

func (k *keepAlive) back() {
	if k != nil {
		k.heard.Store(true) // what came meanwhile has not been read
		k.away.Store(false)
	}
}

// stop ends it for good. out.mu is held.
func (k *keepAlive) stop() {
	if k != nil {
		k.timer.Stop()
	}
}
