package websocket

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Dial against a server that answers a little more each time and then resets:
// every attempt fails in time until the response is whole.
func TestDialFailsWhereverTheServerResets(t *testing.T) {
	cuts := make(chan int, 1)
	addr := rawServer(t, func(r *rawRequest) string {
		answer := answerTo(r.Request)
		if cut := <-cuts; cut < len(answer) {
			io.WriteString(r.conn, answer[:cut])
			reset(r.conn)
			return ""
		}
		return answer
	})
	cuts <- 1 << 20 // a first one whole, so that what exists once exists
	c, err := dialInTime(t, "ws://"+addr, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.CloseNow()
	check := leftovers(t)
	cut := 0
	for ; ; cut++ {
		cuts <- cut
		c, err := dialInTime(t, "ws://"+addr, nil)
		if err == nil {
			c.CloseNow()
			break
		}
		var failed *HandshakeError
		if !errors.As(err, &failed) || failed.StatusCode != 0 {
			t.Fatalf("reset after %d bytes: %v", cut, err)
		}
	}
	if cut < 100 {
		t.Errorf("Dial succeeded with %d bytes of a response", cut)
	}
	check()
}

// dialInTime is Dial, which must not hang.
func dialInTime(t *testing.T, url string, opts *DialOptions) (*Conn, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	c, err := Dial(ctx, url, opts)
	if errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("Dial hangs: %v", err)
	}
	return c, err
}

// The same below TLS, seen from both sides: what stands between client and server
// lets a number of bytes of one direction pass and resets both.
func TestHandshakesFailWhereverTLSIsReset(t *testing.T) {
	tests := []struct {
		name                 string
		toClient             bool
		whole, step, theStep int // bytes that cannot do, steps without and with the race detector
	}{
		{"from the server", true, 700, 1, 23},
		{"from the client", false, 1200, 1, 37},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var accepted atomic.Int32
			conns := make(chan *recorder, 1<<12)
			addr := serveAccept(t, true, 0, nil, func(c *Conn) {
				accepted.Add(1)
				rec := newRecorder()
				c.Start(rec)
				conns <- rec
			})
			relay := newCuttingRelay(t, addr, tt.toClient)
			opts := &DialOptions{TLS: clientTLS()}
			step := smallerStep(t, tt.step, tt.theStep)
			// A first connection, so that what exists once exists.
			relay.cut.Store(1 << 20)
			c, err := dialInTime(t, "wss://"+relay.addr, opts)
			if err != nil {
				t.Fatal(err)
			}
			c.CloseNow()
			(<-conns).awaitClose(t)
			check := leftovers(t)
			cut := 0
			for ; ; cut += step {
				relay.cut.Store(int64(cut))
				c, err := dialInTime(t, "wss://"+relay.addr, opts)
				if err == nil {
					c.CloseNow()
					break
				}
			}
			if cut < tt.whole {
				t.Errorf("Dial succeeded with %d bytes", cut)
			}
			// In the end some handshakes were whole for the server and not for
			// the client.
			for range accepted.Load() - 1 {
				if end := (<-conns).awaitClose(t); end.Code != StatusAbnormalClosure || end.Err == nil {
					t.Errorf("OnClose was told %v", end)
				}
			}
			check()
		})
	}
}

func smallerStep(t *testing.T, step, underRace int) int {
	if raceDetector {
		t.Logf("every %d bytes instead of every %d under the race detector", underRace, step)
		return underRace
	}
	return step
}

// cuttingRelay passes connections on to an address, and resets both sides when cut
// bytes have passed in one direction.
type cuttingRelay struct {
	addr string
	cut  atomic.Int64
}

