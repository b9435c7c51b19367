package websocket

import (
	"crypto/tls"
	"errors"
	"net"
	"sync/atomic"
)

// traffic counts the bytes of a connection as they pass.
type traffic struct{ received, sent atomic.Int64 }

// Traffic is how many bytes have passed on the network connection: those that the
// kernel has given, and those that it has taken. It may be asked at any time.
//
// On a client that is all since TCP was connected, the handshakes with a proxy and
// the server included; of the connections before a redirect nothing. On a server it is
// what passed behind the handshake, or with [NewListener] all since the connection
// was accepted.
//
// It is counted beneath TLS, whose own handshake and records are therefore part of it.
// Only of a tls.Conn that is the caller's, from DialContext or a listener without
// NewListener, is what passed above it counted.
func (c *Conn) Traffic() (received, sent int64) {
	return c.traffic.received.Load(), c.traffic.sent.Load()
}

// takeOver goes on counting where u has been.
func (t *traffic) takeOver(u *underConn) {
	t.received.Store(u.traffic.received.Load())
	t.sent.Store(u.traffic.sent.Load())
	u.traffic = t
}

// countedConn is a connection whose traffic is counted.
type countedConn struct {
	net.Conn
	traffic *traffic
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.traffic.received.Add(int64(n))
	return n, err
}

func (c *countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.traffic.sent.Add(int64(n))
	return n, err
}

// CloseWrite ends the outgoing half of a connection that has no TLS on it. A
// tls.Conn does not call it.
func (c *countedConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// beneath is what counts at the bottom of nc, or nil.
func beneath(nc net.Conn) *underConn {
	for {
		switch c := nc.(type) {
		case *underConn:
			return c
		case *tls.Conn:
			nc = c.NetConn()
		case *tunneled:
			nc = c.Conn
		default:
			return nil
		}
	}
}
