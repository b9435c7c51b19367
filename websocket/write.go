package websocket

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	mathrand "math/rand/v2"
	"sync"
	"unsafe"
)

const (
	chunkSize = bufferSize
	// largeChunk is for messages that need several chunks. One write carries so
	// much of them: fewer and longer ones cost the kernel at both ends less, and
	// what is masked is still in the processor's cache when it is written.
	largeChunk = 4 * chunkSize
	// corkLimit is what a corked connection collects at most before it writes. With
	// more, the peer waits while this side works, and this side while the peer does;
	// with less, there are more writes (measured with 8 to 64 KiB).
	corkLimit = 32 << 10
)

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

// chunk is a pooled piece of the outgoing queue.
type chunk struct {
	next   *chunk
	buf    []byte
	n      int  // filled
	off    int  // written
	sealed bool // nothing is appended any more
	// payload is how many bytes of data messages are in it, lead how many of
	// them stand at its start and belong to a frame that began before it.
	payload, lead int

	// Masking keys come from a cryptographically strong generator that the
	// system's random source has seeded (RFC 6455, section 5.3), two at a time.
	random *mathrand.ChaCha8
	keys   uint64
}

var chunks, largeChunks = chunkPool(chunkSize), chunkPool(largeChunk)

func chunkPool(size int) *sync.Pool {
	return &sync.Pool{New: func() any {
		var seed [32]byte
		rand.Read(seed[:])
		return &chunk{buf: make([]byte, size), random: mathrand.NewChaCha8(seed)}
	}}
}

func (k *chunk) key() uint32 {
	if k.keys == 0 { // or both keys were 0, which matters to nobody
		k.keys = k.random.Uint64()
	}
	key := uint32(k.keys)
	k.keys >>= 32
	return key
}

// payloadBefore is how many of the first off bytes are payload of data messages.
func (k *chunk) payloadBefore(off int) int {
	sum := min(k.lead, off)
	for pos := k.lead; pos < off; {
		p := k.buf[pos:k.n]
		n, size := int64(p[1]&0x7f), 2
		switch n {
		case 126:
			n, size = int64(binary.BigEndian.Uint16(p[2:])), 4
		case 127:
			n, size = int64(binary.BigEndian.Uint64(p[2:])), 10
		}
		if p[1]&maskBit != 0 {
			size += 4
		}
		data := int(min(n, int64(k.n-pos-size)))
		if !Opcode(p[0] & 0xf).control() {
			sum += max(0, min(off-pos-size, data))
		}
		pos += size + data
	}
	return sum
}

// Send sends a message. It copies p, never blocks, and is safe from any
// goroutine; the order of calls is the order of messages. Text has to be valid
// UTF-8, or the peer will fail the connection.
//
// A nil error means that the message was accepted: it is written unless the
// connection breaks. The errors are ErrClosed, ErrQueueFull, or what broke the
// connection.
func (c *Conn) Send(t MessageType, p []byte) error {
	if err := t.check(); err != nil {
		return err
	}
	w := &c.out
	w.mu.Lock()
	if c.append(t, p) {
		w.mu.Unlock()
		return nil
	}
	err := c.admit(int64(len(p)))
	if err == nil {
		c.frame(t, p)
		c.flush()
	}
	w.mu.Unlock()
	return err
}

// append puts a message behind others that a cork holds back, if nothing about it
// is special, as for most. w.mu is held.
func (c *Conn) append(t MessageType, p []byte) bool {
	w := &c.out
	if w.corked == 0 || w.closeSent || w.err != nil || w.deflate != nil || c.trace != nil ||
		w.last == nil || len(p) > 0xffff {
		return false
	}
	k := w.last
	n := k.n + maxHeader + len(p)
	waiting := w.queued()
	if k.sealed || n > len(k.buf) || waiting+maxHeader+int64(len(p)) > min(corkLimit, c.limits.Queue) {
		return false
	}
	b := k.buf[k.n:n]
	b[0] = finBit | byte(t)
	size := 2
	if len(p) <= 125 {
		b[1] = byte(len(p))
	} else {
		b[1] = 126
		binary.BigEndian.PutUint16(b[2:], uint16(len(p)))
		size = 4
	}
	if c.role == client {
		b[1] |= maskBit
		key := k.key()
		binary.LittleEndian.PutUint32(b[size:], key)
		size += 4
		maskCopy(b[size:size+len(p)], p, key)
	} else {
		copy(b[size:], p)
	}
	k.n += size + len(p)
	k.payload += len(p)
	w.framed += int64(size + len(p))
	w.payload += int64(len(p))
	return true
}

// SendText is Send for a string.
func (c *Conn) SendText(s string) error {
	return c.Send(Text, unsafe.Slice(unsafe.StringData(s), len(s)))
}

// refuses says why n more bytes of payload are not accepted.
func (w *writer) refuses(n, limit int64) error {
	switch {
	case w.closeSent:
		return ErrClosed
	case w.err != nil:
		return w.err
	case n > limit-w.payload, w.queued()-w.payload > limit: // headers and control frames count by themselves
		return ErrQueueFull
	}
	return nil
}

// admit says why n more bytes of payload are not accepted. What a cork holds back
// leaves rather than fill the queue. w.mu is held.
func (c *Conn) admit(n int64) error {
	w := &c.out
	err := w.refuses(n, c.limits.Queue)
	if err == ErrQueueFull && !w.busy && w.first != nil {
		c.write()
		err = w.refuses(n, c.limits.Queue)
	}
	return err
}

// frame puts a data message into the queue, compressed where that was agreed
// and is worth it.
func (c *Conn) frame(t MessageType, p []byte) {
	w := &c.out
	if w.deflate != nil {
		if z, ok := w.deflate.message(p); ok {
			c.enqueue(Opcode(t), true, z.data[:z.n])
			w.deflate.done(z)
			return
		}
	}
	c.enqueue(Opcode(t), false, p)
}

// Ping sends a ping with at most 125 bytes of data. The peer's pong is not
// reported; see Trace.
func (c *Conn) Ping(data []byte) error {
	if len(data) > maxControl {
		return fmt.Errorf("a ping carries at most %d bytes, not %d", maxControl, len(data))
	}
	w := &c.out
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := c.admit(0); err != nil {
		return err
	}
	c.enqueue(OpPing, false, data)
	c.flush()
	return nil
}

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

// Cork holds back what is sent until Uncork, so that it leaves in one write;
// 32 KiB leave all the same. Calls nest and may come from any goroutine.
func (c *Conn) Cork() {
	c.out.mu.Lock()
	c.out.corked++
	c.out.mu.Unlock()
}

// Uncork ends a Cork; the last one writes what has collected.
func (c *Conn) Uncork() {
	w := &c.out
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.corked == 0 {
		panic("websocket: Uncork without Cork")
	}
	w.corked--
	if w.corked == 0 && w.first != nil {
		c.write()
	}
}

// BufferedAmount is how many bytes of accepted messages the kernel has not
// taken yet: payload as it will travel, after compression and without frame
// headers. Over TLS, what is encrypted but not yet written counts.
func (c *Conn) BufferedAmount() int64 {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	if c.out.err != nil {
		return 0 // what is left is dropped, if only when finishWrites has returned
	}
	return c.out.payload
}
