package websocket

import (
	"crypto/tls"
	"errors"
	"net"
	"time"
)

// transport is how a Conn reads and writes its network connection without
// waiting where it need not. read belongs to the goroutine that reads; the
// other methods are called by one goroutine at a time.
type transport interface {
	// read waits until there is something to read, asks c.in.space for room
	// only then, and returns how much came. It returns 0 and no error when
	// reads were paused meanwhile.
	read(c *Conn) (int, error)

	// tryWrite takes what the kernel accepts of p without waiting.
	tryWrite(p []byte) (int, error)

	// writeSome waits until it has taken at least one byte of p.
	writeSome(p []byte) (int, error)

	// holds reports whether bytes that were taken have not reached the kernel,
	// and drain waits until they have.
	holds() bool
	drain() error

	// closeWrite ends the outgoing half of TCP where that is possible, close takes
	// leave as TLS does, and cut ends TCP without waiting for anything.
	closeWrite() error
	close()
	cut()

	SetReadDeadline(time.Time) error
	LocalAddr() net.Addr
	RemoteAddr() net.Addr
}

// carrier is a net.Conn as part of a transport.
type carrier struct{ net.Conn }

// netConn is the connection without what counts.
func (c carrier) netConn() net.Conn {
	if u, ok := c.Conn.(*underConn); ok {
		return u.Conn
	}
	return c.Conn
}

func (c carrier) closeWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

func (c carrier) close() { c.Close() }

func (c carrier) cut() {
	if t, ok := c.netConn().(*tls.Conn); ok {
		t.NetConn().Close()
		return
	}
	c.Close()
}

// newTransport chooses the best way there is for c's connection: parked without
// a buffer where the system has that, an ordinary read loop elsewhere. Of what was read
// from nc, early bytes are still to be parsed.
func newTransport(c *Conn, nc net.Conn, early int) transport {
	under := beneath(nc)
	if under == nil {
		under = underTLS(nc)
		under.traffic.received.Store(int64(early))
		nc = under
	}
	c.traffic.takeOver(under)
	if t := newParkedTransport(c, nc); t != nil {
		return t
	}
	return streamTransport{carrier{nc}}
}

// streamTransport is for a connection that can do no more than net.Conn says:
// net.Pipe, a test's, or any on a system without readiness. Its reader holds a
// buffer while it waits, and every write that is not corked is left to a goroutine.
type streamTransport struct{ carrier }

func (t streamTransport) read(c *Conn) (int, error) {
	n, err := t.Read(c.in.space())
	if n > 0 {
		return n, nil // an error will come again
	}
	return 0, err
}

func (streamTransport) tryWrite([]byte) (int, error)      { return 0, nil }
func (t streamTransport) writeSome(p []byte) (int, error) { return t.Write(p) }
func (streamTransport) holds() bool                       { return false }
func (streamTransport) drain() error                      { return nil }