func newCuttingRelay(t *testing.T, to string, countToClient bool) *cuttingRelay {
	l := listenLocal(t)
	r := &cuttingRelay{addr: l.Addr().String()}
	var passing sync.WaitGroup
	passing.Go(func() {
		for {
			a, err := l.Accept()
			if err != nil {
				return
			}
			b, err := net.Dial("tcp", to)
			if err != nil {
				a.Close()
				continue
			}
			counted, free := a, b // the directions a to b, and b to a
			if countToClient {
				counted, free = b, a
			}
			cut := r.cut.Load()
			passing.Go(func() {
				io.CopyN(free, onlyReader{counted}, cut)
				reset(a)
				reset(b)
			})
			passing.Go(func() {
				io.Copy(counted, onlyReader{free})
				reset(a)
				reset(b)
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		passing.Wait()
	})
	return r
}

// onlyReader keeps io.Copy from splicing, whose pipes stay open for later.
type onlyReader struct{ io.Reader }

// A client that resets inside its request leaves nothing at the server, and
// Accept does not see it; one that resets behind it is a connection that broke.
func TestAcceptSurvivesResetsEverywhere(t *testing.T) {
	conns := make(chan *recorder, 1)
	addr := serveAccept(t, false, 0, nil, func(c *Conn) {
		rec := newRecorder()
		c.Start(rec)
		conns <- rec
	})
	request := handshake()
	knock := func(n int) {
		nc := dialRaw(t, addr, false)
		io.WriteString(nc, request[:n])
		if n == len(request) {
			// Read the response, or the server may be told of the reset before
			// it has taken the connection over.
			io.ReadFull(nc, make([]byte, len(answerTo(&http.Request{}))))
		}
		reset(nc)
	}
	knock(len(request))
	(<-conns).awaitClose(t)
	check := leftovers(t)
	for range 3 {
		for n := range len(request) {
			knock(n)
		}
	}
	knock(len(request))
	if end := (<-conns).awaitClose(t); end.Code != StatusAbnormalClosure || end.Err == nil {
		t.Errorf("OnClose was told %v", end)
	}
	check()
}

// faultStream is what a peer of role r says: frames with lengths in all three
// encodings, of every opcode, and a close frame. points are the places to break
// it: all, except that of the longest payload a few will do.
func faultStream(r role) (stream []byte, points []int) {
	stream = bytes.Join([][]byte{
		r.frame(textFrame, "好 one"), r.frame(pingFrame, "?"), r.frame(0x01, "fragm"), r.frame(pongFrame, ""),
		r.frame(lastFrame, "ented"), r.frame(binaryFrame, strings.Repeat("x", 126)),
	}, nil)
	long := len(stream)
	stream = append(stream, r.frame(binaryFrame, strings.Repeat("y", 80_000))...)
	end := len(stream)
	stream = append(stream, r.frame(closeFrame, closeBody(4001, "over"))...)
	for n := range len(stream) + 1 {
		if n < long+20 || n > end-3 || n%16_384 == 0 {
			points = append(points, n)
		}
	}
	return stream, points
}

// A peer that ends after any number of bytes: OnClose comes once, with what the
// reference says of so many, and what came before is delivered.
func TestConnectionsEndAtEveryByte(t *testing.T) {
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure})
		s.warm()
		check := leftovers(t)
		stream, points := faultStream(1 - r)
		for i, n := range points {
			if secure && i%smallerStep(t, 3, 29) != 0 {
				continue // TLS hides where frames begin
			}
			want := reference(1-r, false, bytes.Clone(stream[:n]), defaultLimit)
			for _, byReset := range []bool{false, true} {
				c, peer := s.meet()
				rec := newRecorder()
				c.Start(rec)
				peer.write(stream[:n])
				if byReset {
					reset(peer.Conn)
				} else {
					peer.hangUp()
				}
				end := rec.awaitClose(t)
				got := rec.messages
				if byReset && len(got) < len(want.messages) {
					// A reset may overtake what was sent before it.
					want.messages, want.code = want.messages[:len(got)], StatusAbnormalClosure
				}
				if byReset && end.Code == StatusAbnormalClosure {
					want.code = StatusAbnormalClosure
				}
				if end.Code != want.code || (end.Err == nil) != (want.code == 4001) || !slices.Equal(got, want.messages) {
					t.Fatalf("after %d bytes of %d (reset: %v) OnClose was told %v, messages were %.60q", n, len(stream), byReset, end, got)
				}
				if n := c.BufferedAmount(); n != 0 {
					t.Errorf("BufferedAmount is %d at the end", n)
				}
			}
		}
		check()
	})
}

