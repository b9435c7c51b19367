package websocket

import (
	"encoding/binary"
)

// directRead is the rest of a frame from which on it is read straight into the
// message that it belongs to, without a stop in the read buffer.
const directRead = 16 << 10

// reader turns the bytes of one connection into messages. It belongs to the
// goroutine that reads.
//
// A message in one frame that fits into a read buffer stays where it was read:
// Message.Data is a part of the buffer. Any other is assembled in a buffer of
// its own, which grows with what has arrived and never by what a header claims.
type reader struct {
	buf  *buffer // what was read; nil while that is nothing
	r, w int     // buf.data[r:w] is still to be parsed

	frame header // the frame in progress, if inFrame
	rest  int64  // of the frame's payload, what has not been taken from the buffer

	msg     partial
	inFrame bool
	largest int32     // the longest message that was assembled, 1 GiB at most
	inflate *inflater // nil without compression
	batch   []Message // found since the last delivery
}

// partial is a message of which not everything has arrived.
type partial struct {
	active     bool
	typ        MessageType
	compressed bool
	inPlace    bool // stays in the read buffer
	utf8       utf8Stream
	checked    int32   // in place: how much of it has been unmasked and checked
	asm        *buffer // otherwise: where it is assembled
	n          int     // bytes in asm
	start      int     // where the current frame begins in asm
}

// fill gives the reader bytes that were read by someone else.
func (in *reader) fill(p []byte) {
	in.buf = getBuffer(max(len(p), bufferSize))
	in.r, in.w = 0, copy(in.buf.data, p)
}

// next waits for bytes until they make messages. The batch is valid until
// delivered is called. An error ends the connection, after its batch.
func (in *reader) next(c *Conn) ([]Message, error) {
	for {
		if err := c.waitResumed(); err != nil {
			return nil, err
		}
		err := in.parse(c)
		if len(in.batch) > 0 || err != nil {
			return in.batch, err
		}
		n, err := c.tr.read(c)
		if err != nil {
			return nil, err
		}
		if err := in.took(c, n); err != nil {
			return nil, err
		}
	}
}

// space returns where the next bytes go, taking a buffer if there is none.
func (in *reader) space() []byte {
	if in.direct() {
		p := in.room(1)
		return p[:min(int64(len(p)), in.rest)]
	}
	if in.buf == nil {
		in.buf = getBuffer(bufferSize)
		in.r, in.w = 0, 0
		if in.batch == nil {
			in.batch, in.buf.batch = in.buf.batch, nil
		}
	}
	if in.r == in.w {
		in.r, in.w = 0, 0
	} else if in.w == len(in.buf.data) || in.r+in.need() > len(in.buf.data) {
		in.w = copy(in.buf.data, in.buf.data[in.r:in.w])
		in.r = 0
	}
	return in.buf.data[in.w:]
}

// need is how many bytes from r on have to be in the buffer at once.
func (in *reader) need() int {
	if in.inFrame && (in.msg.inPlace || in.frame.opcode.control()) {
		return int(in.rest)
	}
	return maxHeader
}

// direct reports whether the next bytes belong to a large message only.
func (in *reader) direct() bool {
	return in.r == in.w && in.inFrame && in.rest >= directRead &&
		in.msg.asm != nil && !in.frame.opcode.control()
}

// took says that n bytes were put where space said.
func (in *reader) took(c *Conn, n int) error {
	c.alive.hear()
	if !in.direct() {
		in.w += n
		return nil
	}
	m := &in.msg
	return in.received(m.asm.data[m.n:m.n+n], m.asm.data[m.n:m.n+n])
}

// idle gives the buffer back if it holds nothing: who waits has none.
func (in *reader) idle() {
	if in.r != in.w {
		return
	}
	if in.buf != nil {
		in.buf.batch = in.batch
		in.buf.release()
		in.buf = nil
		in.r, in.w = 0, 0
	}
	in.batch = nil
}

