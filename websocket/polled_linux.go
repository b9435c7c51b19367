//go:build linux && !portable && !parked

package websocket

import (
	"cmp"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"sync/atomic"
	"syscall"
	"time"
)

// polledSocket is the TCP connection of a started Conn on Linux: the bare
// descriptor, watched by a poller, without the net.Conn it came from and without
// a goroutine. An idle one is little more than this struct; TLS lies above it.
//
// It is the Conn's transport and stands where its net.Conn was. Whoever finds
// the socket ready serves it: reads, and calls the Handler, until there is
// nothing more. See poller for who that is.
type polledSocket struct {
	conn   *Conn
	tls    *polledTLS // nil for ws
	poller *poller
	slot   int32 // in poller.sockets

	busy    bool  // see poller.setBusy
	writing int32 // see poller.setWriting

	fd      int32
	refs    atomic.Int32 // users of fd, and one for its being open
	isCut   atomic.Bool  // shut down by this side
	ended   atomic.Bool  // a short read does not mean that nothing is left
	serving atomic.Uint32

	readable, writable signal
	deadline           int64 // of the goroutine that waits in read: Unix time in ns
	local, remote      netip.AddrPort
}

// The states of polledSocket.serving. One goroutine serves at a time; what
// becomes ready meanwhile makes it look once more.
const (
	notServed = iota
	served
	servedAgain
)

// adopt moves the connection to a poller where that is possible: it is a TCP
// connection that nobody else holds, or TLS on one, and at rest. It reports whether
// it did.
func (c *Conn) adopt() bool {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	c.pause.Lock()
	defer c.pause.Unlock()
	parked, ok := c.tr.(*parkedTransport)
	if !ok || !c.owned || parked.holds() || c.out.busy || c.out.err != nil || c.pause.cut {
		return false
	}
	s, err := newPolledSocket(c, parked)
	if err != nil {
		return false // short of descriptors, say: it goes on as it is
	}
	c.tr = s
	go s.open()
	return true
}

func newPolledSocket(c *Conn, parked *parkedTransport) (*polledSocket, error) {
	tcp, under := tcpBeneath(parked.netConn())
	if tcp == nil {
		return nil, errors.ErrUnsupported
	}
	s := &polledSocket{conn: c}
	var failed error
	err := parked.raw.Control(func(fd uintptr) {
		n, _, errno := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_DUPFD_CLOEXEC, 0)
		if errno != 0 {
			failed = os.NewSyscallError("fcntl", errno)
		}
		s.fd = int32(n)
	})
	if err := cmp.Or(err, failed); err != nil {
		return nil, err
	}
	s.refs.Store(1)
	s.serving.Store(served) // by open
	s.local, s.remote = addrPort(tcp.LocalAddr()), addrPort(tcp.RemoteAddr())
	if err := pollers.add(s); err != nil {
		syscall.Close(int(s.fd))
		return nil, err
	}
	if parked.tls != nil {
		s.tls = &polledTLS{parked.tls, under}
		under.moved(s)
	}
	tcp.Close()
	return s, nil
}

func addrPort(a net.Addr) netip.AddrPort {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.AddrPort()
	}
	return netip.AddrPort{}
}

// open is the first to serve.
func (s *polledSocket) open() {
	s.conn.open()
	s.serve()
}

// event takes note of what epoll reports and says whether the caller has to serve.
func (s *polledSocket) event(events uint32) bool {
	const over = syscall.EPOLLRDHUP | syscall.EPOLLHUP | syscall.EPOLLERR
	if events&(over|syscall.EPOLLPRI) != 0 {
		s.ended.Store(true) // of urgent data, too: a read stops short of them
	}
	if events&(syscall.EPOLLOUT|over) != 0 {
		s.writable.give()
	}
	if events&(syscall.EPOLLIN|syscall.EPOLLPRI|over) == 0 {
		return false
	}
	s.readable.give()
	return s.claim()
}

// claim reports whether the caller is the one to serve; if not, who serves will
// look again.
func (s *polledSocket) claim() bool {
	for {
		switch s.serving.Load() {
		case notServed:
			if s.serving.CompareAndSwap(notServed, served) {
				return true
			}
		case served:
			if s.serving.CompareAndSwap(served, servedAgain) {
				return false
			}
		default:
			return false
		}
	}
}

// resumed is called when reads may go on.
func (s *polledSocket) resumed() {
	if s.claim() {
		go s.serve()
	}
}

// serve reads and delivers until there is nothing more to read, for who has
// claimed the socket.
func (s *polledSocket) serve() {
	for {
		err := s.pass()
		if s.busy {
			s.poller.setBusy(s, false) // which reports what has come meanwhile
		}
		if err != nil {
			// The end takes its time: the peer has to answer and hang up.
			// Nobody serves any more.
			go s.finish(err)
			return
		}
		if s.serving.CompareAndSwap(served, notServed) {
			return
		}
		s.serving.Store(served)
	}
}

// finish ends the connection and lets go of the descriptor.
func (s *polledSocket) finish(err error) {
	s.conn.finish(err)
	s.release()
}

// busyBatch is how many messages of one read keep their handler so busy that more
// will have come when it is done.
const busyBatch = 16

