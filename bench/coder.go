//go:build linux

package main

import (
	"bytes"
	"context"
	"net/http"
	"sync"

	"github.com/coder/websocket"
)

// coderClient is coder/websocket, with its Reader and one memory for all messages.
var coderClient = client{name: "coder", dial: dialCoder}

type coderConn struct {
	c   *websocket.Conn
	in  inbox
	typ websocket.MessageType
	buf bytes.Buffer
}

// coderTLS is the HTTP client of all connections with TLS, whose configuration is the
// same.
var coderTLS struct {
	once sync.Once
	http http.Client
}

func dialCoder(t *target, in inbox) (conn, error) {
	var opts websocket.DialOptions
	if t.tls != nil {
		coderTLS.once.Do(func() { coderTLS.http.Transport = &http.Transport{TLSClientConfig: t.tls} })
		opts.HTTPClient = &coderTLS.http
	}
	switch {
	case t.takeover:
		opts.CompressionMode = websocket.CompressionContextTakeover
	case t.deflate:
		opts.CompressionMode = websocket.CompressionNoContextTakeover
	}
	c, _, err := websocket.Dial(context.Background(), t.url(), &opts)
	if err != nil {
		return nil, err
	}
	c.SetReadLimit(-1)
	k := &coderConn{c: c, in: in, typ: websocket.MessageBinary}
	if t.text {
		k.typ = websocket.MessageText
	}
	return k, nil
}

func (k *coderConn) start() {
	go func() {
		for {
			_, err := k.next()
			if err != nil {
				k.in.broke(err)
				return
			}
			k.in.message(k.buf.Bytes())
		}
	}()
}

// next reads a message into buf.
func (k *coderConn) next() (websocket.MessageType, error) {
	typ, r, err := k.c.Reader(context.Background())
	if err != nil {
		return 0, err
	}
	k.buf.Reset()
	_, err = k.buf.ReadFrom(r)
	return typ, err
}

func (k *coderConn) send(m *message) error { return k.c.Write(context.Background(), k.typ, m.data) }
func (k *coderConn) flush() error          { return nil }
func (k *coderConn) close()                { k.c.CloseNow() }

// coderHandler echoes with coder/websocket.
func coderHandler(w http.ResponseWriter, r *http.Request) {
	c, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer c.CloseNow()
	c.SetReadLimit(-1)
	for k := (&coderConn{c: c}); ; {
		typ, err := k.next()
		if err != nil || c.Write(context.Background(), typ, k.buf.Bytes()) != nil {
			return
		}
	}
}
