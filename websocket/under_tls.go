//go:build unix && !portable

package websocket

import (
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
)

// underConn is the connection beneath a tls.Conn. During the TLS handshake it is
// an ordinary net.Conn. Once start was called, its Read reads the socket of the
// RawConn callback it runs in, and its Write keeps what the kernel refuses, so
// that nothing above it ever waits inside crypto/tls.
type underConn struct {
	net.Conn
	raw syscall.RawConn // nil: the connection is no socket, and start is never called

	fd int // what Read reads; only set during a callback of RawConn.Read

	mu      sync.Mutex
	started bool
	held    []byte // encrypted, not written
	onTry   func(fd uintptr) bool
	p       []byte
	n       int
	err     error
}

// underTLS wraps the connection that TLS is about to run on.
func underTLS(nc net.Conn) net.Conn {
	return &underConn{Conn: nc, fd: -1, raw: socketOf(nc)}
}

func (u *underConn) start() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.started = true
	u.onTry = func(fd uintptr) bool { u.n, u.err = writeSocket(fd, u.p); return true }
}

func (u *underConn) Read(p []byte) (int, error) {
	if u.fd < 0 {
		return u.Conn.Read(p)
	}
	n, err := readSocket(uintptr(u.fd), p)
	if n == 0 && err == nil {
		err = io.EOF // crypto/tls would read again and again
	}
	return n, err
}

// Write takes all of p. Whoever calls it has to see to drain when holds says so.
func (u *underConn) Write(p []byte) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.started {
		return u.Conn.Write(p)
	}
	if u.err != nil {
		return 0, u.err
	}
	rest := p
	if len(u.held) == 0 {
		u.p, u.n = p, 0
		err := u.raw.Write(u.onTry)
		if err == nil {
			err = u.err
		}
		if u.p, u.err = nil, err; err != nil {
			return 0, err
		}
		rest = p[u.n:]
	}
	u.held = append(u.held, rest...)
	return len(p), nil
}

func (u *underConn) holds() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return len(u.held) > 0
}

// drain writes what is held, and waits for that.
func (u *underConn) drain() error {
	for {
		u.mu.Lock()
		p := u.held
		u.mu.Unlock()
		if len(p) == 0 {
			return nil
		}
		if _, err := u.Conn.Write(p); err != nil {
			return err
		}
		u.mu.Lock()
		// More may have been appended meanwhile, behind or into a new array.
		u.held = u.held[len(p):]
		if len(u.held) == 0 {
			u.held = nil
		}
		u.mu.Unlock()
	}
}

// CloseWrite ends the outgoing half of a listener's connection that has no TLS
// on it. A tls.Conn does not call it.
func (u *underConn) CloseWrite() error {
	if half, ok := u.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}
