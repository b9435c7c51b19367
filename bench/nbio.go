//go:build linux

package main

import (
	"fmt"
	"net"
	"net/http"
	"sync"

	"github.com/lesismal/llib/std/crypto/tls"
	"github.com/lesismal/nbio/logging"
	"github.com/lesismal/nbio/nbhttp"
	"github.com/lesismal/nbio/nbhttp/websocket"
)

// nbioClient is lesismal/nbio: an event engine, one for all connections.
var nbioClient = client{name: "nbio", dial: dialNbio, queues: true}

// nbioConn is a connection. The engine reads as soon as it has one; what comes before
// start waits.
type nbioConn struct {
	c       *websocket.Conn
	typ     websocket.MessageType
	started chan struct{}
}

var nbioEngine = sync.OnceValues(func() (*nbhttp.Engine, error) {
	logging.SetLevel(logging.LevelNone)
	e := nbhttp.NewEngine(nbhttp.Config{})
	return e, e.Start()
})

func dialNbio(t *target, in inbox) (conn, error) {
	e, err := nbioEngine()
	if err != nil {
		return nil, err
	}
	n := &nbioConn{typ: websocket.BinaryMessage, started: make(chan struct{})}
	if t.text {
		n.typ = websocket.TextMessage
	}
	u := websocket.NewUpgrader()
	u.EnableCompression(t.deflate)
	u.OnMessage(func(_ *websocket.Conn, _ websocket.MessageType, p []byte) {
		<-n.started
		in.message(p)
	})
	u.OnClose(func(_ *websocket.Conn, err error) { in.broke(fmt.Errorf("closed: %w", err)) })
	d := websocket.Dialer{Engine: e, Upgrader: u, EnableCompression: t.deflate}
	if t.tls != nil {
		d.TLSClientConfig = &tls.Config{RootCAs: t.tls.RootCAs} // of its own fork of crypto/tls
	}
	if n.c, _, err = d.Dial(t.url(), nil); err != nil {
		return nil, err
	}
	if t.deflate {
		n.c.EnableWriteCompression(true)
	}
	return n, nil
}

func (n *nbioConn) start()                { close(n.started) }
func (n *nbioConn) send(m *message) error { return n.c.WriteMessage(n.typ, m.data) }
func (n *nbioConn) flush() error          { return nil }
func (n *nbioConn) close()                { n.c.Close() }

// serveNbio echoes with lesismal/nbio on its own HTTP server.
func serveNbio(l net.Listener) error {
	logging.SetLevel(logging.LevelNone)
	u := websocket.NewUpgrader()
	u.OnMessage(func(c *websocket.Conn, typ websocket.MessageType, p []byte) {
		c.WriteMessage(typ, p) // an error ends the connection by itself
	})
	e := nbhttp.NewEngine(nbhttp.Config{
		Network: "tcp",
		Addrs:   []string{l.Addr().String()},
		Listen:  func(string, string) (net.Listener, error) { return l, nil },
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			u.Upgrade(w, r, nil) // it answers by itself what is no handshake
		}),
	})
	return e.Start()
}
