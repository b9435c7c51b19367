package websocket

import "bytes"

// answerPing queues a pong behind what waits already. Where that is much, there is
// one pong in it at a time: while the peer does not read as far as that, only its
// last ping is remembered (RFC 6455, section 5.5.3), so that pings cannot fill the
// queue.
func (c *Conn) answerPing(data []byte) {
	w := &c.out
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closeSent || w.err != nil {
		return
	}
	if w.busy && w.pongsWait() {
		pong := bytes.Clone(data)
		w.pong = &pong
		return
	}
	c.enqueuePong(data)
	c.flush()
}

// pongsWait reports whether another pong has to wait for the last one to leave.
func (w *writer) pongsWait() bool { return w.written < w.pongEnd && w.queued() >= corkLimit }

// enqueuePong answers the last ping. w.mu is held.
func (c *Conn) enqueuePong(data []byte) {
	w := &c.out
	c.enqueue(OpPong, false, data)
	w.pong, w.pongEnd = nil, w.framed
}
