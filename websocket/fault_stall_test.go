package websocket

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// A server that falls silent after any number of bytes of its response: Dial
// ends by HandshakeTimeout and leaves nothing.
func TestDialTimesOutAtEveryByte(t *testing.T) {
	cuts := make(chan int, 1)
	addr := rawServer(t, func(r *rawRequest) string {
		return answerTo(r.Request)[:<-cuts]
	})
	whole := len(answerTo(&http.Request{}))
	cuts <- whole
	c, err := dialInTime(t, "ws://"+addr, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.CloseNow()
	check := leftovers(t)
	var dials sync.WaitGroup
	for n := range whole {
		dials.Go(func() {
			_, err := Dial(context.Background(), "ws://"+addr, &DialOptions{HandshakeTimeout: 100 * time.Millisecond})
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("a stall ended with %v", err)
			}
		})
		cuts <- n
	}
	dials.Wait()
	check()
}

// A client that falls silent inside its request is the http.Server's to end, by
// ReadHeaderTimeout; behind its request it is nobody's: Accept returns at once,
// and the server's timeouts are not the connection's.
func TestSlowRequestsTimeOutAndConnectionsDoNot(t *testing.T) {
	conns := make(chan *Conn, 1)
	const timeout = 100 * time.Millisecond
	addr := serveHTTP(t, false, 0, &http.Server{
		ReadHeaderTimeout: timeout, ReadTimeout: timeout, WriteTimeout: timeout, IdleTimeout: timeout,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, err := Accept(w, r, nil)
			if err != nil {
				t.Error(err)
				return
			}
			conns <- c
		}),
	})
	request := handshake()
	first := dialRaw(t, addr, false)
	io.WriteString(first, request)
	c := <-conns
	rec := newRecorder()
	rec.echo = true
	c.Start(rec)
	check := leftovers(t)
	var clients sync.WaitGroup
	for n := range len(request) {
		clients.Go(func() {
			nc := dialRaw(t, addr, false)
			defer nc.Close()
			io.WriteString(nc, request[:n])
			io.Copy(io.Discard, nc)
		})
	}
	clients.Wait()
	if len(conns) > 0 {
		t.Errorf("%d requests that were not whole were accepted", len(conns))
	}
	check()

	// The first connection has by now outlived all of the server's timeouts.
	first.Write(client.frame(textFrame, "still there?"))
	peer := &rawPeer{t, client, first, bufio.NewReader(first)}
	if _, err := http.ReadResponse(peer.in, nil); err != nil {
		t.Fatal(err)
	}
	peer.expect(textFrame, "still there?")
	c.CloseNow()
	rec.awaitClose(t)
	first.Close()
}

// Every byte of the handshake may come by itself, on the wire of TLS too.
func TestHandshakesMayComeByteByByte(t *testing.T) {
	for _, secure := range []bool{false, true} {
		conns := make(chan *Conn, 1)
		addr := serveAccept(t, secure, 0, nil, func(c *Conn) { conns <- c })
		scheme := map[bool]string{false: "ws://", true: "wss://"}[secure]
		opts := &DialOptions{TLS: clientTLS(), DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			nc, err := new(net.Dialer).DialContext(ctx, network, addr)
			return dripping{nc}, err
		}}
		c, err := dialInTime(t, scheme+addr, opts)
		if err != nil {
			t.Fatal(err)
		}
		s := <-conns
		rc, rs := newRecorder(), newRecorder()
		c.Start(rc)
		s.Start(rs)
		c.SendText("drop by drop")
		if got := rs.await(t, 1); got[0] != "text drop by drop" {
			t.Errorf("the server got %q", got)
		}
		s.Close(1000, "")
		rc.awaitClose(t)
		rs.awaitClose(t)
	}
}

// dripping reads and writes a byte at a time.
type dripping struct{ net.Conn }

func (d dripping) Read(p []byte) (int, error) { return d.Conn.Read(p[:min(1, len(p))]) }

