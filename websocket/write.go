package websocket

import "sync"

// writer is the outgoing half of a Conn: frames wait in chunks, in order, until
// the kernel takes them. Everything is guarded by mu.
type writer struct {
	mu      sync.Mutex
	drained condition // broadcast when bytes have left or never will

	first   *chunk // of the queue, being written
	last    *chunk // being filled
	payload int64  // BufferedAmount
	beneath int64  // of it, what the transport holds (TLS)
	framed  int64  // bytes ever put into the queue
	written int64  // bytes ever taken out of it
	err     error  // nothing is accepted or written any more

	corked    int32
	busy      bool    // a goroutine finishes what the kernel refused
	closeSent bool    // a close frame is in the queue or has left
	pong      *[]byte // the answer to the last ping, held back: see answerPing
	pongEnd   int64   // where the last one in the queue ends, counted as framed
	deflate   *deflater
}

// enqueue frames p at the end of the queue. w.mu is held.
func (c *Conn) enqueue(op Opcode, compressed bool, p []byte) {
	w := &c.out
	need := maxHeader
	if op.control() {
		need += len(p) // never spans two chunks, see payloadBefore
	}
	k := w.tail(need, maxHeader+len(p))
	h := header{fin: true, rsv1: compressed, opcode: op, length: int64(len(p)), masked: c.role == client}
	if h.masked {
		h.key = k.key()
	}
	n := h.put(k.buf[k.n:])
	k.n += n
	w.framed += int64(n + len(p))
	if !op.control() {
		w.payload += int64(len(p))
	}
	if c.trace != nil && c.trace.FrameWritten != nil {
		c.trace.FrameWritten(Frame{true, compressed, op, h.masked, p})
	}
	for {
		room := k.buf[k.n:]
		part := p[:min(len(p), len(room))]
		if h.masked {
			h.key = maskCopy(room[:len(part)], part, h.key)
		} else {
			copy(room, part)
		}
		k.n += len(part)
		if !op.control() {
			k.payload += len(part)
		}
		if p = p[len(part):]; len(p) == 0 {
			return
		}
		// A message larger than the chunk: what is full may leave already.
		c.flush()
		if w.err != nil {
			return
		}
		k = w.tail(0, len(p))
		k.lead = min(len(p), len(k.buf))
	}
}

// tail returns a chunk with at least n bytes of room, and more than none, for up
// to total bytes.
func (w *writer) tail(n, total int) *chunk {
	if k := w.last; k != nil && !k.sealed && k.n < len(k.buf) && len(k.buf)-k.n >= n {
		return k
	}
	pool := chunks
	if total > chunkSize {
		pool = largeChunks
	}
	k := pool.Get().(*chunk)
	k.n, k.off, k.payload, k.lead, k.sealed = 0, 0, 0, 0, false
	if w.last == nil {
		w.first = k
	} else {
		w.last.next = k
	}
	w.last = k
	return k
}

// queued is how many bytes wait in the queue.
func (w *writer) queued() int64 { return w.framed - w.written }

// flush writes unless the connection is corked and has little. w.mu is held.
func (c *Conn) flush() {
	if w := &c.out; w.corked == 0 || w.queued() >= corkLimit {
		c.write()
	}
}

// write hands the kernel what it takes without waiting; what it refuses is left
// to a goroutine. w.mu is held.
func (c *Conn) write() {
	w := &c.out
	for !w.busy && w.err == nil && w.first != nil {
		k := w.first
		n, err := c.tr.tryWrite(k.buf[k.off:k.n])
		if err != nil {
			c.writeFailed(err)
			return
		}
		c.wrote(k, n)
		if k.off < k.n || c.tr.holds() {
			k.sealed = true
			w.busy = true
			go c.finishWrites()
			return
		}
		w.pop()
	}
	w.drained.broadcast()
}

// finishWrites waits for the kernel until the queue is empty.
func (c *Conn) finishWrites() {
	w := &c.out
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.err == nil {
		if c.tr.holds() {
			w.mu.Unlock()
			err := c.tr.drain()
			w.mu.Lock()
			if err != nil {
				c.writeFailed(err)
				break
			}
			w.payload -= w.beneath
			w.beneath = 0
			c.progress()
		}
		if w.pong != nil && !w.pongsWait() {
			c.enqueuePong(*w.pong)
		}
		if w.first == nil {
			break
		}
		k := w.first
		if k.off == k.n {
			w.pop()
			continue
		}
		k.sealed = true
		p := k.buf[k.off:k.n]
		w.mu.Unlock()
		n, err := c.tr.writeSome(p)
		w.mu.Lock()
		if err != nil {
			c.writeFailed(err)
			break
		}
		if w.err != nil {
			break // dropped meanwhile
		}
		c.wrote(k, n)
		c.progress()
	}
	w.busy = false
	if w.err != nil {
		w.discard()
	}
	w.drained.broadcast()
}

// wrote accounts for n more bytes of k.
func (c *Conn) wrote(k *chunk, n int) {
	w := &c.out
	before := 0
	if k.off > 0 {
		before = k.payloadBefore(k.off)
	}
	k.off += n
	after := k.payload
	if k.off < k.n {
		after = k.payloadBefore(k.off)
	}
	w.written += int64(n)
	if c.tr.holds() {
		w.beneath += int64(after - before)
	} else {
		w.payload -= int64(after-before) + w.beneath
		w.beneath = 0
	}
	w.drained.broadcast()
}

// pop returns the first chunk to the pool.
func (w *writer) pop() {
	k := w.first
	w.first, k.next = k.next, nil
	if w.first == nil {
		w.last = nil
	}
	if len(k.buf) == chunkSize {
		chunks.Put(k)
	} else {
		largeChunks.Put(k)
	}
}

// discard drops what will never be written. The goroutine of finishWrites must
// not be at work.
func (w *writer) discard() {
	for w.first != nil {
		w.pop()
	}
	w.pong = nil
	w.payload = 0
}

// writeFailed records that the network takes nothing more. What the peer sent
// before can still be read: the reader finds the end by itself, or is stopped
// after a while.
func (c *Conn) writeFailed(err error) {
	w := &c.out
	if w.err == nil {
		if reason := c.reason.Load(); reason != nil {
			err = *reason // which is why the connection was cut
		}
		w.err = err
		c.armTimer(lingerTimeout)
	}
	if !w.busy {
		w.discard()
	}
	w.drained.broadcast()
}
