package websocket

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	defaultLimit        = 64 << 20
	defaultCloseTimeout = 5 * time.Second

	// lingerTimeout is how long the end of TCP may take after the WebSocket
	// connection has ended: for the server to close first (RFC 6455, section
	// 7.1.1), or for a close frame to reach a peer that is still sending.
	lingerTimeout = 2 * time.Second
)

// Handler receives what happens on a Conn. Calls for one Conn never overlap, on
// whatever goroutine they come. A handler that blocks delays its own connection
// only: on Linux, where one goroutine serves many connections, another takes its
// place after a millisecond or two.
type Handler interface {
	// OnOpen is called first.
	OnOpen(c *Conn)

	// OnMessages is called with all the messages that one read brought, in
	// order. The slice and the messages' data are valid until it returns; see
	// Message.Retain. What is sent during the call leaves together at its end.
	OnMessages(c *Conn, msgs []Message)

	// OnClose is called last, exactly once.
	OnClose(c *Conn, err *CloseError)
}

// ClosingHandler may be implemented by a Handler that wants to know when the
// peer's close frame has arrived, which is before OnClose: the answer has to
// be written and TCP has to end.
type ClosingHandler interface {
	OnClosing(c *Conn, code StatusCode, reason string)
}

// Conn is a WebSocket connection. Its methods may be called from any goroutine.
type Conn struct {
	// tr carries the frames. Start may replace it: that takes out.mu and pause,
	// and who uses it holds one of them, or is who reads.
	tr transport
	*settings
	meta meta

	in  reader
	out writer

	traffic traffic

	handler Handler
	role    role
	owned   bool // nobody else holds the network connection
	started atomic.Bool

	pause struct {
		sync.Mutex
		on     atomic.Bool
		over   bool // nothing is delivered any more, and pausing has no effect
		cut    bool // the network connection is closed
		resume condition
	}

	timer  *time.Timer           // cuts a closing handshake that makes no progress; out.mu
	reason atomic.Pointer[error] // why this side cut the connection by itself
	alive  *keepAlive            // nil without

	blocking atomic.Pointer[blockingReader] // nil until Read
}

func newConn(p connParams) *Conn {
	c := &Conn{
		role:     p.role,
		owned:    p.owned,
		settings: settingsOf(&p.options),
		meta:     newMeta(p),
	}
	c.tr = newTransport(c, p.netConn, len(p.early))
	if p.deflate != nil {
		c.out.deflate = newDeflater(p.deflate, p.role)
		c.in.inflate = newInflater(p.deflate, p.role)
	}
	if len(p.early) > 0 {
		c.in.fill(p.early)
	}
	c.keepAlive(p.options.KeepAlive)
	return c
}

// Start begins to read and to call h. It is called at most once, and not
// together with Read.
func (c *Conn) Start(h Handler) {
	if c.started.Swap(true) {
		panic("websocket: Start was called twice, or after Read")
	}
	c.handler = h
	if !c.adopt() {
		go c.run()
	}
}

// run is the connection's goroutine, where it has one.
func (c *Conn) run() {
	c.open()
	for {
		batch, err := c.in.next(c)
		if len(batch) > 0 {
			c.deliver(batch)
		}
		if err != nil {
			c.finish(err)
			return
		}
	}
}

func (c *Conn) open() {
	c.Cork()
	c.handler.OnOpen(c)
	c.Uncork()
	c.alive.back()
}

func (c *Conn) deliver(batch []Message) {
	c.alive.leave()
	c.Cork()
	c.handler.OnMessages(c, batch)
	c.Uncork()
	c.in.delivered(batch)
	c.alive.back()
}

// finish ends the connection for err, which in.next returned, and tells the handler.
func (c *Conn) finish(err error) {
	end := c.end(err)
	c.handler.OnClose(c, end)
	c.hangUp(end)
}

// PauseReads stops reading until ResumeReads. Called from OnMessages it takes
// effect at once; from elsewhere, at most one more batch is delivered.
// The peer is slowed down by TCP.
func (c *Conn) PauseReads() {
	c.pause.Lock()
	c.pause.on.Store(!c.pause.over)
	c.pause.Unlock()
}

// ResumeReads ends what PauseReads began.
func (c *Conn) ResumeReads() {
	c.alive.hear() // what came meanwhile has not been read
	c.pause.Lock()
	c.pause.on.Store(false)
	c.pause.resume.broadcast()
	s, polled := c.tr.(*polledSocket)
	c.pause.Unlock()
	if polled {
		s.resumed()
	}
}

// paused reports whether reads are paused, or that the connection was cut
// meanwhile.
func (c *Conn) paused() (bool, error) {
	if !c.pause.on.Load() {
		return false, nil
	}
	c.pause.Lock()
	defer c.pause.Unlock()
	if c.pause.cut {
		return true, net.ErrClosed
	}
	return c.pause.on.Load(), nil
}

// endPauses ends a pause for good: what still comes is not delivered.
func (c *Conn) endPauses() {
	c.pause.Lock()
	c.pause.over = true
	c.pause.on.Store(false)
	c.pause.Unlock()
}

// waitResumed returns when reads are not paused. It returns an error if the
// connection was cut meanwhile.
func (c *Conn) waitResumed() error {
	if !c.pause.on.Load() {
		return nil
	}
	c.pause.Lock()
	defer c.pause.Unlock()
	for c.pause.on.Load() {
		if c.pause.cut {
			return net.ErrClosed
		}
		c.pause.resume.wait(&c.pause.Mutex)
	}
	return nil
}

// Subprotocol is the one that was agreed, or "".
func (c *Conn) Subprotocol() string {
	subprotocol, _, _ := c.meta.unpack()
	return subprotocol
}

// Compressed reports whether permessage-deflate was agreed.
func (c *Conn) Compressed() bool { return c.in.inflate != nil }

// Header is the header of the other side's handshake: for a client that of the
// response, for a server that of the request. The result is the caller's.
func (c *Conn) Header() http.Header {
	_, header, _ := c.meta.unpack()
	return header
}

// Timing tells when the steps of Dial happened; a server's Conn has none.
func (c *Conn) Timing() Timing {
	_, _, timing := c.meta.unpack()
	return timing
}

// LocalAddr returns the local network address.
func (c *Conn) LocalAddr() net.Addr {
	c.pause.Lock()
	defer c.pause.Unlock()
	return c.tr.LocalAddr()
}

// RemoteAddr returns the peer's network address, or that of the proxy.
func (c *Conn) RemoteAddr() net.Addr {
	c.pause.Lock()
	defer c.pause.Unlock()
	return c.tr.RemoteAddr()
}
