package websocket

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// counter is a Handler that counts messages and bytes.
type counter struct {
	*recorder
	n, bytes atomic.Int64
}

func newCounter() *counter { return &counter{recorder: newRecorder()} }

func (h *counter) OnMessages(_ *Conn, msgs []Message) {
	for _, m := range msgs {
		h.n.Add(1)
		h.bytes.Add(int64(len(m.Data)))
	}
}

// Everything that Send accepted before Close arrives, whatever its size, from
// however many goroutines, corked or not, and in the face of a concurrent Close.
func TestAnOrderlyCloseLosesNothing(t *testing.T) {
	deflates := []*deflateParams{nil, {serverBits: 15, clientBits: 15, level: 1, threshold: 128}}
	for _, p := range pairs {
		for _, closer := range []role{client, server} {
			for _, d := range deflates {
				t.Run(fmt.Sprintf("%s/closer=%d/deflate=%v", p.name, closer, d != nil), func(t *testing.T) {
					t.Parallel()
					c, s := newPair(t, p.connect, d, Options{})
					ends := [2]*Conn{client: c, server: s}
					got := newCounter()
					done := newRecorder()
					ends[1-closer].Start(got)
					ends[closer].Start(done)

					var accepted, size atomic.Int64
					var senders sync.WaitGroup
					for g := range 4 {
						senders.Go(func() {
							for i := 0; ; i++ {
								n := (i * 37) % 300
								if i%20 == g {
									n *= 700
								}
								corked := i%7 == 0
								if corked {
									ends[closer].Cork()
								}
								err := ends[closer].Send(Binary, make([]byte, n))
								if corked {
									ends[closer].Uncork()
								}
								switch {
								case errors.Is(err, ErrClosed):
									return
								case err != nil:
									t.Errorf("Send: %v", err)
									return
								}
								size.Add(int64(n))
								if accepted.Add(1) == 200 {
									ends[closer].Close(4000, "done")
								}
							}
						})
					}
					senders.Wait()
					if end := got.awaitClose(t); end.Code != 4000 || end.Reason != "done" || end.Err != nil {
						t.Errorf("the receiver's OnClose was told %v", end)
					}
					if end := done.awaitClose(t); end.Code != 4000 || end.Err != nil {
						t.Errorf("the closer's OnClose was told %v", end)
					}
					if got.n.Load() != accepted.Load() || got.bytes.Load() != size.Load() {
						t.Errorf("%d messages with %d bytes of %d with %d arrived", got.n.Load(), got.bytes.Load(), accepted.Load(), size.Load())
					}
				})
			}
		}
	}
}

// Both sides may close at once; neither loses what it sent.
func TestBothSidesMayClose(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{})
			rc, rs := newCounter(), newCounter()
			c.Start(rc)
			s.Start(rs)
			var both sync.WaitGroup
			for _, e := range []*Conn{c, s} {
				both.Go(func() {
					for range 20 {
						if err := e.Send(Binary, make([]byte, 10_000)); err != nil && !errors.Is(err, ErrClosed) {
							t.Errorf("Send: %v", err)
						}
					}
					e.Close(1001, "")
				})
			}
			both.Wait()
			for _, r := range []*counter{rc, rs} {
				if end := r.awaitClose(t); end.Code != 1001 || end.Err != nil {
					t.Errorf("OnClose was told %v", end)
				}
			}
		})
	}
}

func TestCloseIsCalledOnceOrTwice(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{})
	rec := newRecorder()
	c.Start(rec)
	if err := c.Close(1006, ""); err == nil {
		t.Fatal("the code 1006 was accepted")
	}
	if err := c.Close(1000, "\xff"); err == nil {
		t.Fatal("a reason that is not UTF-8 was accepted")
	}
	if err := c.SendText("a refused Close closes nothing"); err != nil {
		t.Fatal(err)
	}
	peer.expect(textFrame, "a refused Close closes nothing")
	if err := c.Close(4000, "first"); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(4001, "second"); err != nil {
		t.Errorf("the second Close: %v", err)
	}
	for name, err := range map[string]error{
		"Send":  c.SendText("late"),
		"Write": c.Write(t.Context(), Text, nil),
		"Ping":  c.Ping(nil),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s after Close: %v", name, err)
		}
	}
	peer.expect(closeFrame, closeBody(4000, "first"))
	peer.write(server.frame(textFrame, "on its way"), server.frame(closeFrame, closeBody(4000, "")))
	peer.Close()
	if end := rec.awaitClose(t); end.Code != 4000 || end.Reason != "" || end.Err != nil {
		t.Errorf("OnClose was told %v", end)
	}
	if len(rec.messages) != 1 {
		t.Errorf("the message that was on its way when this side closed: %q", rec.messages)
	}
	if err := c.Close(1000, ""); err != nil {
		t.Errorf("Close after OnClose: %v", err)
	}
}

