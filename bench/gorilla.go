//go:build linux

package main

import (
	"bytes"
	"net/http"

	"github.com/gorilla/websocket"
)

// gorilla/websocket as it comes, with buffers of 4 KiB and each message read into
// memory of its own; and tuned, with buffers of 64 KiB and one memory for all messages.
var (
	gorillaClient = client{name: "gorilla", dial: func(t *target, in inbox) (conn, error) {
		return dialGorilla(&websocket.Dialer{}, t, in)
	}}
	gorillaTuned = client{name: "gorilla-tuned", dial: func(t *target, in inbox) (conn, error) {
		g, err := dialGorilla(&websocket.Dialer{ReadBufferSize: bufferSize, WriteBufferSize: bufferSize}, t, in)
		if err != nil {
			return nil, err
		}
		g.reused = new(bytes.Buffer)
		return g, nil
	}}
)

// gorillaConn is a connection, of a client or of a server.
type gorillaConn struct {
	c      *websocket.Conn
	in     inbox
	typ    int
	reused *bytes.Buffer // for messages; nil takes ReadMessage
}

func dialGorilla(d *websocket.Dialer, t *target, in inbox) (*gorillaConn, error) {
	d.TLSClientConfig, d.EnableCompression = t.tls, t.deflate
	c, _, err := d.Dial(t.url(), nil)
	if err != nil {
		return nil, err
	}
	g := &gorillaConn{c: c, in: in, typ: websocket.BinaryMessage}
	if t.text {
		g.typ = websocket.TextMessage
	}
	return g, nil
}

func (g *gorillaConn) start() {
	go func() {
		for {
			_, p, err := g.next()
			if err != nil {
				g.in.broke(err)
				return
			}
			g.in.message(p)
		}
	}()
}

// next reads a message, which is lent until the next one.
func (g *gorillaConn) next() (int, []byte, error) {
	if g.reused == nil {
		return g.c.ReadMessage()
	}
	typ, r, err := g.c.NextReader()
	if err != nil {
		return 0, nil, err
	}
	g.reused.Reset()
	_, err = g.reused.ReadFrom(r)
	return typ, g.reused.Bytes(), err
}

func (g *gorillaConn) send(m *message) error { return g.c.WriteMessage(g.typ, m.data) }
func (g *gorillaConn) flush() error          { return nil }
func (g *gorillaConn) close()                { g.c.Close() }

// gorillaHandler echoes with gorilla/websocket, as its example does.
func gorillaHandler(u websocket.Upgrader, reused func() *bytes.Buffer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := u.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close()
		for g := (gorillaConn{c: c, reused: reused()}); ; {
			typ, p, err := g.next()
			if err != nil || c.WriteMessage(typ, p) != nil {
				return
			}
		}
	}
}
