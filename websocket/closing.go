package websocket

import (
	"errors"
	"io"
	"time"
)

// Close begins the closing handshake (RFC 6455, section 7.1.2): everything
// accepted before leaves first, then the close frame; the handler's OnClose
// follows when the peer has answered, or when that makes no progress for
// Options.CloseTimeout. Messages that were on their way are still delivered.
//
// code is one of 1000 to 1003, 1007 to 1014, 3000 to 4999, or
// StatusNoStatusReceived for a close frame without a code, or with
// Options.AnyCloseCode any that a frame can carry; reason is at most
// MaxReason bytes of UTF-8. Close returns an error for any other, and nil if the
// connection is closing already. It does not wait.
func (c *Conn) Close(code StatusCode, reason string) error {
	p, err := closePayload(code, reason, c.anyCloseCode)
	if err != nil {
		return err
	}
	c.sendClose(p)
	return nil
}

// CloseNow cuts the connection. What was accepted and has not left is lost.
func (c *Conn) CloseNow() { c.cut() }

// sendClose queues the close frame unless one was.
func (c *Conn) sendClose(payload []byte) {
	w := &c.out
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closeSent || w.err != nil {
		return
	}
	c.enqueue(OpClose, false, payload)
	w.closeSent = true
	w.pong = nil // nothing follows a close frame
	c.armTimer(c.closeTimeout)
	c.flush()
}

// armTimer makes sure that the connection ends when nothing happens for d.
// out.mu is held.
func (c *Conn) armTimer(d time.Duration) {
	if c.timer == nil {
		c.timer = time.AfterFunc(d, func() { c.cutFor(errCloseTimeout) })
	}
}

// progress puts off the end of a closing handshake: the peer is still reading.
// out.mu is held.
func (c *Conn) progress() {
	if c.timer != nil && c.timer.Stop() {
		c.timer.Reset(c.closeTimeout)
	}
}

// cut closes the network connection, which stops whoever reads or writes. It does
// not wait, as TLS might to take leave.
func (c *Conn) cut() {
	c.pause.Lock()
	c.pause.cut = true
	c.pause.resume.broadcast()
	tr := c.tr
	c.pause.Unlock()
	tr.cut()
}

// cutFor is cut, for a reason of this side's own.
func (c *Conn) cutFor(err error) {
	c.reason.CompareAndSwap(nil, &err)
	c.cut()
}

// control acts on a control frame. It returns a *CloseError for the peer's
// close frame.
func (c *Conn) control(op Opcode, p []byte) error {
	switch op {
	case OpPing:
		c.answerPing(p)
	case OpPong:
		if c.onPong != nil {
			(*c.onPong)(c, p)
		}
	case OpClose:
		code, reason, err := parseClose(p, c.anyCloseCode)
		if err != nil {
			return err
		}
		return &CloseError{Code: code, Reason: reason}
	}
	return nil
}

// end brings the connection to its end after err, which reading returned, and
// says what to tell the user. The caller still has to hang up.
func (c *Conn) end(err error) *CloseError {
	var (
		closed   *CloseError
		protocol *ProtocolError
	)
	c.endPauses()
	switch {
	case errors.As(err, &closed):
		var reply []byte // says what the peer's said
		if closed.Code != StatusNoStatusReceived {
			reply = appendClose(nil, closed.Code, closed.Reason)
		}
		c.sendClose(reply)
		if h, ok := c.handler.(ClosingHandler); ok {
			h.OnClosing(c, closed.Code, closed.Reason)
		}
		c.awaitWritten()
		if c.role == client {
			// The server is the one to end TCP (section 7.1.1).
			c.discardInput()
		}
	case errors.As(err, &protocol):
		p, _ := closePayload(protocol.Code, "", false)
		c.sendClose(p)
		closed = &CloseError{Code: StatusAbnormalClosure, Err: err}
	default:
		closed = &CloseError{Code: StatusAbnormalClosure, Err: c.cause(err)}
		c.stopWriting()
	}
	c.in.drop()
	return closed
}

// cause is why the network ended, where reading returned err.
func (c *Conn) cause(err error) error {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	switch {
	case c.out.err != nil:
		return c.out.err
	case c.reason.Load() != nil:
		return *c.reason.Load()
	case err == io.EOF:
		return ErrEndOfStream
	}
	return err
}

// hangUp ends TCP once the user knows. After a close frame of this side the
// other one gets a moment to read it: closing at once, with bytes of the peer
// unread, would make the kernel take it back.
func (c *Conn) hangUp(end *CloseError) {
	var protocol *ProtocolError
	if c.role == server && end.Err == nil || errors.As(end.Err, &protocol) {
		c.awaitWritten()
		if c.tr.closeWrite() == nil {
			c.discardInput()
		}
	}
	c.stopWriting()
	c.tr.close()
	c.cut()
}

// stopWriting refuses and drops what is still to be sent: the connection is over.
func (c *Conn) stopWriting() {
	w := &c.out
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = ErrClosed
	}
	if !w.busy {
		w.discard()
	}
	if w.deflate != nil {
		w.deflate.release()
	}
	if c.timer != nil {
		c.timer.Stop()
	}
	c.alive.stop()
	w.drained.broadcast()
}

// awaitWritten waits until the queue has left, the network failed, or the timer
// of the closing handshake cut it.
func (c *Conn) awaitWritten() {
	w := &c.out
	w.mu.Lock()
	defer w.mu.Unlock()
	c.armTimer(c.closeTimeout)
	for w.err == nil && (w.busy || w.first != nil) {
		if w.busy {
			w.drained.wait(&w.mu)
		} else {
			c.write() // corked by somebody who may be waiting for this very end
		}
	}
}

// discardInput reads until the peer ends the connection, for lingerTimeout at most.
func (c *Conn) discardInput() {
	c.in.drop()
	defer c.in.drop()
	c.tr.SetReadDeadline(time.Now().Add(lingerTimeout))
	for {
		n, err := c.tr.read(c)
		if err != nil {
			return
		}
		c.in.w += n
		c.in.r = c.in.w
	}
}
