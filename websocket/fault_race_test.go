package websocket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Everything at once, from many goroutines, on both ends of one connection, until
// one of them ends it in one way or another. OnClose comes once, each sender's
// messages arrive in order without a gap, and nothing stays.
func TestEverythingRaces(t *testing.T) {
	everywhere(t, func(t *testing.T, r role, secure bool) {
		compression := &Compression{Takeover: true, Threshold: 20}
		conns := make(chan *Conn)
		options := Options{CloseTimeout: 20 * time.Second, Limits: Limits{Queue: 64 << 10}}
		addr := serveAccept(t, secure, 0, &AcceptOptions{Compression: compression, Options: options}, func(c *Conn) { conns <- c })
		url := "ws://" + addr
		if secure {
			url = "wss://" + addr
		}
		round := func(i int) {
			c, err := Dial(t.Context(), url, &DialOptions{TLS: clientTLS(), Compression: compression, Options: options})
			if err != nil {
				t.Fatal(err)
			}
			ends := [2]*Conn{client: c, server: <-conns}
			raceOnce(t, ends[r], ends[1-r], i)
		}
		round(0)
		check := leftovers(t)
		for i := range smaller(t, 18, 6) {
			round(i)
		}
		check()
	})
}

// raceEnds are what the last of the racing goroutines does.
var raceEnds = []struct {
	end     func(c, peer *Conn)
	orderly bool
}{
	{func(c, _ *Conn) { c.Close(1000, "") }, true},
	{func(_, peer *Conn) { peer.Close(1001, "") }, true},
	{func(c, peer *Conn) { go c.Close(1000, ""); peer.Close(1000, "") }, true},
	{func(c, _ *Conn) { c.CloseNow() }, false},
	{func(c, peer *Conn) { go c.Close(1000, ""); peer.CloseNow() }, false},
	{func(c, _ *Conn) { go c.CloseNow(); c.Close(1000, ""); c.CloseNow() }, false},
}

func raceOnce(t *testing.T, c, peer *Conn, i int) {
	const senders = 3
	hc, hp := newOrdered(t, senders), newOrdered(t, senders)
	c.Start(hc)
	peer.Start(hp)
	var work sync.WaitGroup
	var accepted [senders]atomic.Int64
	began := make(chan struct{}, 4*senders) // each sender's fifth message, and its end
	for _, end := range []*Conn{c, peer} {
		for id := range senders {
			work.Go(func() {
				defer func() { began <- struct{}{} }()
				random := rand.New(rand.NewPCG(uint64(i), uint64(id)))
				for n := range 200 {
					if n == 5 {
						began <- struct{}{}
					}
					p := fmt.Appendf(nil, "%02d %08d %s", id, n, bytes.Repeat([]byte("."), random.IntN(1500)))
					err := sendSomehow(end, random, p)
					if errors.Is(err, ErrQueueFull) {
						err = end.Write(context.Background(), Binary, p)
					}
					if err != nil {
						return
					}
					if end == c {
						accepted[id].Add(1)
					}
					if size := end.BufferedAmount(); size < 0 {
						t.Errorf("BufferedAmount is %d", size)
					}
				}
			})
		}
		work.Go(func() {
			for range 50 {
				end.PauseReads()
				end.Ping([]byte("?"))
				end.ResumeReads()
			}
		})
	}
	for range 2 * senders {
		<-began
	}
	how := raceEnds[i%len(raceEnds)]
	how.end(c, peer)
	work.Wait()
	for _, h := range []*ordered{hc, hp} {
		h.awaitClose(t)
	}
	if how.orderly {
		for _, h := range []*ordered{hc, hp} {
			if h.end.Err != nil {
				t.Errorf("round %d: OnClose was told %v at an orderly end", i, h.end)
			}
		}
		for id := range senders {
			if got, want := hp.next[id].Load(), accepted[id].Load(); got < want {
				t.Errorf("round %d: %d of %d messages of sender %d arrived before an orderly end", i, got, want, id)
			}
		}
	}
	for _, end := range []*Conn{c, peer} {
		if n := end.BufferedAmount(); n != 0 {
			t.Errorf("BufferedAmount is %d at the end", n)
		}
		if err := end.SendText("late"); err == nil {
			t.Error("a message was accepted after the end")
		}
	}
}

// sendSomehow sends by one of the ways there are.
func sendSomehow(c *Conn, random *rand.Rand, p []byte) error {
	switch random.IntN(5) {
	case 0:
		return c.Write(context.Background(), Binary, p)
	case 1:
		c.Cork()
		defer c.Uncork()
		return c.Send(Binary, p)
	case 2:
		return c.SendText(string(p))
	case 3:
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		return c.Write(ctx, Text, p)
	default:
		return c.Send(Binary, p)
	}
}

