package websocket

import (
	"net"
	"sync/atomic"
	"testing"
)

// countingConn is a wrapper as people write them: it embeds the connection, whose
// SyscallConn it thereby has, and counts what passes.
type countingConn struct {
	*net.TCPConn
	read, written atomic.Int64
}

func (c *countingConn) Read(p []byte) (int, error) {
	n, err := c.TCPConn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

func (c *countingConn) Write(p []byte) (int, error) {
	n, err := c.TCPConn.Write(p)
	c.written.Add(int64(n))
	return n, err
}

func TestAWrappedConnectionIsUsedThroughItsWrapper(t *testing.T) {
	a, b := tcpPair(t)
	wrapped := &countingConn{TCPConn: a.(*net.TCPConn)}
	c := newConn(connParams{role: client, netConn: wrapped})
	s := newConn(connParams{role: server, netConn: b})
	rc, rs := newRecorder(), newRecorder()
	rs.echo = true
	c.Start(rc)
	s.Start(rs)
	c.SendText("hello")
	rc.await(t, 1)
	awaitSent(c)
	if w, r := wrapped.written.Load(), wrapped.read.Load(); w != 2+4+5 || r != 2+5 {
		t.Errorf("the wrapper saw %d bytes written and %d read", w, r)
	}
}

// A queue that is smaller than what a cork may hold back must not be full of it.
func TestACorkDoesNotFillTheQueue(t *testing.T) {
	c, s := newPair(t, tcpPair, nil, Options{Limits: Limits{Queue: 1000}})
	s.Start(newRecorder())
	c.Cork()
	defer c.Uncork()
	if err := c.Send(Binary, make([]byte, 900)); err != nil {
		t.Fatal(err)
	}
	if err := c.Write(t.Context(), Binary, make([]byte, 900)); err != nil {
		t.Error(err)
	}
}