// What this side answers to a close frame, and what OnClose is told (5.5.1, 7.4).
func TestAnsweringACloseFrame(t *testing.T) {
	type closing struct {
		name, body, answer string
		code               StatusCode
		reason             string
		violation          bool
	}
	tests := []closing{
		{"no code", "", "", StatusNoStatusReceived, "", false},
		{"the longest reason", closeBody(1000, strings.Repeat("好", 41)), closeBody(1000, strings.Repeat("好", 41)), 1000, strings.Repeat("好", 41), false},
		{"half a code", "\x03", closeBody(1002, ""), 1006, "", true},
		{"a broken reason", closeBody(1000, "\xe5\xa5"), closeBody(1007, ""), 1006, "", true},
	}
	for _, code := range sendableCodes {
		tests = append(tests, closing{fmt.Sprint(code), closeBody(code, "x"), closeBody(code, "x"), code, "x", false})
	}
	for _, code := range append(unsendableCodes, StatusNoStatusReceived) {
		tests = append(tests, closing{fmt.Sprint(code), closeBody(code, ""), closeBody(1002, ""), 1006, "", true})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			roles(t, func(t *testing.T, r role) {
				c, peer := newRawPeer(t, r, nil, Options{})
				rec := newRecorder()
				c.Start(rec)
				peer.write(peer.role.frame(closeFrame, tt.body))
				peer.expect(closeFrame, tt.answer)
				if r == server {
					if first, _ := peer.read(); first != 0 {
						t.Error("the server does not end TCP after its answer (7.1.1)")
					}
				}
				peer.Close()
				end := rec.awaitClose(t)
				if end.Code != tt.code || end.Reason != tt.reason || (end.Err != nil) != tt.violation {
					t.Errorf("OnClose was told %v", end)
				}
				if (rec.closing != nil) == tt.violation {
					t.Errorf("OnClosing was told %v", rec.closing)
				}
			})
		})
	}
}

func TestAPeerThatNeverAnswersIsCut(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		c, peer := newRawPeer(t, r, nil, Options{CloseTimeout: 50 * time.Millisecond})
		rec := newRecorder()
		c.Start(rec)
		c.Close(1000, "")
		end := rec.awaitClose(t)
		if end.Code != StatusAbnormalClosure || !errors.Is(end, errCloseTimeout) {
			t.Errorf("OnClose was told %v", end)
		}
		if rec.closing != nil {
			t.Error("OnClosing was called without a close frame")
		}
		peer.expect(closeFrame, closeBody(1000, ""))
	})
}

// The peer does not read at all: the queue never empties.
func TestAPeerThatReadsNothingIsCut(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			a, _ := p.connect(t)
			c := newConn(connParams{role: client, netConn: a, options: Options{CloseTimeout: 50 * time.Millisecond}})
			rec := newRecorder()
			c.Start(rec)
			c.Send(Binary, make([]byte, 8<<20))
			c.Close(1000, "")
			if end := rec.awaitClose(t); end.Code != StatusAbnormalClosure || !errors.Is(end, errCloseTimeout) {
				t.Errorf("OnClose was told %v", end)
			}
		})
	}
}

// A peer that reads slowly keeps the closing handshake alive: the whole takes
// longer than CloseTimeout, and nothing is lost.
func TestASlowPeerLosesNothing(t *testing.T) {
	t.Parallel()
	c, peer := newRawPeer(t, client, nil, Options{CloseTimeout: 800 * time.Millisecond})
	smallBuffer(c)
	rec := newRecorder()
	c.Start(rec)
	const size = 6 << 20
	c.Send(Binary, make([]byte, size))
	c.Close(1000, "")
	wire := maxHeader + size + 8 // the header and a masked close frame
	for piece := make([]byte, 128<<10); wire > 0; {
		time.Sleep(20 * time.Millisecond) // this is how slow it is
		n, err := peer.Read(piece[:min(len(piece), wire)])
		if err != nil {
			t.Fatalf("%d bytes before the end: %v", wire, err)
		}
		wire -= n
	}
	peer.write(server.frame(closeFrame, closeBody(1000, "")))
	peer.Close()
	if end := rec.awaitClose(t); end.Code != 1000 || end.Err != nil {
		t.Errorf("OnClose was told %v", end)
	}
}

