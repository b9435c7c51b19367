//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsflate"
)

// gobwasLow is gobwas/ws by its headers and its cipher alone, over buffers of 64 KiB
// that are flushed when a burst ends or nothing more is there to answer. It is the
// one of the others that batches, and does so because we do it here.
var gobwasLow = client{name: "gobwas-low", dial: dialGobwasLow}

// gobwasLowConn is a connection, of a client or of a server.
type gobwasLowConn struct {
	net.Conn
	in      inbox  // of a client
	idle    func() // before it waits
	r       *bufio.Reader
	w       *bufio.Writer
	opcode  ws.OpCode
	client  bool
	deflate bool
	frame   []byte // the payload that was read
	masked  []byte // the one that is written
}

// dialGobwas performs gobwas/ws's handshake.
func dialGobwas(t *target) (net.Conn, ws.OpCode, error) {
	d := ws.Dialer{TLSConfig: t.tls}
	if t.deflate {
		d.Extensions = append(d.Extensions, wsflate.DefaultParameters.Option())
	}
	nc, early, _, err := d.Dial(context.Background(), t.url())
	if err == nil && early != nil {
		err = fmt.Errorf("the server of %s spoke first", t.addr)
	}
	if t.text {
		return nc, ws.OpText, err
	}
	return nc, ws.OpBinary, err
}

func newGobwasLow(nc net.Conn) *gobwasLowConn {
	g := &gobwasLowConn{Conn: nc, w: bufio.NewWriterSize(nc, bufferSize)}
	g.r = bufio.NewReaderSize(g, bufferSize)
	return g
}

// Read is what the buffer is filled with: when that is empty, and also when it ends
// within a message, whose rest may still be in w.
func (g *gobwasLowConn) Read(p []byte) (int, error) {
	g.idle()
	return g.Conn.Read(p)
}

func dialGobwasLow(t *target, in inbox) (conn, error) {
	nc, opcode, err := dialGobwas(t)
	if err != nil {
		return nil, err
	}
	g := newGobwasLow(nc)
	g.in, g.idle = in, in.idle
	g.opcode, g.client, g.deflate = opcode, true, t.deflate
	return g, nil
}

func (g *gobwasLowConn) start() {
	go func() {
		for {
			if err := g.next(func(_ ws.OpCode, p []byte) error { g.in.message(p); return nil }); err != nil {
				g.in.broke(err)
				return
			}
		}
	}()
}

// next reads a message and lends it to use.
func (g *gobwasLowConn) next(use func(ws.OpCode, []byte) error) error {
	h, err := ws.ReadHeader(g.r)
	if err != nil {
		return err
	}
	if !h.Fin || h.OpCode.IsControl() || h.Masked == g.client || h.Rsv1() != g.deflate {
		return fmt.Errorf("an unexpected frame: %+v", h)
	}
	if int64(cap(g.frame)) < h.Length {
		g.frame = make([]byte, h.Length)
	}
	g.frame = g.frame[:h.Length]
	if _, err := io.ReadFull(g.r, g.frame); err != nil {
		return err
	}
	if h.Masked {
		ws.Cipher(g.frame, h.Mask, 0)
	}
	if g.deflate {
		return inflated(g.frame, func(p []byte) error { return use(h.OpCode, p) })
	}
	return use(h.OpCode, g.frame)
}

func (g *gobwasLowConn) write(opcode ws.OpCode, p []byte) error {
	if g.deflate {
		return deflated(p, func(p []byte) error { return g.writeFrame(opcode, ws.Rsv(true, false, false), p) })
	}
	return g.writeFrame(opcode, 0, p)
}

func (g *gobwasLowConn) writeFrame(opcode ws.OpCode, rsv byte, p []byte) error {
	h := ws.Header{Fin: true, Rsv: rsv, OpCode: opcode, Length: int64(len(p))}
	if g.client {
		h.Masked, h.Mask = true, ws.NewMask()
		g.masked = append(g.masked[:0], p...)
		p = g.masked
		ws.Cipher(p, h.Mask, 0)
	}
	if err := ws.WriteHeader(g.w, h); err != nil {
		return err
	}
	_, err := g.w.Write(p)
	return err
}

func (g *gobwasLowConn) send(m *message) error { return g.write(g.opcode, m.data) }
func (g *gobwasLowConn) flush() error          { return g.w.Flush() }
func (g *gobwasLowConn) close()                { g.Conn.Close() }

// gobwasLowHandler echoes with headers and cipher, batching as the client does.
func gobwasLowHandler(w http.ResponseWriter, r *http.Request) {
	nc, _, _, err := ws.UpgradeHTTP(r, w)
	if err != nil {
		return
	}
	go func() {
		defer nc.Close()
		g := newGobwasLow(nc)
		g.idle = func() { g.w.Flush() } // an error comes again
		for g.next(g.write) == nil {
		}
	}()
}