// delivered says that the receiver is done with a batch.
func (in *reader) delivered(batch []Message) {
	for i := range batch {
		if b := batch[i].buf; b != in.buf {
			b.release()
		}
		batch[i] = Message{}
	}
	in.batch = batch[:0]
	in.inflate.done()
	if b := in.buf; b != nil && b.shared() {
		// A message of it was retained: what is left moves on.
		in.buf = nil
		if in.r < in.w {
			in.fill(b.data[in.r:in.w])
		} else {
			in.r, in.w = 0, 0
		}
		b.release()
	}
}

// drop gives everything back at the end of a connection.
func (in *reader) drop() {
	in.r = in.w
	in.idle()
	in.msg.drop()
	in.inflate.done()
	in.inFrame = false
}

// parse takes frames from the buffer until it holds no whole one, or the batch
// is large.
func (in *reader) parse(c *Conn) error {
	for {
		if !in.inFrame {
			if err := in.parseWhole(c); err != nil {
				return err
			}
			if in.r == in.w || in.inflate.full() {
				return nil
			}
			h, err := parseHeader(in.buf.data[in.r:in.w], 1-c.role, in.inflate != nil)
			if err != nil || h.size == 0 {
				return err
			}
			if err := in.begin(c, h); err != nil {
				return err
			}
			in.r += int(h.size)
		}
		if in.frame.opcode.control() {
			if int64(in.w-in.r) < in.rest {
				return nil
			}
			p := in.take(int(in.rest))
			if in.frame.masked {
				maskCopy(p, p, in.frame.key)
			}
			in.end(c, p)
			if err := c.control(in.frame.opcode, p); err != nil {
				return err
			}
			continue
		}
		whole, err := in.data(c)
		if err != nil || !whole {
			return err
		}
	}
}

// parseWhole takes the messages in front that stand in the buffer in one short
// frame each, as nearly all do, and leaves the first other frame to the rest of
// the parser, which knows all the rules.
func (in *reader) parseWhole(c *Conn) error {
	if in.msg.active || in.inflate != nil || c.trace != nil || in.r == in.w {
		return nil
	}
	var (
		data  = in.buf.data[in.r:in.w]
		batch = in.batch
		due   = 0 // the mask bit that frames have to carry
		err   error
	)
	if c.role == server {
		due = maskBit
	}
	for len(data) >= 2 {
		typ := MessageType(data[0] &^ finBit)
		if data[0]&finBit == 0 || typ != Text && typ != Binary {
			break
		}
		n, size := int(data[1])^due, 2
		if n == 126 && len(data) >= 4 {
			n, size = int(binary.BigEndian.Uint16(data[2:])), 4
			if n < 126 {
				break
			}
		} else if n > 125 {
			break // longer, or the mask bit is wrong
		}
		key := 0
		if due != 0 {
			key, size = size, size+4
		}
		if len(data) < size+n || int64(n) > c.limits.Message {
			break
		}
		p := data[size : size+n : size+n]
		if due != 0 {
			maskCopy(p, p, binary.LittleEndian.Uint32(data[key:]))
		}
		data = data[size+n:]
		if typ == Text && !validText(p) {
			err = errNotUTF8
			break
		}
		batch = append(batch, Message{Type: typ, Data: p, buf: in.buf})
	}
	in.batch = batch
	in.r = in.w - len(data)
	return err
}

// begin starts a frame. Order of frames: RFC 6455, section 5.4.
func (in *reader) begin(c *Conn, h header) error {
	in.frame, in.inFrame, in.rest = h, true, h.length
	if h.opcode.control() {
		return nil
	}
	m := &in.msg
	switch {
	case h.opcode == OpContinuation && !m.active:
		return protocolErrorf("a continuation frame has no message to continue")
	case h.opcode != OpContinuation && m.active:
		return protocolErrorf("a %v frame interrupts a fragmented message", h.opcode)
	case h.opcode != OpContinuation:
		*m = partial{
			active: true, typ: MessageType(h.opcode), compressed: h.rsv1,
			inPlace: h.fin && h.length <= bufferSize,
		}
	}
	if h.length > c.limits.Message-int64(m.n) {
		return &ProtocolError{StatusMessageTooBig, "a message is longer than the limit"}
	}
	m.start = m.n
	return nil
}

