//go:build linux

package main

import (
	"bytes"
	"fmt"
	"time"
)

const (
	// A connection that is alone looks at the clock after so many messages that this
	// much time passes in between, but no more than these; others do at each. The
	// number is odd, so that not always the same message is looked at.
	tickTime  = time.Millisecond
	maxStride = 1023

	// checkEvery is how many times it does so until it compares a whole message that is
	// large; others it compares each time. The length of every message is checked, and
	// that as many come back as were sent.
	checkEvery = 16

	// large is the size from which on what is under way may fill the buffers of both
	// kernels.
	large = 64 << 10
)

// flow is the traffic on one connection. It keeps a window of messages under way:
// each time a burst of echoes has come, as many messages are sent, from inside the
// callback that brought the last. A burst of one is the ordinary answer to each.
type flow struct {
	w    *workload
	m    *meter
	c    conn
	msgs []message // as many as a power of two

	got, asked int // messages that came back and that were sent
	due        int // that came back since the last burst
	stride     int // how many make a tick
	left       int // of the current stride
	ticks      int
	lastTick   time.Time
	ended      bool

	turns chan struct{} // what a sender of its own may send; nil without one
}

func newFlow(w *workload, m *meter, c *client, t *target, msgs []message) (*flow, error) {
	f := &flow{w: w, m: m, msgs: msgs, stride: 1, left: 1}
	var err error
	if f.c, err = c.dial(t, f); err != nil {
		return nil, err
	}
	if w.size >= large && !c.queues {
		f.turns = make(chan struct{}, w.window)
	}
	return f, nil
}

// begin sends the first window and starts to read.
func (f *flow) begin() {
	if f.turns != nil {
		go f.sendInTurn()
	}
	f.ask(f.w.window)
	f.idle()
	f.c.start()
}

// message is called with each echo.
func (f *flow) message(p []byte) {
	want := f.msgs[f.got&(len(f.msgs)-1)].data
	if len(p) != len(want) {
		f.m.fail(fmt.Errorf("message %d came back with %d bytes instead of %d", f.got, len(p), len(want)))
		return
	}
	f.got++
	if f.left--; f.left == 0 {
		f.tick(p, want)
	}
	if f.ended {
		if f.got == f.asked {
			f.m.drained()
		}
		return
	}
	if f.due++; f.due == f.w.burst {
		f.due = 0
		f.ask(f.w.burst)
	}
}

// idle lets go of the answers to all that one read brought, if it was not the end of
// a burst that did.
func (f *flow) idle() {
	if f.turns == nil {
		f.flush()
	}
}

func (f *flow) flush() {
	if err := f.c.flush(); err != nil {
		f.m.fail(fmt.Errorf("flushing after message %d: %w", f.asked-1, err))
	}
}

func (f *flow) broke(err error) { f.m.fail(fmt.Errorf("the connection broke: %w", err)) }

// ask sends n messages.
func (f *flow) ask(n int) {
	from := f.asked
	f.asked += n
	if f.turns != nil {
		for range n {
			f.turns <- struct{}{}
		}
		return
	}
	for i := from; i < f.asked; i++ {
		if err := f.c.send(&f.msgs[i&(len(f.msgs)-1)]); err != nil {
			f.m.fail(fmt.Errorf("sending message %d: %w", i, err))
			return
		}
	}
	if n > 1 {
		f.flush()
	}
}

// sendInTurn sends a message for each turn, beside the reading.
func (f *flow) sendInTurn() {
	for i := 0; ; i++ {
		if _, ok := <-f.turns; !ok {
			return
		}
		err := f.c.send(&f.msgs[i&(len(f.msgs)-1)])
		if err == nil {
			err = f.c.flush()
		}
		if err != nil {
			f.m.fail(fmt.Errorf("sending message %d: %w", i, err))
			return
		}
	}
}

// tick does what would cost too much for each message.
func (f *flow) tick(p, want []byte) {
	if (len(p) < large || f.ticks%checkEvery == 0) && !bytes.Equal(p, want) {
		f.m.fail(fmt.Errorf("message %d came back with other bytes", f.got-1))
		return
	}
	f.ticks++
	f.ended = !f.m.tick(f.stride)
	now := time.Now()
	if now.Sub(f.lastTick) < tickTime && f.w.kind != latency && f.w.conns == 1 {
		f.stride = min(2*f.stride+1, maxStride)
	}
	f.lastTick, f.left = now, f.stride
}

// end closes the connection, after the meter is over.
func (f *flow) end() {
	if f.turns != nil {
		close(f.turns)
	}
	f.c.close()
}

// measureTraffic runs a workload with one client.
func measureTraffic(w *workload, c *client, place *place, span time.Duration) (sample, error) {
	m := newMeter(w, span, place.PID, w.conns)
	msgs := w.messages()
	flows := make([]*flow, w.conns)
	for i := range flows {
		f, err := newFlow(w, m, c, place.target(w, i), msgs)
		if err != nil {
			return sample{}, fmt.Errorf("connection %d: %w", i, err)
		}
		defer f.end()
		flows[i] = f
	}
	for _, f := range flows {
		f.begin()
	}
	m.begin()
	return m.wait()
}