func (d dripping) Write(p []byte) (int, error) {
	for i := range p {
		if _, err := d.Conn.Write(p[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(p), nil
}

// A peer that falls silent inside a header or a payload does no harm by that, and
// cannot keep the connection from ending, orderly or at once.
func TestStallsInsideAFrame(t *testing.T) {
	stream, points := faultStream(client)
	fromServer, _ := faultStream(server)
	for _, how := range []struct {
		name   string
		end    func(*Conn) error
		reason error
	}{
		{"CloseNow", func(c *Conn) error { c.CloseNow(); return nil }, nil},
		{"Close", func(c *Conn) error { return c.Close(1000, "") }, errCloseTimeout},
	} {
		t.Run(how.name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, r role, secure bool) {
				s := newStage(t, r, stageOptions{secure: secure, options: Options{CloseTimeout: 100 * time.Millisecond}})
				s.warm()
				check := leftovers(t)
				said := stream
				if r == client {
					said = fromServer
				}
				var ends sync.WaitGroup
				for i, n := range points {
					if n > len(said)-5 || secure && i%smallerStep(t, 7, 41) != 0 {
						continue // with a whole close frame it is no stall
					}
					c, peer := s.meet()
					rec := newRecorder()
					c.Start(rec)
					peer.write(said[:n])
					ends.Go(func() {
						how.end(c)
						peer.drain()
						<-rec.closed
						if end := rec.end; end.Code != StatusAbnormalClosure || end.Err == nil || how.reason != nil && !errors.Is(end, how.reason) {
							t.Errorf("%d bytes of %d: OnClose was told %v", n, len(said), end)
						}
					})
				}
				ends.Wait()
				check()
			})
		})
	}
}

// A peer that stalls at any byte of its answer to a close frame is cut after
// CloseTimeout; so is one that instead of an answer goes on sending.
func TestStallsInsideTheClosingHandshake(t *testing.T) {
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure, options: Options{CloseTimeout: 100 * time.Millisecond}})
		s.warm()
		check := leftovers(t)
		answer := (1 - r).frame(closeFrame, closeBody(4000, "bye"))
		var ends sync.WaitGroup
		for n := range len(answer) + 1 {
			c, peer := s.meet()
			rec := newCounter() // the recorder keeps what comes
			c.Start(rec)
			c.Close(4000, "bye")
			ends.Go(func() {
				if n < len(answer) {
					peer.Write(answer[:n])
				} else {
					for flood := (1 - r).frame(binaryFrame, "and another thing"); ; {
						if _, err := peer.Write(flood); err != nil {
							break
						}
					}
				}
				peer.drain()
				<-rec.closed
				if rec.end.Code != StatusAbnormalClosure || !errors.Is(rec.end, errCloseTimeout) {
					t.Errorf("%d bytes of %d: OnClose was told %v", n, len(answer), rec.end)
				}
			})
		}
		ends.Wait()
		check()
	})
}

// After both close frames the server ends TCP (RFC 6455, section 7.1.1). Whichever
// side the Conn is, a peer that never does its part is not waited for long, and
// the connection still counts as closed in order.
func TestAPeerThatKeepsTCPOpenIsLeft(t *testing.T) {
	t.Parallel() // it takes lingerTimeout
	var all sync.WaitGroup
	for _, r := range []role{client, server} {
		for _, secure := range []bool{false, true} {
			c, peer := newStage(t, r, stageOptions{secure: secure}).meet()
			rec := newRecorder()
			c.Start(rec)
			peer.write(peer.role.frame(closeFrame, closeBody(1001, "")))
			peer.expect(closeFrame, closeBody(1001, ""))
			begun := time.Now()
			all.Go(func() {
				if end, err := endOf(rec); err != nil || end.Code != 1001 || end.Err != nil {
					t.Errorf("OnClose was told %v, %v", end, err)
				}
				for { // only a write tells that the other side has closed
					if _, err := peer.Write([]byte("x")); err != nil {
						break
					}
					time.Sleep(10 * time.Millisecond)
				}
				if took := time.Since(begun); took > lingerTimeout+5*time.Second {
					t.Errorf("it took %v", took)
				}
				tcpOf(peer.Conn).Close()
			})
		}
	}
	all.Wait()
}

