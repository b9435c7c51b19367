package websocket

import (
	"errors"
	"net"
	"strings"
	"testing"
)

// Section 5.5.2: a ping is answered with its data; of pings that come together
// some may be left out, but not the last (5.5.3).
func TestPingsAreAnswered(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		c, peer := newRawPeer(t, r, nil, Options{})
		rec := newRecorder()
		c.Start(rec)
		data := []string{"", "1", "好", strings.Repeat("x", 125), "\x00\xff"}
		for _, d := range data {
			peer.write(peer.role.frame(pingFrame, d), peer.role.frame(pongFrame, "nobody asked"))
			peer.expect(pongFrame, d)
		}
		var together []byte
		for i := range 10 {
			together = append(together, peer.role.frame(pingFrame, pingData(i))...)
		}
		peer.write(together)
		peer.expectPongs(pingData(9))
		c.Ping([]byte("and you?"))
		peer.expect(pingFrame, "and you?")
		if err := c.Ping(make([]byte, 126)); err == nil {
			t.Error("a ping of 126 bytes was sent")
		}
		c.CloseNow()
		rec.awaitClose(t)
		if len(rec.messages) > 0 {
			t.Errorf("control frames were delivered as %q", rec.messages)
		}
	})
}

func TestAPingMayFollowWhatIsQueued(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{Limits: Limits{Queue: 1000}})
	c.Cork()
	c.SendText("first")
	if err := c.Ping([]byte("second")); err != nil {
		t.Fatalf("a ping behind a message: %v", err)
	}
	c.Uncork()
	peer.expect(textFrame, "first")
	peer.expect(pingFrame, "second")
}

// Neither pings nor empty messages count as BufferedAmount, and both fill the
// queue of a peer that does not read.
func TestFramesWithoutPayloadFillTheQueueToo(t *testing.T) {
	for name, send := range map[string]func(*Conn) error{
		"pings":          func(c *Conn) error { return c.Ping(make([]byte, 125)) },
		"empty messages": func(c *Conn) error { return c.Send(Text, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := newRawPeer(t, client, nil, Options{Limits: Limits{Queue: 32 << 10}})
			c.Cork() // or each of them is a write
			defer c.Uncork()
			var err error
			for range 20_000_000 {
				if err = send(c); err != nil {
					break
				}
			}
			if !errors.Is(err, ErrQueueFull) {
				t.Errorf("twenty million of them: %v", err)
			}
		})
	}
}

// A peer that sends pings and never reads the pongs costs no more than the
// chunk that is being written; what it finds in the end is in order and
// includes the answer to its last ping.
func TestAFloodOfPingsIsBounded(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		c, peer := newRawPeer(t, r, nil, Options{})
		smallBuffer(c)
		rec := newRecorder()
		c.Start(rec)
		const n = 80_000 // more than a kernel holds for both ends
		flood := make([]byte, 0, 64<<10)
		for i := range n {
			flood = append(flood, peer.role.frame(pingFrame, pingData(i))...)
			if len(flood) > 60<<10 || i == n-1 {
				peer.write(flood)
				flood = flood[:0]
			}
		}
		peer.write(peer.role.frame(textFrame, "done"))
		rec.await(t, 1)
		c.out.mu.Lock()
		queued, busy := c.out.queued(), c.out.busy
		c.out.mu.Unlock()
		if queued > 2*chunkSize {
			t.Errorf("%d bytes wait for a peer that does not read", queued)
		}
		if _, portable := c.tr.(streamTransport); !busy && !portable {
			t.Error("the kernel took all answers: this flood is none")
		}
		peer.expectPongs(pingData(n - 1))
		c.CloseNow()
		rec.awaitClose(t)
	})
}

// expectPongs reads pongs, which have to be in order, up to the last one.
func (p *rawPeer) expectPongs(end string) {
	p.t.Helper()
	for last := ""; last != end; {
		first, got := p.read()
		if first != pongFrame || got <= last {
			p.t.Fatalf("the frame %#02x %q follows the answer to %q", first, got, last)
		}
		last = got
	}
}

func pingData(i int) string {
	return string([]byte{byte(i >> 16), byte(i >> 8), byte(i)}) + strings.Repeat(".", 100)
}

// Nothing follows this side's close frame, not even the answer to a ping that
// was waiting.
func TestNothingFollowsTheCloseFrame(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{})
	smallBuffer(c)
	rec := newRecorder()
	c.Start(rec)
	c.Send(Binary, make([]byte, 1<<20))
	peer.write(server.frame(pingFrame, "queued"), server.frame(pingFrame, "waiting"), server.frame(textFrame, "b"))
	rec.await(t, 1)
	c.Close(1000, "")
	peer.write(server.frame(pingFrame, "c"))
	if first, got := peer.read(); first != binaryFrame || len(got) != 1<<20 {
		t.Fatalf("the peer got the frame %#02x of %d bytes", first, len(got))
	}
	peer.expect(pongFrame, "queued")
	peer.expect(closeFrame, closeBody(1000, ""))
	peer.write(server.frame(closeFrame, closeBody(1000, "")))
	peer.Conn.(*net.TCPConn).CloseWrite()
	if first, got := peer.read(); first != 0 {
		t.Errorf("the frame %#02x %q followed the close frame", first, got)
	}
	rec.awaitClose(t)
}
