package websocket

import (
	"encoding/binary"
	"fmt"
	"unsafe"
)

// corkLimit is what a corked connection collects at most before it writes. With
// more, the peer waits while this side works, and this side while the peer does;
// with less, there are more writes (measured with 8 to 64 KiB).
const corkLimit = 32 << 10

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

// Ping sends a ping with at most 125 bytes of data. The peer's pong is reported to
// Options.OnPong.
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

// Flush writes what a Cork has held back so far, and holds back what comes.
func (c *Conn) Flush() {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	if c.out.first != nil {
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
