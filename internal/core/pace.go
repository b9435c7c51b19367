package core

import "time"

// What listeners send waits for what the next ones may send, to leave in one write,
// but not for longer than flushTime where listeners are slow, nor for more of them than
// flushMessages where they are quick: the peer can work on the one half of an exchange
// while this side does on the other.
const (
	flushTime     = time.Millisecond
	flushMessages = 128

	// clockStride is how many messages of quick listeners go by between two looks
	// at the clock.
	clockStride = 8
)

// pace says when to flush. The zero value is not ready; see begin.
type pace struct {
	count   int // of messages since the last flush
	look    int // the count at which to look at the clock
	flushed time.Time
}

// begin is called when there is nothing to flush.
func (p *pace) begin(now time.Time) { *p = pace{look: 1, flushed: now} }

// due is called between two messages and reports whether to flush there.
func (p *pace) due() bool {
	p.count++
	if p.count < p.look {
		return false
	}
	now := time.Now()
	elapsed := now.Sub(p.flushed)
	if elapsed < flushTime && p.count < flushMessages {
		// Listeners that were quick enough for as many more to fit in get them.
		p.look = p.count + 1
		if elapsed/time.Duration(p.count)*clockStride < flushTime/8 {
			p.look = p.count + clockStride
		}
		return false
	}
	p.begin(now)
	return true
}
