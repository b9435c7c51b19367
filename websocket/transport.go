package websocket

import (
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
}

// network is the network connection of a Conn, without what transport is for: a
// net.Conn, or the polledSocket that took its place.
type network interface {
	Close() error
	LocalAddr() net.Addr
	RemoteAddr() net.Addr
	SetReadDeadline(time.Time) error
}

// newTransport chooses the best way there is for the connection: parked without
// a buffer where the system has that, an ordinary read loop elsewhere.
func newTransport(nc net.Conn) transport {
	if t := newParkedTransport(nc); t != nil {
		return t
	}
	return streamTransport{nc}
}

// streamTransport is for a connection that can do no more than net.Conn says:
// net.Pipe, a test's, or any on a system without readiness. Its reader holds a
// buffer while it waits, and every write that is not corked is left to a goroutine.
type streamTransport struct{ net.Conn }

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
