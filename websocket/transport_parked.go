//go:build unix && !portable

package websocket

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
)

// parkedTransport parks the reader in the runtime's poller, without a buffer, and
// writes to the socket without waiting. The read(2) happens inside the callback
// of RawConn.Read: waiting first and reading later would lose wake-ups.
type parkedTransport struct {
	carrier
	raw syscall.RawConn
	tls *tls.Conn // nil for ws

	c *Conn

	// The reader's part: the callback is made once, so that reading allocates
	// nothing, and leaves its results here.
	onRead  func(fd uintptr) bool
	readN   int
	readErr error

	// The writer's part, likewise.
	onWrite  func(fd uintptr) bool
	wait     bool // until something was written
	p        []byte
	writeN   int
	writeErr error
}

// newParkedTransport returns nil if nc is not a socket of the system's own, or TLS
// on something else than what underTLS made.
func newParkedTransport(c *Conn, nc net.Conn) transport {
	t := &parkedTransport{c: c}
	if tc, ok := nc.(*tls.Conn); ok {
		under, ok := tc.NetConn().(*underConn)
		if !ok || under.raw == nil {
			return nil
		}
		t.tls, t.raw = tc, under.raw
		under.start(t)
	} else {
		if u, ok := nc.(*underConn); ok {
			nc = u.Conn // there is no TLS on it, and t counts
		}
		if t.raw = socketOf(nc); t.raw == nil {
			return nil
		}
	}
	t.carrier = carrier{nc}
	t.onRead = t.readReady
	t.onWrite = t.writeReady
	return t
}

// socketOf is the socket of a connection that adds nothing to it, or nil. A type
// that embeds *net.TCPConn has a SyscallConn, too, and a Read of its own that would
// be passed by; so a wrapper has to say that it may be, by a method RawSocket.
func socketOf(nc net.Conn) syscall.RawConn {
	var (
		raw syscall.RawConn
		err error
	)
	switch c := nc.(type) {
	case *net.TCPConn:
		raw, err = c.SyscallConn()
	case *net.UnixConn:
		raw, err = c.SyscallConn()
	case interface {
		RawSocket() (syscall.RawConn, error)
	}:
		raw, err = c.RawSocket()
	}
	if err != nil {
		return nil
	}
	return raw
}

func (t *parkedTransport) read(*Conn) (int, error) {
	t.readN, t.readErr = 0, nil
	if err := t.raw.Read(t.onRead); err != nil {
		return 0, err
	}
	return t.readN, t.readErr
}

// readReady is called when the socket may be readable, and first of all without
// knowing. It returns false to wait.
func (t *parkedTransport) readReady(fd uintptr) bool {
	c := t.c
	if c.pause.on.Load() {
		return true
	}
	n, err := t.readFD(fd, c.in.space())
	switch {
	case n > 0:
		t.readN = n
	case err == nil:
		t.readErr = io.EOF
	case errors.Is(err, errWouldBlock):
		c.in.idle()
		return false
	default:
		t.readErr = err
	}
	return true
}

func (t *parkedTransport) readFD(fd uintptr, p []byte) (int, error) {
	if t.tls == nil {
		n, err := readSocket(fd, p)
		t.c.traffic.received.Add(int64(n))
		return n, err
	}
	under := t.under()
	under.fd = int(fd)
	defer func() { under.fd = -1 }()
	return t.tls.Read(p)
}

func (t *parkedTransport) tryWrite(p []byte) (int, error) {
	if t.tls != nil {
		return t.tls.Write(p)
	}
	return t.tryWriteFD(p)
}

func (t *parkedTransport) writeSome(p []byte) (int, error) {
	if t.tls != nil {
		return t.tls.Write(p)
	}
	return t.writeSomeFD(p)
}

func (t *parkedTransport) tryWriteFD(p []byte) (int, error)  { return t.writeFD(p, false) }
func (t *parkedTransport) writeSomeFD(p []byte) (int, error) { return t.writeFD(p, true) }

func (t *parkedTransport) writeFD(p []byte, wait bool) (int, error) {
	t.p, t.wait = p, wait
	err := t.raw.Write(t.onWrite)
	t.p = nil
	if err != nil {
		return 0, err
	}
	return t.writeN, t.writeErr
}

func (t *parkedTransport) writeReady(fd uintptr) bool {
	t.writeN, t.writeErr = writeSocket(fd, t.p)
	t.c.traffic.sent.Add(int64(t.writeN))
	return !t.wait || t.writeN > 0 || t.writeErr != nil
}

func (t *parkedTransport) holds() bool  { return t.tls != nil && t.under().holds() }
func (t *parkedTransport) drain() error { return t.under().drain() }

// under is the connection beneath tls.
func (t *parkedTransport) under() *underConn { return t.tls.NetConn().(*underConn) }

// errWouldBlock is what a socket without data answers. It is temporary, so that
// crypto/tls, which sees it too, can go on afterwards.
var errWouldBlock net.Error = wouldBlock{}

type wouldBlock struct{}

func (wouldBlock) Error() string   { return "the socket has nothing to read" }
func (wouldBlock) Timeout() bool   { return true }
func (wouldBlock) Temporary() bool { return true }

func readSocket(fd uintptr, p []byte) (int, error) {
	for {
		n, err := syscall.Read(int(fd), p)
		switch err {
		case nil:
			return n, nil
		case syscall.EINTR:
		case syscall.EAGAIN:
			return 0, errWouldBlock
		default:
			return 0, os.NewSyscallError("read", err)
		}
	}
}

// writeSocket writes what the kernel takes; 0 and no error means nothing.
func writeSocket(fd uintptr, p []byte) (int, error) {
	for done := 0; ; {
		if done == len(p) {
			return done, nil
		}
		n, err := syscall.Write(int(fd), p[done:])
		switch err {
		case nil:
			done += n
		case syscall.EINTR:
		case syscall.EAGAIN:
			return done, nil
		default:
			return done, os.NewSyscallError("write", err)
		}
	}
}
