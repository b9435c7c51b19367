//go:build linux

package main

import (
	"context"
	"net/http"

	"github.com/unisocket/uni/websocket"
)

// The engine, as its default build has it and, in a binary of its own, with one
// parked goroutine a connection.
var (
	unisocketClient = client{name: "unisocket", dial: dialUnisocket, queues: true}
	unisocketParked = client{name: "unisocket-parked", dial: dialUnisocket, queues: true, tags: "parked"}
)

// unisocketConn is a connection and its handler. What is sent from OnMessages leaves
// together at its end.
type unisocketConn struct {
	c   *websocket.Conn
	in  inbox
	typ websocket.MessageType
}

func dialUnisocket(t *target, in inbox) (conn, error) {
	opts := &websocket.DialOptions{TLS: t.tls}
	if t.deflate {
		opts.Compression = &websocket.Compression{
			Takeover:                t.takeover,
			ServerNoContextTakeover: !t.takeover,
			ClientNoContextTakeover: !t.takeover,
		}
	}
	c, err := websocket.Dial(context.Background(), t.url(), opts)
	if err != nil {
		return nil, err
	}
	u := &unisocketConn{c, in, websocket.Binary}
	if t.text {
		u.typ = websocket.Text
	}
	return u, nil
}

func (u *unisocketConn) start()                { u.c.Start(u) }
func (u *unisocketConn) send(m *message) error { return u.c.Send(u.typ, m.data) }
func (u *unisocketConn) flush() error          { return nil }
func (u *unisocketConn) close()                { u.c.Close(websocket.StatusNormalClosure, "") }

func (u *unisocketConn) OnOpen(*websocket.Conn) {}

func (u *unisocketConn) OnMessages(_ *websocket.Conn, msgs []websocket.Message) {
	for i := range msgs {
		u.in.message(msgs[i].Data)
	}
}

func (u *unisocketConn) OnClose(_ *websocket.Conn, err *websocket.CloseError) { u.in.broke(err) }

// unisocketHandler echoes with the engine.
func unisocketHandler(w http.ResponseWriter, r *http.Request) {
	if c, err := websocket.Accept(w, r, nil); err == nil {
		c.Start(unisocketEcho{})
	}
}

type unisocketEcho struct{}

func (unisocketEcho) OnOpen(*websocket.Conn) {}

func (unisocketEcho) OnMessages(c *websocket.Conn, msgs []websocket.Message) {
	for _, m := range msgs {
		c.Send(m.Type, m.Data) // an error ends the connection by itself
	}
}

func (unisocketEcho) OnClose(*websocket.Conn, *websocket.CloseError) {}