// ordered is a Handler that holds that each sender's messages come in order and
// OnClose comes once and last. It retains some.
type ordered struct {
	*recorder
	t      *testing.T
	next   []atomic.Int64
	ended  atomic.Bool
	inside atomic.Bool
}

func newOrdered(t *testing.T, senders int) *ordered {
	return &ordered{recorder: newRecorder(), t: t, next: make([]atomic.Int64, senders)}
}

func (h *ordered) OnMessages(_ *Conn, msgs []Message) {
	if h.ended.Load() || h.inside.Swap(true) {
		h.t.Error("OnMessages overlaps another call or follows OnClose")
	}
	for _, m := range msgs {
		var id, n int64
		fmt.Sscanf(string(m.Data[:11]), "%d %d", &id, &n)
		if want := h.next[id].Add(1) - 1; n != want {
			h.t.Errorf("message %d of sender %d came where %d was due", n, id, want)
		}
		if n%5 == 0 {
			m.Retain()
			go func() {
				if m.Data[2] != ' ' {
					h.t.Errorf("a retained message became %.20q", m.Data)
				}
				m.Release()
			}()
		}
	}
	h.inside.Store(false)
}

func (h *ordered) OnClose(c *Conn, err *CloseError) {
	h.ended.Store(true)
	h.recorder.OnClose(c, err)
}

// Close and CloseNow from inside every callback, with reads paused, with messages
// to send: nothing waits for itself.
func TestEndingInsideEveryCallback(t *testing.T) {
	ends := map[string]func(*Conn){
		"Close":                      func(c *Conn) { c.Close(1000, "") },
		"CloseNow":                   (*Conn).CloseNow,
		"PauseReads, Close":          func(c *Conn) { c.PauseReads(); c.Close(1000, "") },
		"PauseReads, CloseNow":       func(c *Conn) { c.PauseReads(); c.CloseNow() },
		"Close, CloseNow":            func(c *Conn) { c.Close(1000, ""); c.CloseNow() },
		"Send, Close, Send":          func(c *Conn) { c.SendText("a"); c.Close(1000, ""); c.SendText("b") },
		"Send, CloseNow, Send":       func(c *Conn) { c.SendText("a"); c.CloseNow(); c.SendText("b") },
		"Write, Close":               func(c *Conn) { c.Write(context.Background(), Text, []byte("a")); c.Close(1000, "") },
		"Close, Write":               func(c *Conn) { c.Close(1000, ""); c.Write(context.Background(), Text, []byte("a")) },
		"Cork, Close, Uncork":        func(c *Conn) { c.Cork(); c.Close(1000, ""); c.Uncork() },
		"Close, PauseReads, Ping":    func(c *Conn) { c.Close(1000, ""); c.PauseReads(); c.Ping(nil) },
		"PauseReads, Resume, Close":  func(c *Conn) { c.PauseReads(); c.ResumeReads(); c.Close(1000, "") },
		"Cork that is left, Close":   func(c *Conn) { c.Cork(); c.SendText("a"); c.Close(1000, "") },
		"from another goroutine, at": func(c *Conn) { done := make(chan bool); go func() { c.CloseNow(); close(done) }(); <-done },
	}
	for _, p := range pairs {
		goneBefore := leftovers(t)
		for name, end := range ends {
			for where, h := range map[string]hooks{
				"OnOpen":     {open: end},
				"OnMessages": {messages: func(c *Conn, _ []Message) { end(c) }},
				"OnClosing":  {closing: end},
				"OnClose":    {close: end},
			} {
				c, s := newPair(t, p.connect, nil, Options{CloseTimeout: 30 * time.Millisecond})
				rc, rs := newRecorder(), newRecorder()
				h.recorder = rc
				c.Start(h)
				s.Start(rs)
				s.SendText("go")
				if where == "OnClosing" || where == "OnClose" {
					rc.await(t, 1)
					s.Close(1001, "")
				}
				if _, err := endOf(rc); err != nil {
					t.Fatalf("%s: %s in %s: %v", p.name, name, where, err)
				}
				s.CloseNow()
				if _, err := endOf(rs); err != nil {
					t.Fatalf("%s: %s in %s: the peer's %v", p.name, name, where, err)
				}
			}
		}
		goneBefore()
	}
}

