package websocket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// recorder is a Handler that keeps what happened.
type recorder struct {
	mu       sync.Mutex
	opened   int
	messages []string
	batches  int
	closing  *CloseError
	end      *CloseError
	closed   chan struct{}
	echo     bool
	got      chan struct{} // a token per batch
}

func newRecorder() *recorder {
	return &recorder{closed: make(chan struct{}), got: make(chan struct{}, 1<<16)}
}

func (r *recorder) OnOpen(*Conn) { r.opened++ }

func (r *recorder) OnMessages(c *Conn, msgs []Message) {
	r.mu.Lock()
	r.batches++
	for _, m := range msgs {
		r.messages = append(r.messages, fmt.Sprintf("%v %s", m.Type, m.Data))
	}
	r.mu.Unlock()
	if r.echo {
		for _, m := range msgs {
			c.Send(m.Type, m.Data)
		}
	}
	r.got <- struct{}{}
}

func (r *recorder) OnClosing(_ *Conn, code StatusCode, reason string) {
	r.closing = &CloseError{Code: code, Reason: reason}
}

func (r *recorder) OnClose(_ *Conn, err *CloseError) {
	r.end = err
	close(r.closed)
}

func (r *recorder) await(t *testing.T, n int) []string {
	t.Helper()
	for {
		r.mu.Lock()
		if len(r.messages) >= n {
			defer r.mu.Unlock()
			return r.messages
		}
		r.mu.Unlock()
		select {
		case <-r.got:
		case <-time.After(10 * time.Second):
			t.Fatalf("got %d of %d messages", len(r.messages), n)
		}
	}
}

func (r *recorder) awaitClose(t *testing.T) *CloseError {
	t.Helper()
	select {
	case <-r.closed:
		return r.end
	case <-time.After(10 * time.Second):
		t.Fatal("OnClose was not called")
		return nil
	}
}

// awaitSent returns when BufferedAmount is 0: the peer may have the bytes before
// the goroutine that wrote them has said so.
func awaitSent(c *Conn) {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	for c.out.payload != 0 {
		c.out.drained.wait(&c.out.mu)
	}
}

// tcpPair is two ends of a TCP connection on loopback.
func tcpPair(t testing.TB) (a, b net.Conn) {
	t.Helper()
	l := listenLocal(t)
	defer l.Close()
	accepted := make(chan net.Conn)
	go func() {
		c, _ := l.Accept()
		accepted <- c
	}()
	a, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	b = <-accepted
	t.Cleanup(func() { a.Close(); b.Close() })
	return a, b
}

// parkedPair is tcpPair, of which a poller cannot take the sockets.
func parkedPair(t testing.TB) (a, b net.Conn) {
	a, b = tcpPair(t)
	return heldConn{a.(*net.TCPConn)}, heldConn{b.(*net.TCPConn)}
}

// heldConn is a connection that somebody else holds too, and whose socket may be
// used directly all the same.
type heldConn struct{ *net.TCPConn }

func (c heldConn) RawSocket() (syscall.RawConn, error) { return c.SyscallConn() }

// pairs are the ways two Conns are connected in tests: by sockets that a poller
// takes, by such as park a goroutine, and by net.Pipe, which can do neither.
var pairs = []struct {
	name    string
	connect func(t testing.TB) (a, b net.Conn)
}{
	{"tcp", tcpPair},
	{"parked tcp", parkedPair},
	{"pipe", func(testing.TB) (net.Conn, net.Conn) { return net.Pipe() }},
	{"tls", tlsPair},
}

func newPair(t testing.TB, connect func(testing.TB) (net.Conn, net.Conn), deflate *deflateParams, o Options) (c, s *Conn) {
	a, b := connect(t)
	c = newConn(connParams{role: client, netConn: a, owned: true, deflate: deflate, options: o})
	s = newConn(connParams{role: server, netConn: b, owned: true, deflate: deflate, options: o})
	return c, s
}

func TestMessagesPass(t *testing.T) {
	sizes := []int{0, 1, 3, 125, 126, 127, 1000, 65535, 65536, bufferSize - 14, bufferSize, bufferSize + 1, 300_000, 1 << 20}
	for _, p := range pairs {
		for _, d := range []*deflateParams{nil, {serverBits: 15, clientBits: 15, level: 1, takeover: true}, {serverBits: 9, clientBits: 8, level: 1, serverNoTakeover: true, clientNoTakeover: true}} {
			t.Run(fmt.Sprintf("%s/deflate=%v", p.name, d != nil), func(t *testing.T) {
				c, s := newPair(t, p.connect, d, Options{})
				rc, rs := newRecorder(), newRecorder()
				rs.echo = true
				c.Start(rc)
				s.Start(rs)
				var want []string
				for i, n := range sizes {
					data := strings.Repeat("好ab", n/5+1)[:n-n%5]
					typ := Text
					if i%2 == 1 {
						typ = Binary
					}
					want = append(want, fmt.Sprintf("%v %s", typ, data))
					if err := c.Send(typ, []byte(data)); err != nil {
						t.Fatal(err)
					}
				}
				got := rc.await(t, len(want))
				for i := range want {
					if got[i] != want[i] {
						t.Fatalf("message %d: got %.20q (%d bytes), want %.20q (%d bytes)", i, got[i], len(got[i]), want[i], len(want[i]))
					}
				}
				awaitSent(c)
				c.Close(3001, "why 好")
				if e := rs.awaitClose(t); e.Code != 3001 || e.Reason != "why 好" || e.Err != nil {
					t.Errorf("the server saw %v", e)
				}
				if e := rc.awaitClose(t); e.Code != 3001 || e.Err != nil {
					t.Errorf("the client saw %v", e)
				}
			})
		}
	}
}

func TestCorkedMessagesLeaveTogether(t *testing.T) {
	a, b := tcpPair(t)
	c := newConn(connParams{role: client, netConn: a, owned: true})
	s := newConn(connParams{role: server, netConn: b, owned: true})
	r := newRecorder()
	s.Start(r)
	c.Cork()
	for range 100 {
		c.SendText("0123456789")
	}
	if got := c.BufferedAmount(); got != 1000 {
		t.Errorf("BufferedAmount of 100 corked messages of 10 bytes: %d", got)
	}
	c.Uncork()
	r.await(t, 100)
	if r.batches != 1 {
		t.Errorf("100 corked messages came in %d batches", r.batches)
	}
	awaitSent(c)
}

// A peer that does not read fills the kernel's buffers. Sends go on without
// blocking, BufferedAmount is exactly what has not left, and everything
// arrives in the end.
func TestSendsNeverBlock(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{Limits: Limits{Queue: 12 << 20}})
			msg := bytes.Repeat([]byte("x"), 100_000)
			sent := 0
			for c.Send(Binary, msg) == nil {
				sent++
			}
			if err := c.Send(Binary, msg); !errors.Is(err, ErrQueueFull) {
				t.Fatalf("the send that passes the limit: %v", err)
			}
			if n := c.BufferedAmount(); n > 12<<20 || n <= 12<<20-100_000*2-4<<20 {
				t.Errorf("BufferedAmount is %d", n)
			}
			c.Close(1000, "")
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			go c.Read(ctx)
			for i := range sent {
				_, data, err := s.Read(ctx)
				if err != nil || !bytes.Equal(data, msg) {
					t.Fatalf("message %d of %d: %d bytes, %v", i, sent, len(data), err)
				}
			}
			var end *CloseError
			if _, _, err := s.Read(ctx); !errors.As(err, &end) || end.Code != 1000 {
				t.Errorf("after the last message: %v", err)
			}
			awaitSent(c)
		})
	}
}
