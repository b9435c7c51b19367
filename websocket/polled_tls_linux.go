//go:build linux && !portable && !parked

package websocket

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"time"
)

// polledTLS is TLS on a polledSocket.
type polledTLS struct {
	*tls.Conn
	under *underConn
}

// read reads what has arrived at the socket fd.
func (t *polledTLS) read(fd int, p []byte) (int, error) {
	t.under.fd = fd
	n, err := t.Read(p)
	t.under.fd = -1
	switch {
	case n > 0:
		return n, nil // an error will come again
	case err == nil:
		return 0, io.EOF
	case errors.Is(err, errWouldBlock):
		return 0, errWouldBlock
	}
	return 0, err
}

// tcpBeneath is the TCP connection that nc is, or that lies beneath it.
func tcpBeneath(nc net.Conn) (*net.TCPConn, *underConn) {
	if t, ok := nc.(*tls.Conn); ok {
		nc = t.NetConn()
	}
	under, ok := nc.(*underConn)
	if ok {
		nc = under.Conn
	}
	tcp, _ := nc.(*net.TCPConn)
	return tcp, under
}

// moved says that sock has the socket now, and the net.Conn it came from is closed.
func (u *underConn) moved(sock socketWriter) {
	u.mu.Lock()
	u.Conn, u.raw, u.sock = closedConn{}, nil, sock
	u.mu.Unlock()
}

// closedConn is a closed connection.
type closedConn struct{}

func (closedConn) Read([]byte) (int, error)         { return 0, net.ErrClosed }
func (closedConn) Write([]byte) (int, error)        { return 0, net.ErrClosed }
func (closedConn) Close() error                     { return net.ErrClosed }
func (closedConn) LocalAddr() net.Addr              { return nil }
func (closedConn) RemoteAddr() net.Addr             { return nil }
func (closedConn) SetDeadline(time.Time) error      { return net.ErrClosed }
func (closedConn) SetReadDeadline(time.Time) error  { return net.ErrClosed }
func (closedConn) SetWriteDeadline(time.Time) error { return net.ErrClosed }
