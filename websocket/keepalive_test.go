package websocket

import (
	"errors"
	"testing"
	"time"
)

const soon = 20 * time.Millisecond

// A peer that says nothing is asked, and given up when it does not answer.
func TestKeepAliveEndsAConnectionWithoutItsPeer(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		c, peer := newRawPeer(t, r, nil, Options{KeepAlive: KeepAlive{Interval: soon}})
		rec := newRecorder()
		c.Start(rec)
		peer.expect(pingFrame, "")
		if end := rec.awaitClose(t); end.Code != StatusAbnormalClosure || !errors.Is(end, ErrPingTimeout) {
			t.Errorf("OnClose was told %v", end)
		}
	})
}

func TestKeepAliveIsContentWithAnyAnswer(t *testing.T) {
	answers := map[string]func(p *rawPeer){
		"a pong":            func(p *rawPeer) { p.write(p.role.frame(pongFrame, "")) },
		"a message":         func(p *rawPeer) { p.write(p.role.frame(textFrame, "here")) },
		"part of a message": func(p *rawPeer) { p.write(p.role.header(binaryFrame, 1000)) },
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			c, peer := newRawPeer(t, client, nil, Options{KeepAlive: KeepAlive{Interval: soon, Timeout: time.Minute}})
			rec := newRecorder()
			c.Start(rec)
			peer.expect(pingFrame, "")
			answer(peer)
			peer.expect(pingFrame, "") // which it only asks again because it was answered
			c.CloseNow()
			rec.awaitClose(t)
		})
	}
}

// A Read that waits is enough; a Conn that nobody reads is not given up.
func TestKeepAliveWorksWithRead(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{KeepAlive: KeepAlive{Interval: soon}})
	time.Sleep(5 * soon)
	peer.write(server.frame(textFrame, "still there"))
	if _, data, err := c.Read(t.Context()); string(data) != "still there" || err != nil {
		t.Fatalf("Read returned %q, %v", data, err)
	}
	if _, _, err := c.Read(t.Context()); !errors.Is(err, ErrPingTimeout) {
		t.Errorf("Read returned %v", err)
	}
}

// What this side does not read is not held against the peer.
func TestKeepAliveLeavesOutTheTimeThatThisSideTakes(t *testing.T) {
	for _, way := range []string{"a handler that takes its time", "a pause"} {
		t.Run(way, func(t *testing.T) {
			c, peer := newRawPeer(t, client, nil, Options{KeepAlive: KeepAlive{Interval: soon}})
			rec := newRecorder()
			first := true
			c.Start(hooks{recorder: rec, messages: func(c *Conn, _ []Message) {
				switch {
				case !first:
				case way == "a pause":
					c.PauseReads()
					time.AfterFunc(5*soon, c.ResumeReads)
				default:
					time.Sleep(5 * soon)
				}
				first = false
			}})
			peer.write(server.frame(textFrame, "one"))
			rec.await(t, 1)
			peer.write(server.frame(textFrame, "two"))
			rec.await(t, 2)
			c.CloseNow()
			if end := rec.awaitClose(t); errors.Is(end, ErrPingTimeout) {
				t.Errorf("OnClose was told %v", end)
			}
		})
	}
}

// A peer that reads slowly what waits for it lives, though the ping has to wait, too.
func TestKeepAliveCountsWhatThePeerTakes(t *testing.T) {
	o := KeepAlive{Interval: soon, Timeout: time.Second} // a stalled TCP takes 200 ms to go on
	c, peer := newRawPeer(t, client, nil, Options{KeepAlive: o})
	smallBuffer(c)
	rec := newRecorder()
	c.Start(rec)
	c.Send(Binary, make([]byte, 32<<20))
	buf := make([]byte, 32<<10)
	for end := time.Now().Add(o.Timeout * 3 / 2); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, err := peer.in.Read(buf); err != nil {
			t.Fatal(err)
		}
	}
	c.CloseNow()
	rec.awaitClose(t)
}

// A cork of the user's does not hold back the ping.
func TestKeepAliveAsksFromUnderACork(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{KeepAlive: KeepAlive{Interval: soon, Timeout: time.Minute}})
	rec := newRecorder()
	c.Start(rec)
	c.Cork()
	peer.expect(pingFrame, "")
	c.CloseNow()
	rec.awaitClose(t)
}
