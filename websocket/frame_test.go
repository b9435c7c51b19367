package websocket

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

// Every form of a header that section 5.2 knows is written in its shortest form
// and read back as it was.
func TestHeaderIsWrittenAndRead(t *testing.T) {
	key := uint32(0x3d21fa37) // 37 fa 21 3d, as in section 5.7
	tests := []struct {
		header header
		wire   string
	}{
		{header{fin: true, opcode: OpText, length: 5}, "81 05"},
		{header{fin: true, opcode: OpText, length: 5, masked: true, key: key}, "81 85 37 fa 21 3d"},
		{header{opcode: OpText, length: 3}, "01 03"},
		{header{fin: true, opcode: OpContinuation, length: 2}, "80 02"},
		{header{fin: true, rsv1: true, opcode: OpBinary, length: 0}, "c2 00"},
		{header{fin: true, opcode: OpPing, length: 125}, "89 7d"},
		{header{fin: true, opcode: OpPong}, "8a 00"},
		{header{fin: true, opcode: OpClose, length: 2, masked: true, key: 1}, "88 82 01 00 00 00"},
		{header{fin: true, opcode: OpBinary, length: 125}, "82 7d"},
		{header{fin: true, opcode: OpBinary, length: 126}, "82 7e 00 7e"},
		{header{fin: true, opcode: OpBinary, length: 256}, "82 7e 01 00"},
		{header{fin: true, opcode: OpBinary, length: 65535}, "82 7e ff ff"},
		{header{fin: true, opcode: OpBinary, length: 65536}, "82 7f 00 00 00 00 00 01 00 00"},
		{header{fin: true, opcode: OpBinary, length: 65536, masked: true, key: key}, "82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d"},
		{header{fin: true, opcode: OpBinary, length: 1<<63 - 1}, "82 7f 7f ff ff ff ff ff ff ff"},
	}
	for _, tt := range tests {
		t.Run(tt.wire, func(t *testing.T) {
			var p [maxHeader]byte
			n := tt.header.put(p[:])
			if got := fmt.Sprintf("% x", p[:n]); got != tt.wire {
				t.Fatalf("put wrote %s", got)
			}
			peer := server
			if tt.header.masked {
				peer = client
			}
			for short := range n {
				if h, err := parseHeader(p[:short], peer, true); h.size != 0 || err != nil {
					t.Errorf("of %d bytes parseHeader made %+v, %v", short, h, err)
				}
			}
			want := tt.header
			want.size = uint8(n)
			for _, more := range []int{0, 3} {
				h, err := parseHeader(append(bytes.Clone(p[:n]), make([]byte, more)...), peer, true)
				if h != want || err != nil {
					t.Errorf("parseHeader returned %+v, %v", h, err)
				}
			}
		})
	}
}

func TestHeadersAgainstTheRulesAreRefused(t *testing.T) {
	tests := []struct {
		rule    string
		peer    role
		deflate bool
		wire    []byte
	}{
		{"5.2: RSV1 without an extension", server, false, []byte{0xc1, 0}},
		{"5.2: RSV2", server, true, []byte{0xa1, 0}},
		{"5.2: RSV3", server, true, []byte{0x91, 0}},
		{"5.2: RSV1 with RSV2", server, true, []byte{0xe1, 0}},
		{"RFC 7692, 6.1: RSV1 on a continuation", server, true, []byte{0xc0, 0}},
		{"RFC 7692, 6.1: RSV1 on a ping", server, true, []byte{0xc9, 0}},
		{"RFC 7692, 6.1: RSV1 on a close", server, true, []byte{0xc8, 0}},
		{"5.2: opcode 3", server, false, []byte{0x83, 0}},
		{"5.2: opcode 7", server, false, []byte{0x87, 0}},
		{"5.2: opcode 0xb", server, false, []byte{0x8b, 0}},
		{"5.2: opcode 0xf", server, false, []byte{0x8f, 0}},
		{"5.5: a fragmented ping", server, false, []byte{0x09, 0}},
		{"5.5: a fragmented pong", server, false, []byte{0x0a, 0}},
		{"5.5: a fragmented close", server, false, []byte{0x08, 0}},
		{"5.5: a ping of 126 bytes, before its length has arrived", server, false, []byte{0x89, 126}},
		{"5.5: a close with a length of 64 bits", server, false, []byte{0x88, 127}},
		{"5.1: a masked frame from the server", server, false, []byte{0x81, 0x80}},
		{"5.1: an unmasked frame from the client", client, false, []byte{0x81, 0}},
		{"5.1: an unmasked ping from the client", client, false, []byte{0x89, 0}},
		{"5.2: 125 in 16 bits", server, false, []byte{0x82, 126, 0, 125}},
		{"5.2: 0 in 16 bits", client, false, []byte{0x82, 0x80 | 126, 0, 0}},
		{"5.2: 125 in 64 bits", server, false, []byte{0x82, 127, 0, 0, 0, 0, 0, 0, 0, 125}},
		{"5.2: 65535 in 64 bits", server, false, []byte{0x82, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff}},
		{"5.2: 2^63", server, false, []byte{0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0}},
		{"5.2: 2^64-1", client, false, []byte{0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			var protocol *ProtocolError
			if _, err := parseHeader(tt.wire, tt.peer, tt.deflate); !errors.As(err, &protocol) || protocol.Code != StatusProtocolError {
				t.Errorf("parseHeader returned the error %v, not one with code 1002", err)
			}
			if h, err := parseHeader(tt.wire[:1], tt.peer, tt.deflate); h.size != 0 || err != nil {
				t.Errorf("of the first octet parseHeader made %+v, %v", h, err)
			}
		})
	}
}

func TestOpcodesHaveNames(t *testing.T) {
	for op, want := range map[Opcode]string{
		OpContinuation: "continuation", OpText: "text", OpBinary: "binary",
		OpClose: "close", OpPing: "ping", OpPong: "pong", 0xb: "opcode 0xb",
	} {
		if op.String() != want {
			t.Errorf("opcode %d is called %q, not %q", uint8(op), op, want)
		}
	}
	if Text.String() != "text" || Binary.String() != "binary" {
		t.Errorf("the message types are called %v and %v", Text, Binary)
	}
}

func TestOnlyTextAndBinaryCanBeSent(t *testing.T) {
	a, _ := tcpPair(t)
	c := newConn(connParams{role: client, netConn: a})
	for _, typ := range []MessageType{0, 3, MessageType(OpClose), MessageType(OpPing), 0xff} {
		if c.Send(typ, nil) == nil || c.Write(t.Context(), typ, nil) == nil {
			t.Errorf("a message of type %d was accepted", typ)
		}
	}
}