// pass reads and delivers until nothing is left or reads are paused. Its error
// ends the connection.
func (s *polledSocket) pass() error {
	c := s.conn
	for drained := false; ; {
		if paused, err := c.paused(); paused || err != nil {
			return err
		}
		err := c.in.parse(c)
		if len(c.in.batch) > 0 {
			if len(c.in.batch) >= busyBatch && !s.busy {
				s.poller.setBusy(s, true)
			}
			c.deliver(c.in.batch)
			if err == nil {
				continue // it may have been paused, or the batch cut short
			}
		}
		if err != nil {
			return err
		}
		if drained {
			c.in.idle()
			return nil
		}
		space := c.in.space()
		n, err := s.readFD(space)
		if err == errWouldBlock {
			c.in.idle()
			return nil
		}
		if err != nil {
			return err
		}
		// Less than there was room for is all there was (epoll(7)), but for TLS,
		// which returns record by record; more may come while its handler is busy.
		drained = n < len(space) && s.tls == nil && !s.ended.Load() && !s.busy
		if err := c.in.took(c, n); err != nil {
			return err
		}
	}
}

func (s *polledSocket) readFD(p []byte) (int, error) {
	if s.isCut.Load() || !s.hold() {
		return 0, net.ErrClosed
	}
	defer s.release()
	if s.tls != nil {
		return s.tls.read(int(s.fd), p)
	}
	n, err := readSocket(uintptr(s.fd), p)
	s.conn.traffic.received.Add(int64(n))
	if n == 0 && err == nil {
		err = io.EOF
	}
	return n, err
}

// read waits. Only the end of a connection comes here, when nobody serves.
func (s *polledSocket) read(c *Conn) (int, error) {
	readable := s.readable.listen()
	timer := time.NewTimer(time.Until(time.Unix(0, s.deadline)))
	defer timer.Stop()
	for {
		if time.Now().UnixNano() >= s.deadline {
			return 0, os.ErrDeadlineExceeded
		}
		n, err := s.readFD(c.in.space())
		if err != errWouldBlock {
			return n, err
		}
		c.in.idle()
		select {
		case <-readable:
		case <-timer.C:
			return 0, os.ErrDeadlineExceeded
		}
	}
}

func (s *polledSocket) tryWrite(p []byte) (int, error) {
	if s.tls != nil {
		return s.tls.Write(p)
	}
	return s.tryWriteFD(p)
}

func (s *polledSocket) writeSome(p []byte) (int, error) {
	if s.tls != nil {
		return s.tls.Write(p)
	}
	return s.writeSomeFD(p)
}

func (s *polledSocket) tryWriteFD(p []byte) (int, error) {
	if !s.hold() {
		return 0, net.ErrClosed
	}
	defer s.release()
	n, err := writeSocket(uintptr(s.fd), p)
	s.conn.traffic.sent.Add(int64(n))
	if err != nil && s.isCut.Load() {
		err = net.ErrClosed
	}
	return n, err
}

func (s *polledSocket) writeSomeFD(p []byte) (int, error) {
	writable := s.writable.listen()
	s.poller.setWriting(s, 1)
	defer s.poller.setWriting(s, -1)
	for {
		if n, err := s.tryWriteFD(p); n > 0 || err != nil {
			return n, err
		}
		<-writable
	}
}

func (s *polledSocket) holds() bool  { return s.tls != nil && s.tls.under.holds() }
func (s *polledSocket) drain() error { return s.tls.under.drain() }

// hold keeps the descriptor from being closed until release. It reports false
// if it was closed.
func (s *polledSocket) hold() bool {
	for {
		n := s.refs.Load()
		if n == 0 {
			return false
		}
		if s.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (s *polledSocket) release() {
	if s.refs.Add(-1) == 0 {
		pollers.remove(s)
		syscall.Close(int(s.fd))
	}
}

// cut ends TCP both ways. The descriptor itself lives until Conn is finished and
// nobody uses it: its number must not become another file's meanwhile.
func (s *polledSocket) cut() {
	if s.isCut.Swap(true) {
		return
	}
	s.shutdown(syscall.SHUT_RDWR)
	s.readable.give()
	s.writable.give()
	s.resumed() // whatever the kernel reports
}

func (s *polledSocket) close() {
	if s.tls != nil {
		s.tls.Close() // says so to the peer, as far as the kernel takes it
	}
	s.cut()
}

func (s *polledSocket) closeWrite() error {
	if s.tls != nil {
		return s.tls.CloseWrite()
	}
	return s.shutdown(syscall.SHUT_WR)
}

func (s *polledSocket) shutdown(how int) error {
	if !s.hold() {
		return net.ErrClosed
	}
	defer s.release()
	return os.NewSyscallError("shutdown", syscall.Shutdown(int(s.fd), how))
}

// SetReadDeadline is for read, and its goroutine only.
func (s *polledSocket) SetReadDeadline(t time.Time) error {
	s.deadline = t.UnixNano()
	return nil
}

func (s *polledSocket) LocalAddr() net.Addr  { return net.TCPAddrFromAddrPort(s.local) }
func (s *polledSocket) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(s.remote) }

// signal wakes the one goroutine that listens, if there is one.
type signal struct{ ch atomic.Pointer[chan struct{}] }

func (s *signal) listen() <-chan struct{} {
	if p := s.ch.Load(); p != nil {
		return *p
	}
	ch := make(chan struct{}, 1)
	s.ch.Store(&ch)
	return ch
}

func (s *signal) give() {
	if p := s.ch.Load(); p != nil {
		select {
		case *p <- struct{}{}:
		default:
		}
	}
}
