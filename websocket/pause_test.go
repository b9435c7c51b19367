package websocket

import (
	"errors"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

// fillPeer writes until the Conn's side of TCP takes no more.
func fillPeer(t *testing.T, peer *rawPeer) (sent int) {
	t.Helper()
	frame := peer.role.frame(binaryFrame, string(make([]byte, 50_000)))
	for {
		peer.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		n, err := peer.Write(frame)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			peer.SetWriteDeadline(time.Now().Add(20 * time.Second))
			if n > 0 {
				go peer.Write(frame[n:])
				sent++
			}
			return sent
		}
		if err != nil {
			t.Fatal(err)
		}
		sent++
	}
}

// A handler that pauses gets nothing more until it resumes; the peer is stopped
// by TCP; then everything comes.
func TestPausingInOnMessages(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		c, peer := newRawPeer(t, r, nil, Options{})
		var paused atomic.Bool
		rec := newRecorder()
		c.Start(hooks{recorder: rec, messages: func(c *Conn, _ []Message) {
			if paused.Load() {
				t.Error("a batch was delivered while reads were paused")
			}
			if rec.batches == 0 {
				c.PauseReads()
				paused.Store(true)
			}
		}})
		peer.write(peer.role.frame(textFrame, "first"))
		rec.await(t, 1)
		sent := fillPeer(t, peer)
		paused.Store(false)
		c.ResumeReads()
		rec.await(t, 1+sent)
		c.CloseNow()
		rec.awaitClose(t)
	})
}

func TestPausingFromOutside(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{})
			var paused atomic.Bool
			rec, cr := newRecorder(), newRecorder()
			s.Start(hooks{recorder: rec, messages: func(*Conn, []Message) {
				if paused.Load() {
					t.Error("a batch was delivered while reads were paused")
				}
			}})
			c.Start(cr)
			c.SendText("first")
			rec.await(t, 1)
			s.PauseReads()
			paused.Store(true)
			const n = 60
			for range n {
				c.Send(Binary, make([]byte, 100_000))
			}
			if c.BufferedAmount() == 0 {
				t.Error("6 MB went to a peer that reads nothing")
			}
			paused.Store(false)
			s.ResumeReads()
			rec.await(t, 1+n)
			c.Close(1000, "")
			cr.awaitClose(t)
			rec.awaitClose(t)
		})
	}
}

// The pause comes while the reader waits for the payload of a frame whose
// header it has taken.
func TestPausingInsideAFrame(t *testing.T) {
	for range 50 {
		c, peer := newRawPeer(t, client, nil, Options{})
		rec := newRecorder()
		c.Start(rec)
		peer.write(server.frame(pingFrame, "?"), server.header(textFrame, 5))
		peer.expect(pongFrame, "?")
		c.PauseReads()
		peer.write([]byte("he"))
		c.ResumeReads()
		c.PauseReads()
		peer.write([]byte("llo"))
		c.ResumeReads()
		if got := rec.await(t, 1); got[0] != "text hello" {
			t.Fatalf("the message is %q", got[0])
		}
		c.CloseNow()
		rec.awaitClose(t)
	}
}

func TestAPausedConnectionEnds(t *testing.T) {
	tests := []struct {
		name   string
		close  func(*Conn)
		reason error
	}{
		{"by CloseNow", (*Conn).CloseNow, nil},
		{"by the timeout of Close", func(c *Conn) { c.Close(1000, "") }, errCloseTimeout},
	}
	for _, tt := range tests {
		for _, p := range pairs {
			t.Run(tt.name+"/"+p.name, func(t *testing.T) {
				c, s := newPair(t, p.connect, nil, Options{CloseTimeout: 50 * time.Millisecond})
				rec, sr := newRecorder(), newRecorder()
				c.Start(hooks{recorder: rec, open: (*Conn).PauseReads, messages: func(*Conn, []Message) {
					t.Error("a batch was delivered while reads were paused")
				}})
				s.Start(sr)
				s.SendText("never seen")
				tt.close(c)
				end := rec.awaitClose(t)
				if end.Code != StatusAbnormalClosure || end.Err == nil || tt.reason != nil && !errors.Is(end, tt.reason) {
					t.Errorf("OnClose was told %v", end)
				}
				s.CloseNow()
				sr.awaitClose(t)
			})
		}
	}
}

// Once a connection is ending, pausing it stops nothing: the end of TCP is still
// read, and waiting for it takes no processor.
func TestPausingAtTheEndHasNoEffect(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		c, peer := newRawPeer(t, r, nil, Options{})
		var reads atomic.Int32
		c.owned = false // a poller would replace the transport
		c.tr = countedReads{c.tr, &reads}
		rec := newRecorder()
		pause := func(c *Conn) { c.PauseReads() }
		c.Start(hooks{recorder: rec, closing: pause, close: pause})
		peer.write(peer.role.frame(closeFrame, closeBody(1000, "")))
		peer.expect(closeFrame, closeBody(1000, ""))
		for range 20 {
			peer.write([]byte("ignored"))
		}
		peer.Close()
		if end := rec.awaitClose(t); end.Code != 1000 || end.Err != nil {
			t.Errorf("OnClose was told %v", end)
		}
		if n := reads.Load(); n > 30 {
			t.Errorf("%d reads for 21 writes", n)
		}
	})
}

// countedReads counts what a transport reads.
type countedReads struct {
	transport
	n *atomic.Int32
}

func (t countedReads) read(c *Conn) (int, error) {
	t.n.Add(1)
	return t.transport.read(c)
}
