//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"

	"github.com/unisocket/uni/bench/internal/echo"
)

// loadClient is what all servers are measured with: raw TCP that sends masked frames,
// made beforehand, and looks at the headers of what comes.
var loadClient = client{name: "load", dial: dialLoad}

func dialLoad(t *target, in inbox) (conn, error) {
	nc, err := net.Dial("tcp", t.addr)
	if err != nil {
		return nil, err
	}
	early, err := shakeHands(nc, t)
	if err != nil {
		nc.Close()
		return nil, err
	}
	if len(early) > 0 {
		nc.Close()
		return nil, fmt.Errorf("the server of %s spoke first: %q", t.addr, early)
	}
	c := newRawConn(nc, in, t.down)
	var parts []byte // of a message in more than one frame
	c.split = func(b []byte) ([]byte, int, bool) {
		p, used, fin := splitFrame(b)
		if used == 0 || fin && len(parts) == 0 {
			return p, used, used > 0
		}
		if parts = append(parts, p...); !fin {
			return nil, used, false
		}
		p, parts = parts, parts[:0]
		return p, used, true
	}
	return c, nil
}

// shakeHands performs the opening handshake, and returns what came after it.
func shakeHands(nc net.Conn, t *target) (early []byte, err error) {
	const key = "dGhlIHNhbXBsZSBub25jZQ=="
	_, err = fmt.Fprintf(nc, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n", t.path, t.addr, key)
	if err != nil {
		return nil, err
	}
	var got []byte
	for b := make([]byte, 4096); ; {
		n, err := nc.Read(b)
		if err != nil {
			return nil, fmt.Errorf("the response of %s: %w", t.addr, err)
		}
		got = append(got, b[:n]...)
		if response, early, complete := bytes.Cut(got, []byte("\r\n\r\n")); complete {
			if !bytes.HasPrefix(response, []byte("HTTP/1.1 101 ")) || !bytes.Contains(response, []byte(echo.AcceptValue(key))) {
				return nil, fmt.Errorf("%s does not shake hands: %q", t.addr, response)
			}
			return early, nil
		}
	}
}

// splitFrame takes the first frame, which a server has sent, from b.
func splitFrame(b []byte) (payload []byte, used int, fin bool) {
	if len(b) < 10 && (len(b) < 2 || len(b) < 2+int(b[1])) {
		return nil, 0, false
	}
	n, header := uint64(b[1]), 2
	switch n {
	case 126:
		n, header = uint64(binary.BigEndian.Uint16(b[2:])), 4
	case 127:
		n, header = binary.BigEndian.Uint64(b[2:]), 10
	}
	if uint64(len(b)-header) < n {
		return nil, 0, false
	}
	used = header + int(n)
	return b[header:used], used, b[0]&0x80 != 0
}