// A Trace may ask what it is allowed to, while everything else goes on.
func TestATraceMayAskTheConn(t *testing.T) {
	var asked atomic.Int64
	var ready atomic.Pointer[Conn]
	ask := func(Frame) {
		if c := ready.Load(); c != nil {
			_, _, _, _ = c.Subprotocol(), c.Compressed(), c.Header(), c.Timing()
			_, _ = c.LocalAddr(), c.RemoteAddr()
			asked.Add(1)
		}
	}
	c, s := newPair(t, tcpPair, nil, Options{Trace: &Trace{FrameRead: ask, FrameWritten: ask}})
	ready.Store(c)
	rc, rs := newRecorder(), newRecorder()
	rs.echo = true
	c.Start(rc)
	s.Start(rs)
	const n = 100
	var senders sync.WaitGroup
	for range 4 {
		senders.Go(func() {
			for range n {
				c.SendText("x")
				c.Ping(nil)
			}
		})
	}
	senders.Wait()
	rc.await(t, 4*n)
	c.Close(1000, "")
	rc.awaitClose(t)
	rs.awaitClose(t)
	if asked.Load() < 4*4*n {
		t.Errorf("the trace was called %d times", asked.Load())
	}
}

// What a handler retained stays whole after the connection has ended and others
// have used what it gave back.
func TestRetainedMessagesOutliveTheConnection(t *testing.T) {
	var kept []Message
	var wants [][]byte
	for i := range 30 {
		c, s := newPair(t, tcpPair, nil, Options{})
		rc, rs := newRecorder(), newRecorder()
		c.Start(rc)
		s.Start(hooks{recorder: rs, messages: func(c *Conn, msgs []Message) {
			for _, m := range msgs {
				m.Retain()
				kept = append(kept, m)
			}
			if i%2 == 0 {
				c.CloseNow()
			}
		}})
		p := numberedMessage(i, i*5000)
		wants = append(wants, p)
		c.Send(Binary, p)
		rs.await(t, 1)
		c.CloseNow()
		rc.awaitClose(t)
		rs.awaitClose(t)
	}
	for i, m := range kept {
		if !bytes.Equal(m.Data, wants[i]) {
			t.Errorf("message %d became %.40q", i, m.Data)
		}
		m.Release()
	}
}

// Reads that are given up, sends and the end, all at once, on a connection that is
// used by Read and Write.
func TestBlockingCallsRaceWithTheEnd(t *testing.T) {
	for _, p := range pairs {
		for i := range smaller(t, 40, 15) {
			c, s := newPair(t, p.connect, nil, Options{CloseTimeout: 50 * time.Millisecond})
			var all sync.WaitGroup
			for _, end := range []*Conn{c, s} {
				for range 2 {
					all.Go(func() {
						for {
							ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i+1)*50*time.Microsecond)
							_, _, err := end.Read(ctx)
							cancel()
							var closed *CloseError
							if errors.As(err, &closed) {
								return
							}
							if err != nil && !errors.Is(err, context.DeadlineExceeded) {
								t.Errorf("Read: %v", err)
								return
							}
						}
					})
					all.Go(func() {
						for end.Write(context.Background(), Binary, make([]byte, 5000)) == nil {
						}
					})
				}
			}
			all.Go(func() {
				switch i % 3 {
				case 0:
					c.Close(1000, "")
				case 1:
					s.CloseNow()
				default:
					c.Close(1000, "")
					s.Close(1000, "")
				}
			})
			ended := make(chan struct{})
			go func() { all.Wait(); close(ended) }()
			select {
			case <-ended:
			case <-time.After(20 * time.Second):
				t.Fatalf("%s: round %d does not end", p.name, i)
			}
		}
	}
}

// A connection that nobody ever reads ends by Close, by CloseNow, and a while
// after its network did if something is sent.
func TestAConnThatNobodyReadsEnds(t *testing.T) {
	var stages []*stage
	for _, r := range []role{client, server} {
		for _, secure := range []bool{false, true} {
			s := newStage(t, r, stageOptions{secure: secure, sendBuffer: 64 << 10, options: Options{CloseTimeout: 50 * time.Millisecond}})
			s.warm()
			stages = append(stages, s)
		}
	}
	check := leftovers(t)
	var all sync.WaitGroup
	for _, s := range stages {
		for _, end := range []func(*Conn, net.Conn){
			func(c *Conn, _ net.Conn) { c.CloseNow() },
			func(c *Conn, _ net.Conn) { c.Close(1000, "") },
			func(c *Conn, _ net.Conn) { c.Send(Binary, make([]byte, 8<<20)); c.Close(1000, "") },
			func(c *Conn, _ net.Conn) { c.Send(Binary, make([]byte, 8<<20)); c.CloseNow() },
			func(c *Conn, peer net.Conn) { c.Send(Binary, make([]byte, 8<<20)); reset(peer) },
			func(c *Conn, _ net.Conn) { c.Cork(); c.SendText("held"); c.Close(1000, "") },
		} {
			c, peer := s.meet()
			all.Go(func() {
				end(c, peer.Conn)
				peer.drain()
			})
		}
	}
	all.Wait()
	check()
}