func TestClosingInsideCallbacks(t *testing.T) {
	closes := func(c *Conn) { c.Close(4002, "inside") }
	for _, p := range pairs {
		for name, h := range map[string]hooks{
			"OnOpen":     {open: closes},
			"OnMessages": {messages: func(c *Conn, _ []Message) { c.SendText("last"); closes(c) }},
		} {
			t.Run(p.name+"/"+name, func(t *testing.T) {
				c, s := newPair(t, p.connect, nil, Options{})
				rc, rs := newRecorder(), newRecorder()
				h.recorder = rc
				c.Start(h)
				s.Start(rs)
				s.SendText("go on")
				if end := rs.awaitClose(t); end.Code != 4002 || end.Reason != "inside" || end.Err != nil {
					t.Errorf("the peer's OnClose was told %v", end)
				}
				if end := rc.awaitClose(t); end.Code != 4002 || end.Err != nil {
					t.Errorf("OnClose was told %v", end)
				}
				if name == "OnMessages" && len(rs.messages) != 1 {
					t.Errorf("what was sent before Close came as %q", rs.messages)
				}
			})
		}
		t.Run(p.name+"/CloseNow", func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{})
			rc, rs := newRecorder(), newRecorder()
			c.Start(hooks{recorder: rc, messages: func(c *Conn, _ []Message) { c.CloseNow() }})
			s.Start(rs)
			s.SendText("go")
			for _, r := range []*recorder{rc, rs} {
				if end := r.awaitClose(t); end.Code != StatusAbnormalClosure || end.Err == nil {
					t.Errorf("OnClose was told %v", end)
				}
			}
		})
	}
}

// OnOpen, OnMessages, OnClosing, OnClose: in this order, never two at a time,
// OnClose last and once, whoever closes how often.
func TestTheOrderOfCallbacks(t *testing.T) {
	for range 50 {
		c, s := newPair(t, tcpPair, nil, Options{})
		var events []string // not locked: calls do not overlap
		event := func(s string) func(*Conn) {
			return func(c *Conn) { events = append(events, s) }
		}
		rec, rs := newRecorder(), newRecorder()
		c.Start(hooks{rec, event("open"), func(*Conn, []Message) { events = append(events, "messages") }, event("closing"), event("close")})
		s.Start(rs)
		s.SendText("x")
		rec.await(t, 1)
		var closers sync.WaitGroup
		for i := range 4 {
			closers.Go(func() {
				if i%2 == 0 {
					s.Close(1000, "")
				} else {
					c.Close(1000, "")
				}
			})
		}
		closers.Wait()
		rs.awaitClose(t)
		rec.awaitClose(t)
		c.CloseNow()
		if got := strings.Join(events, " "); got != "open messages closing close" {
			t.Fatalf("the callbacks were: %s", got)
		}
	}
}

func TestSendsAreRefusedOnceTheConnectionEnded(t *testing.T) {
	for name, end := range map[string]func(*rawPeer){
		"in order": func(p *rawPeer) { p.write(p.role.frame(closeFrame, "")); p.read(); p.Close() },
		"by EOF":   func(p *rawPeer) { p.Close() },
		"by RST":   func(p *rawPeer) { p.Conn.(*net.TCPConn).SetLinger(0); p.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			c, peer := newRawPeer(t, client, nil, Options{})
			rec := newRecorder()
			c.Start(hooks{recorder: rec, close: func(c *Conn) {
				if c.SendText("late") == nil {
					t.Error("a message was accepted inside OnClose")
				}
			}})
			end(peer)
			rec.awaitClose(t)
			if n := c.BufferedAmount(); n != 0 {
				t.Errorf("BufferedAmount is %d at the end", n)
			}
		})
	}
}

func TestStartIsCalledOnce(t *testing.T) {
	panics := func(f func()) (v any) {
		defer func() { v = recover() }()
		f()
		return nil
	}
	c, s := newPair(t, tcpPair, nil, Options{})
	rec := newRecorder()
	c.Start(rec)
	if panics(func() { c.Start(newRecorder()) }) == nil {
		t.Error("a second Start did not panic")
	}
	if _, _, err := c.Read(t.Context()); err == nil {
		t.Error("Read worked beside Start")
	}
	ctx, cancel := cancelledSoon(t)
	defer cancel()
	s.Read(ctx)
	if panics(func() { s.Start(newRecorder()) }) == nil {
		t.Error("Start after Read did not panic")
	}
	if panics(func() { s.Uncork() }) == nil {
		t.Error("Uncork without Cork did not panic")
	}
	c.CloseNow()
	rec.awaitClose(t)
}