// A connection whose other half takes nothing: sends fail by the limit of the
// queue, waiting ones by their deadline, and Close by CloseTimeout.
func TestHalfOpenConnections(t *testing.T) {
	const queue = 1 << 20
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure, sendBuffer: 16 << 10, options: Options{
			CloseTimeout: 100 * time.Millisecond, Limits: Limits{Queue: queue},
		}})
		s.warm()
		check := leftovers(t)
		for _, end := range []func(*Conn){
			func(c *Conn) { c.Close(1000, "") },
			(*Conn).CloseNow,
		} {
			c, peer := s.meet()
			rec := newRecorder()
			c.Start(rec)
			message := bytes.Repeat([]byte("x"), 50_000)
			var err error
			for range 1 << 20 / 50_000 * 100 {
				if err = c.Send(Binary, message); err != nil {
					break
				}
				if n := c.BufferedAmount(); n < 0 || n > queue {
					t.Fatalf("BufferedAmount is %d", n)
				}
			}
			if !errors.Is(err, ErrQueueFull) {
				t.Fatalf("a hundred times the queue was accepted: %v", err)
			}
			ctx, cancel := cancelledSoon(t)
			for _, size := range []int{0, 50_000, queue} {
				if err := c.Write(ctx, Binary, make([]byte, size)); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Write of %d bytes: %v", size, err)
				}
			}
			cancel()
			waiting := make(chan error, 3)
			for range cap(waiting) {
				go func() { waiting <- c.Write(context.Background(), Binary, message) }()
			}
			end(c)
			closed := rec.awaitClose(t)
			if closed.Code != StatusAbnormalClosure || closed.Err == nil {
				t.Errorf("OnClose was told %v", closed)
			}
			for range cap(waiting) {
				if err := <-waiting; err == nil {
					t.Error("a message that was never written was reported as written")
				}
			}
			peer.drain()
		}
		check()
	})
}

// A handler that takes its time stops the sender by TCP, and loses nothing.
func TestAHandlerSlowerThanTheSender(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		s := newStage(t, r, stageOptions{})
		c, peer := s.meet()
		rec := newRecorder()
		goOn := make(chan struct{})
		c.Start(hooks{recorder: rec, messages: func(*Conn, []Message) { <-goOn }})
		sent := fillPeer(t, peer)
		close(goOn)
		rec.await(t, sent)
		c.CloseNow()
		rec.awaitClose(t)
		peer.drain()
	})
}

// A peer that reads in small pieces: senders that wait keep the queue within its
// limit, and every message arrives, in its sender's order.
func TestAReaderSlowerThanTheSender(t *testing.T) {
	const queue = 256 << 10
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure, sendBuffer: 16 << 10, options: Options{Limits: Limits{Queue: queue}}})
		c, peer := s.meet()
		rec := newRecorder()
		c.Start(rec)
		n := smaller(t, 100, 25)
		const senders = 3
		var sending sync.WaitGroup
		for id := range senders {
			sending.Go(func() {
				for i := range n {
					if err := c.Write(t.Context(), Binary, numberedMessage(id*1000+i, (i*7919)%20_000)); err != nil {
						t.Errorf("Write: %v", err)
						return
					}
					if n := c.BufferedAmount(); n < 0 || n > queue {
						t.Errorf("BufferedAmount is %d", n)
					}
				}
			})
		}
		peer.in = bufio.NewReaderSize(smallReads{peer.Conn}, 64)
		next := [senders]int{}
		for range n * senders {
			first, got := peer.read()
			id := int(got[4] - '0') // of the thousands, see numberedMessage
			if first != binaryFrame || !bytes.Equal([]byte(got), numberedMessage(id*1000+next[id], (next[id]*7919)%20_000)) {
				t.Fatalf("message %d of sender %d is the frame %#02x %.40q of %d bytes", next[id], id, first, got, len(got))
			}
			next[id]++
		}
		sending.Wait()
		if n := c.BufferedAmount(); n != 0 {
			t.Errorf("BufferedAmount is %d at the end", n)
		}
		c.CloseNow()
		rec.awaitClose(t)
		peer.drain()
	})
}

// smallReads reads at most 700 bytes at a time.
type smallReads struct{ io.Reader }

func (r smallReads) Read(p []byte) (int, error) { return r.Reader.Read(p[:min(len(p), 700)]) }