// data goes on with a data frame and reports whether it is complete.
func (in *reader) data(c *Conn) (bool, error) {
	m := &in.msg
	have := min(in.rest, int64(in.w-in.r))
	if m.inPlace {
		if have == 0 && in.rest > 0 {
			return false, nil // nothing came behind the header; there may be no buffer
		}
		p := in.payload(int(have))
		news := p[m.checked:]
		m.checked = int32(len(p))
		if in.frame.masked {
			in.frame.key = maskCopy(news, news, in.frame.key)
		}
		if err := in.checkText(news); err != nil {
			return false, err
		}
		if have < in.rest {
			return false, nil
		}
		in.take(len(p))
		in.end(c, p)
		return true, in.message(c, p, in.buf)
	}
	if err := in.received(in.room(int(have)), in.take(int(have))); err != nil {
		return false, err
	}
	if in.rest > 0 {
		return false, nil
	}
	in.end(c, m.asm.data[m.start:m.n])
	if !in.frame.fin {
		return true, nil
	}
	asm := m.asm
	m.asm = nil
	in.largest = max(in.largest, int32(min(m.n, 1<<30)))
	return true, in.message(c, asm.data[:m.n], asm)
}

// received adds src to the message that is being assembled; it is copied to
// dst, where it may stand already, and unmasked in the same pass.
func (in *reader) received(dst, src []byte) error {
	if len(src) == 0 {
		return nil
	}
	dst = dst[:len(src)]
	if in.frame.masked {
		in.frame.key = maskCopy(dst, src, in.frame.key)
	} else if &dst[0] != &src[0] {
		copy(dst, src)
	}
	in.msg.n += len(src)
	in.rest -= int64(len(src))
	return in.checkText(dst)
}

func (in *reader) checkText(p []byte) error {
	m := &in.msg
	if m.typ == Text && !m.compressed && !m.utf8.write(p) {
		return errNotUTF8
	}
	return nil
}

var errNotUTF8 = &ProtocolError{StatusInvalidPayload, "a text message is not valid UTF-8"}

// message completes a message: data lies in b, to which the batch takes over
// the reference unless it is the read buffer.
func (in *reader) message(c *Conn, data []byte, b *buffer) error {
	m := &in.msg
	m.active = false
	if m.compressed {
		inflated, from, err := in.inflate.message(data, c.limits.Inflated)
		if b != in.buf {
			b.release()
		}
		if err != nil {
			return err
		}
		data, b = inflated, from
		if m.typ == Text && !validText(data) {
			b.release()
			return errNotUTF8
		}
	} else if m.typ == Text && !m.utf8.complete() {
		if b != in.buf {
			b.release()
		}
		return errNotUTF8
	}
	in.batch = append(in.batch, Message{Type: m.typ, Data: data, buf: b})
	return nil
}

// payload is the next n bytes of the buffer.
func (in *reader) payload(n int) []byte { return in.buf.data[in.r : in.r+n : in.r+n] }

// take is payload and moves on.
func (in *reader) take(n int) []byte {
	if n == 0 {
		return nil
	}
	p := in.payload(n)
	in.r += n
	return p
}

// end ends a frame.
func (in *reader) end(c *Conn, payload []byte) {
	in.inFrame = false
	if c.trace != nil && c.trace.FrameRead != nil {
		c.trace.FrameRead(Frame{in.frame.fin, in.frame.rsv1, in.frame.opcode, in.frame.masked, payload})
	}
}

// room returns the free part of the assembly buffer, which has at least n
// bytes. It doubles, so that memory follows what has arrived; what a header claims
// is only believed up to what the peer has sent in one message before.
func (in *reader) room(n int) []byte {
	m := &in.msg
	if m.asm == nil {
		claimed := int(min(in.rest, int64(in.largest)))
		m.asm = getBuffer(max(n, claimed, bufferSize))
	}
	if len(m.asm.data)-m.n < n {
		bigger := getBuffer(max(2*len(m.asm.data), m.n+n))
		copy(bigger.data, m.asm.data[:m.n])
		m.asm.release()
		m.asm = bigger
	}
	return m.asm.data[m.n:]
}

func (m *partial) drop() {
	if m.asm != nil {
		m.asm.release()
	}
	*m = partial{}
}
