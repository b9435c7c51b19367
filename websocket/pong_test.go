package websocket

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// pongs keeps what OnPong is told.
type pongs struct {
	mu   sync.Mutex
	data []string
	of   []*Conn
}

func (p *pongs) onPong(c *Conn, data []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.data, p.of = append(p.data, string(data)), append(p.of, c)
}

func TestPongsAreReported(t *testing.T) {
	want := []string{"", "1", strings.Repeat("x", 125)}
	for _, pair := range pairs {
		t.Run(pair.name, func(t *testing.T) {
			var got pongs
			a, b := pair.connect(t)
			c := newConn(connParams{role: client, netConn: a, owned: true, options: Options{OnPong: got.onPong}})
			s := newConn(connParams{role: server, netConn: b, owned: true})
			rc, rs := newRecorder(), newRecorder()
			rs.echo = true
			c.Start(rc)
			s.Start(rs)
			for _, data := range want {
				c.Ping([]byte(data))
				c.SendText("echo") // whose answer is behind the pong
			}
			rc.await(t, len(want))
			got.mu.Lock()
			defer got.mu.Unlock()
			if !slices.Equal(got.data, want) {
				t.Errorf("reported were %q, want %q", got.data, want)
			}
			for _, of := range got.of {
				if of != c {
					t.Error("a pong of another Conn")
				}
			}
			c.CloseNow()
			s.CloseNow()
			rc.awaitClose(t)
		})
	}
}

// A pong is reported before the messages that one read brought with it are delivered.
func TestPongsComeAheadOfMessages(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		peer := 1 - r
		var got pongs
		a, b := tcpPair(t)
		c := newConn(connParams{role: r, netConn: a, options: Options{OnPong: got.onPong}, early: slices.Concat(
			peer.frame(textFrame, "first"), peer.frame(pongFrame, "unasked"), peer.frame(textFrame, "last"))})
		if _, first, err := c.Read(t.Context()); err != nil || string(first) != "first" {
			t.Fatalf("read %q, %v", first, err)
		}
		if !slices.Equal(got.data, []string{"unasked"}) {
			t.Errorf("reported were %q", got.data)
		}
		b.Close()
	})
}

// A Conn with OnPong must not lend it to others.
func TestPongsAreReportedOfTheirOwnConnAlone(t *testing.T) {
	var got pongs
	_, _ = newRawPeer(t, client, nil, Options{OnPong: got.onPong})
	c, peer := newRawPeer(t, client, nil, Options{})
	r := newRecorder()
	c.Start(r)
	peer.write(server.frame(pongFrame, "not for them"), server.frame(textFrame, "x"))
	r.await(t, 1)
	c.CloseNow()
	r.awaitClose(t)
	if len(got.data) > 0 {
		t.Errorf("reported were %q", got.data)
	}
}
