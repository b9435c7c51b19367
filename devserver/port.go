package devserver

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"
)

const (
	// tlsHandshake is the first byte of a TLS connection: the content type of
	// the record that holds the ClientHello (RFC 8446, section 5.1). No HTTP
	// request begins with it.
	tlsHandshake = 0x16

	// firstByteWait is how long a client may think before it speaks. Browsers
	// open connections before they know what for.
	firstByteWait = 2 * time.Minute
)

// port sorts the connections of one listener by their first byte into two
// listeners, and knows them all until they are closed.
type port struct {
	listener net.Listener
	plain    *half
	secure   *half
	done     chan struct{} // closed by stop
	stopped  sync.Once
	sorting  sync.WaitGroup // accept and sort

	mu    sync.Mutex
	conns map[*portConn]struct{} // nil after cut
}

func newPort(l net.Listener) *port {
	p := &port{listener: l, done: make(chan struct{}), conns: map[*portConn]struct{}{}}
	p.plain = &half{p, make(chan accepted)}
	p.secure = &half{p, make(chan accepted)}
	return p
}

// accept runs until the listener is closed. What goes wrong before is for
// net/http to judge, which asks again after a while or gives up.
func (p *port) accept() {
	for {
		nc, err := p.listener.Accept()
		switch {
		case err == nil:
			p.sorting.Go(func() { p.sort(nc) })
		case errors.Is(err, net.ErrClosed):
			p.stop()
			return
		case !p.plain.hand(accepted{err: err}):
			return
		}
	}
}

func (p *port) sort(nc net.Conn) {
	c := &portConn{Conn: nc, port: p, unread: true}
	if !p.add(c) {
		nc.Close()
		return
	}
	nc.SetReadDeadline(time.Now().Add(firstByteWait))
	if n, _ := nc.Read(c.first[:]); n == 0 {
		c.Close()
		return
	}
	nc.SetReadDeadline(time.Time{})
	to := p.plain
	if c.first[0] == tlsHandshake {
		to = p.secure
	}
	if !to.hand(accepted{conn: c}) {
		c.Close()
	}
}

func (p *port) add(c *portConn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conns == nil {
		return false
	}
	p.conns[c] = struct{}{}
	return true
}

func (p *port) remove(c *portConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}

// stop ends listening. Connections that were handed over go on.
func (p *port) stop() {
	p.stopped.Do(func() {
		close(p.done)
		p.listener.Close()
	})
}

// cut closes all connections and waits for those who sorted them.
func (p *port) cut() {
	p.mu.Lock()
	conns := p.conns
	p.conns = nil
	p.mu.Unlock()
	for c := range conns {
		c.Conn.Close()
	}
	p.sorting.Wait()
}

// half is the listener of one kind of connections.
type half struct {
	port *port
	from chan accepted
}

type accepted struct {
	conn net.Conn
	err  error
}

// hand reports whether anybody took a.
func (h *half) hand(a accepted) bool {
	select {
	case h.from <- a:
		return true
	case <-h.port.done:
		return false
	}
}

func (h *half) Accept() (net.Conn, error) {
	select {
	case a := <-h.from:
		return a.conn, a.err
	case <-h.port.done:
		return nil, net.ErrClosed
	}
}

func (h *half) Close() error {
	h.port.stop()
	return nil
}

func (h *half) Addr() net.Addr { return h.port.listener.Addr() }

// portConn is a connection whose first byte was read. It still shows the socket
// beneath: by the time somebody reads that, the byte has been read here.
type portConn struct {
	net.Conn
	port   *port
	first  [1]byte
	unread bool // first is; belongs to whoever reads
}

func (c *portConn) Read(p []byte) (int, error) {
	if c.unread && len(p) > 0 {
		c.unread = false
		return copy(p, c.first[:]), nil
	}
	return c.Conn.Read(p)
}

func (c *portConn) Close() error {
	c.port.remove(c)
	return c.Conn.Close()
}

// CloseWrite is what ends a closing handshake gently.
func (c *portConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// RawSocket lets idle connections park: see websocket.NewListener. The byte that
// was read early has long been handed on when a connection is a WebSocket's.
func (c *portConn) RawSocket() (syscall.RawConn, error) {
	if sc, ok := c.Conn.(syscall.Conn); ok {
		return sc.SyscallConn()
	}
	return nil, errors.ErrUnsupported
}
