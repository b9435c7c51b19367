//go:build linux

package main

import (
	"bufio"
	"encoding/binary"
	"net"

	"github.com/unisocket/uni/bench/internal/echo"
)

// rawClient is the limit: TCP with the same bytes up and down as WebSocket, and
// nothing done to them.
var rawClient = client{name: "raw", dial: dialRaw}

const bufferSize = 64 << 10

// rawConn sends frames that were made beforehand, and reads with one buffer.
type rawConn struct {
	net.Conn
	in  inbox
	out *bufio.Writer
	buf []byte
	// split takes the first message, or a part of one, from what has come: used is 0
	// as long as that is too little.
	split func(b []byte) (p []byte, used int, complete bool)
}

func newRawConn(nc net.Conn, in inbox, largest int) *rawConn {
	return &rawConn{Conn: nc, in: in, out: bufio.NewWriterSize(nc, bufferSize), buf: make([]byte, max(bufferSize, largest))}
}

func dialRaw(t *target, in inbox) (conn, error) {
	nc, err := net.Dial("tcp", t.addr)
	if err != nil {
		return nil, err
	}
	preamble := binary.BigEndian.AppendUint32([]byte(echo.RawPreamble), uint32(t.up))
	preamble = binary.BigEndian.AppendUint32(preamble, uint32(t.down))
	if _, err := nc.Write(preamble); err != nil {
		return nil, err
	}
	c := newRawConn(nc, in, t.down)
	c.split = func(b []byte) ([]byte, int, bool) {
		if len(b) < t.down {
			return nil, 0, false
		}
		return b[t.down-t.size : t.down], t.down, true
	}
	return c, nil
}

func (c *rawConn) start() { go c.read() }

func (c *rawConn) read() {
	for n := 0; ; {
		read, err := c.Conn.Read(c.buf[n:])
		if err != nil {
			c.in.broke(err)
			return
		}
		n += read
		at := 0
		for {
			p, used, complete := c.split(c.buf[at:n])
			if used == 0 {
				break
			}
			at += used
			if complete {
				c.in.message(p)
			}
		}
		if at > 0 {
			n = copy(c.buf, c.buf[at:n])
		}
		c.in.idle()
	}
}

func (c *rawConn) send(m *message) error {
	_, err := c.out.Write(m.frame)
	return err
}

func (c *rawConn) flush() error { return c.out.Flush() }
func (c *rawConn) close()       { c.Conn.Close() }
