package websocket

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"time"
)

// rawPeer is the other end of a Conn, played by hand over a socket.
type rawPeer struct {
	t    testing.TB
	role role
	net.Conn
	in *bufio.Reader
}

// newRawPeer returns a Conn of role r, not started, and its peer.
func newRawPeer(t testing.TB, r role, d *deflateParams, o Options) (*Conn, *rawPeer) {
	a, b := tcpPair(t)
	b.SetDeadline(time.Now().Add(20 * time.Second))
	return newConn(connParams{role: r, netConn: a, owned: true, deflate: d, options: o}),
		&rawPeer{t, 1 - r, b, bufio.NewReader(b)}
}

// First octets of frames.
const (
	textFrame   = finBit | byte(OpText)
	binaryFrame = finBit | byte(OpBinary)
	closeFrame  = finBit | byte(OpClose)
	pingFrame   = finBit | byte(OpPing)
	pongFrame   = finBit | byte(OpPong)
	lastFrame   = finBit | byte(OpContinuation)
)

// frame makes a frame as a peer of role r sends it, written from section 5.2
// without the code under test.
func (r role) frame(first byte, payload string) []byte {
	p := append(r.header(first, uint64(len(payload))), payload...)
	if r == client {
		body := p[len(p)-len(payload):]
		copy(body, maskNaively(body, [4]byte(p[len(p)-len(payload)-4:]), 0))
	}
	return p
}

// header is the header of a frame that claims a length.
func (r role) header(first byte, length uint64) []byte {
	p := []byte{first}
	switch {
	case length < 126:
		p = append(p, byte(length))
	case length < 1<<16:
		p = binary.BigEndian.AppendUint16(append(p, 126), uint16(length))
	default:
		p = binary.BigEndian.AppendUint64(append(p, 127), length)
	}
	if r == client {
		p[1] |= maskBit
		p = append(p, 0x37, 0xfa, 0x21, 0x3d)
	}
	return p
}

// closeBody is the body of a close frame, whatever the code.
func closeBody(code StatusCode, reason string) string {
	return string([]byte{byte(code >> 8), byte(code)}) + reason
}

func (p *rawPeer) write(frames ...[]byte) {
	p.t.Helper()
	if _, err := p.Write(bytes.Join(frames, nil)); err != nil {
		p.t.Fatalf("the peer writes: %v", err)
	}
}

// read reads a frame. It returns 0 at the end of the connection.
func (p *rawPeer) read() (first byte, payload string) {
	p.t.Helper()
	h, err := p.in.Peek(2)
	if err != nil {
		return 0, ""
	}
	size := 2
	switch h[1] & 0x7f {
	case 126:
		size = 4
	case 127:
		size = 10
	}
	if h[1]&maskBit != 0 {
		size += 4
	}
	wire, err := p.in.Peek(size)
	if err != nil {
		p.t.Fatalf("the peer reads half a header: %v", err)
	}
	wire = bytes.Clone(wire)
	parsed, err := parseHeader(wire, 1-p.role, true)
	if err != nil {
		p.t.Fatalf("the peer reads: %v", err)
	}
	p.in.Discard(size)
	body := make([]byte, parsed.length)
	if _, err := io.ReadFull(p.in, body); err != nil {
		p.t.Fatalf("the peer reads half a frame: %v", err)
	}
	if parsed.masked {
		body = maskNaively(body, [4]byte(wire[size-4:]), 0)
	}
	return wire[0], string(body)
}

// expect reads a frame and compares.
func (p *rawPeer) expect(first byte, payload string) {
	p.t.Helper()
	if f, got := p.read(); f != first || got != payload {
		p.t.Fatalf("the peer got the frame %#02x %.40q, want %#02x %.40q", f, got, first, payload)
	}
}

// expectClose reads up to a close frame with the code and hangs up.
func (p *rawPeer) expectClose(code StatusCode) {
	p.t.Helper()
	for {
		switch first, got := p.read(); {
		case first == 0:
			p.t.Fatalf("the connection ended without a close frame, which should have had %d", code)
		case first != closeFrame:
			continue
		case len(got) < 2 || got[:2] != closeBody(code, ""):
			p.t.Fatalf("the peer got a close frame with %q, want the code %d", got, code)
		}
		p.Close()
		return
	}
}

// smallBuffer makes the kernel hold little of what c sends. The receiving side's
// buffer stays as it is: one that shrinks makes Linux drop acknowledgements.
func smallBuffer(c *Conn) {
	c.tr.(interface{ netConn() net.Conn }).netConn().(*net.TCPConn).SetWriteBuffer(16 << 10)
}

// roles runs a test for a Conn of either role.
func roles(t *testing.T, test func(t *testing.T, r role)) {
	t.Run("client", func(t *testing.T) { test(t, client) })
	t.Run("server", func(t *testing.T) { test(t, server) })
}
