//go:build unix && !portable

package websocket

import (
	"io"
	"net"
	"sync"
	"syscall"
)

// underConn is the connection beneath a tls.Conn, or where there is none, beneath the
// opening handshake. While handshakes last it is an ordinary net.Conn. Once start was called, its Read reads the socket it is told
// to, and its Write keeps what the kernel refuses, so that nothing above it ever
// waits inside crypto/tls.
type underConn struct {
	countedConn
	raw syscall.RawConn // nil: the connection is no socket, and start is never called

	fd int // what Read reads; only set while tls.Conn.Read is called

	mu   sync.Mutex
	sock socketWriter // nil until start
	held []byte       // encrypted, not written
	err  error
}

// socketWriter writes to a socket.
type socketWriter interface {
	// tryWriteFD takes what the kernel accepts of p without waiting.
	tryWriteFD(p []byte) (int, error)
	// writeSomeFD waits until it has taken at least one byte of p.
	writeSomeFD(p []byte) (int, error)
}

// underTLS wraps the connection that TLS may be about to run on.
func underTLS(nc net.Conn) *underConn {
	return &underConn{countedConn: countedConn{nc, new(traffic)}, fd: -1, raw: socketOf(nc)}
}

// start has what is written go to sock.
func (u *underConn) start(sock socketWriter) {
	u.mu.Lock()
	u.sock = sock
	u.mu.Unlock()
}

func (u *underConn) Read(p []byte) (int, error) {
	if u.fd < 0 {
		return u.countedConn.Read(p)
	}
	n, err := readSocket(uintptr(u.fd), p)
	u.traffic.received.Add(int64(n))
	if n == 0 && err == nil {
		err = io.EOF // crypto/tls would read again and again
	}
	return n, err
}

// Write takes all of p. Whoever calls it has to see to drain when holds says so.
func (u *underConn) Write(p []byte) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.sock == nil {
		return u.countedConn.Write(p)
	}
	if u.err != nil {
		return 0, u.err
	}
	rest := p
	if len(u.held) == 0 {
		n, err := u.sock.tryWriteFD(p)
		if err != nil {
			u.err = err
			return 0, err
		}
		rest = p[n:]
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
		p, sock := u.held, u.sock
		u.mu.Unlock()
		if len(p) == 0 {
			return nil
		}
		n, err := sock.writeSomeFD(p)
		if err != nil {
			return err
		}
		u.mu.Lock()
		// More may have been appended meanwhile, behind or into a new array.
		u.held = u.held[n:]
		if len(u.held) == 0 {
			u.held = nil
		}
		u.mu.Unlock()
	}
}