// A peer that resets inside its answer to a close frame: the closing handshake is
// whole only with the last byte.
func TestResetsInsideTheClosingHandshake(t *testing.T) {
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure})
		s.warm()
		check := leftovers(t)
		answer := (1 - r).frame(closeFrame, closeBody(4000, "bye"))
		for n := range len(answer) + 1 {
			c, peer := s.meet()
			rec := newRecorder()
			c.Start(rec)
			c.SendText("before")
			c.Close(4000, "bye")
			peer.expect(textFrame, "before")
			peer.expect(closeFrame, closeBody(4000, "bye"))
			peer.write(answer[:n])
			reset(peer.Conn)
			end := rec.awaitClose(t)
			if whole := end.Code == 4000 && end.Err == nil; !whole && (end.Code != StatusAbnormalClosure || end.Err == nil) || whole && n < len(answer) {
				t.Errorf("after %d bytes of %d OnClose was told %v", n, len(answer), end)
			}
		}
		check()
	})
}

// A peer that resets while a message is leaving, after any part of it: who waits
// in Write is told, what is queued is dropped.
func TestResetsWhileWriting(t *testing.T) {
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure, sendBuffer: 16 << 10})
		s.warm()
		check := leftovers(t)
		message := make([]byte, 3<<20)
		for _, read := range []int{0, 1, 2, 9, 10, 13, 14, 15, 5_000, 300_000} {
			c, peer := s.meet()
			rec := newRecorder()
			c.Start(rec)
			lost := make(chan error, 2)
			for range cap(lost) {
				go func() { lost <- c.Write(t.Context(), Binary, message) }()
			}
			io.ReadFull(peer.in, make([]byte, read))
			reset(peer.Conn)
			for range cap(lost) {
				if err := <-lost; err == nil {
					t.Errorf("after %d bytes: a lost message was reported as written", read)
				}
			}
			if end := rec.awaitClose(t); end.Code != StatusAbnormalClosure || end.Err == nil {
				t.Errorf("after %d bytes OnClose was told %v", read, end)
			}
			if err := c.SendText("late"); err == nil {
				t.Error("a message was accepted after the end")
			}
			if n := c.BufferedAmount(); n != 0 {
				t.Errorf("BufferedAmount is %d at the end", n)
			}
		}
		check()
	})
}

// At the end nothing is buffered any more, whatever waited in the queue: the peer
// has ended its half and reads nothing.
func TestNothingIsBufferedAtTheEnd(t *testing.T) {
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure, sendBuffer: 16 << 10})
		c, peer := s.meet()
		rec := newRecorder()
		c.Start(hooks{recorder: rec, close: func(c *Conn) {
			if n := c.BufferedAmount(); n != 0 {
				t.Errorf("BufferedAmount is %d in OnClose", n)
			}
		}})
		c.Send(Binary, make([]byte, 8<<20))
		if c.BufferedAmount() == 0 {
			t.Error("8 MiB have left to a peer that reads nothing")
		}
		tcpOf(peer.Conn).CloseWrite() // without reading
		rec.awaitClose(t)
		peer.drain()
	})
}

// A client whose TLS ends inside a record ends as one whose TCP does.
func TestTLSEndsInsideARecord(t *testing.T) {
	a, b := tcpPair(t)
	own := tls.Server(underTLS(a), serverTLS())
	c := newConn(connParams{role: server, netConn: own})
	rec := newRecorder()
	peer := tls.Client(&truncating{Conn: b, after: -1}, clientTLS())
	shaken := make(chan error)
	go func() { shaken <- peer.Handshake() }()
	if err := own.Handshake(); err != nil {
		t.Fatal(err)
	}
	if err := <-shaken; err != nil {
		t.Fatal(err)
	}
	c.Start(rec)
	peer.NetConn().(*truncating).after = 7
	peer.Write(client.frame(textFrame, strings.Repeat("x", 1000)))
	b.(*net.TCPConn).CloseWrite()
	if end := rec.awaitClose(t); end.Code != StatusAbnormalClosure || end.Err == nil || len(rec.messages) > 0 {
		t.Errorf("OnClose was told %v, messages were %.40q", end, rec.messages)
	}
}

// truncating drops what is written behind a number of bytes; -1 lets all pass.
type truncating struct {
	net.Conn
	after int
}

func (c *truncating) Write(p []byte) (int, error) {
	if c.after < 0 {
		return c.Conn.Write(p)
	}
	n := min(c.after, len(p))
	c.after -= n
	if _, err := c.Conn.Write(p[:n]); err != nil {
		return 0, fmt.Errorf("the beginning of a record: %w", err)
	}
	return len(p), nil
}
