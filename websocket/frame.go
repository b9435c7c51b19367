package websocket

import (
	"encoding/binary"
	"fmt"
)

// Opcode says what a frame carries (RFC 6455, section 5.2).
type Opcode uint8

// The opcodes of RFC 6455; all others are reserved and refused.
const (
	OpContinuation Opcode = 0x0
	OpText         Opcode = 0x1
	OpBinary       Opcode = 0x2
	OpClose        Opcode = 0x8
	OpPing         Opcode = 0x9
	OpPong         Opcode = 0xA
)

func (op Opcode) String() string {
	switch op {
	case OpContinuation:
		return "continuation"
	case OpText:
		return "text"
	case OpBinary:
		return "binary"
	case OpClose:
		return "close"
	case OpPing:
		return "ping"
	case OpPong:
		return "pong"
	}
	return fmt.Sprintf("opcode %#x", uint8(op))
}

func (op Opcode) control() bool { return op&0x8 != 0 }

// MessageType is the kind of a message's data.
type MessageType uint8

// A message is either text in UTF-8 or bytes.
const (
	Text   MessageType = MessageType(OpText)
	Binary MessageType = MessageType(OpBinary)
)

func (t MessageType) String() string { return Opcode(t).String() }

// check refuses what is no type of a message, and would go out as another frame.
func (t MessageType) check() error {
	if t != Text && t != Binary {
		return fmt.Errorf("a message is Text or Binary, not of type %d", uint8(t))
	}
	return nil
}

const (
	maxControl = 125    // payload of a control frame (section 5.5)
	maxHeader  = 14     // 2 + 8 of length + 4 of masking key
	finBit     = 1 << 7 // first octet
	rsv1Bit    = 1 << 6
	rsvBits    = 7 << 4
	maskBit    = 1 << 7 // second octet
)

// header is a frame's header.
type header struct {
	fin    bool
	rsv1   bool
	masked bool
	opcode Opcode
	size   uint8  // octets of the header itself
	key    uint32 // masking key, its first octet lowest
	length int64
}

// parseHeader reads the header at the start of p. It returns a size of 0 while
// p is too short to tell, and an error as soon as what is there breaks the
// rules of section 5.2 for a frame sent by peer.
func parseHeader(p []byte, peer role, deflate bool) (h header, err error) {
	if len(p) < 2 {
		return h, nil
	}
	h.fin = p[0]&finBit != 0
	h.rsv1 = p[0]&rsv1Bit != 0
	h.opcode = Opcode(p[0] & 0xf)
	h.masked = p[1]&maskBit != 0
	h.length = int64(p[1] & 0x7f)

	if p[0]&rsvBits != 0 {
		switch {
		case p[0]&rsvBits != rsv1Bit:
			return h, protocolErrorf("a frame has reserved bits set (first octet %#02x)", p[0])
		case !deflate:
			return h, protocolErrorf("a frame is marked as compressed, but no compression was agreed")
		case h.opcode != OpText && h.opcode != OpBinary:
			return h, protocolErrorf("a %v frame is marked as compressed", h.opcode)
		}
	}
	switch h.opcode {
	case OpContinuation, OpText, OpBinary:
	case OpClose, OpPing, OpPong:
		if !h.fin {
			return h, protocolErrorf("a %v frame is fragmented", h.opcode)
		}
		if h.length > maxControl {
			return h, protocolErrorf("a %v frame has more than 125 bytes of payload", h.opcode)
		}
	default:
		return h, protocolErrorf("a frame has the reserved opcode %#x", uint8(h.opcode))
	}
	if h.masked != (peer == client) {
		if h.masked {
			return h, protocolErrorf("the server sent a masked frame")
		}
		return h, protocolErrorf("the client sent an unmasked frame")
	}

	n := 2
	switch h.length {
	case 126:
		if len(p) < 4 {
			return h, nil
		}
		h.length = int64(binary.BigEndian.Uint16(p[2:]))
		if h.length < 126 {
			return h, protocolErrorf("a frame's length of %d is not in its shortest form", h.length)
		}
		n = 4
	case 127:
		if len(p) < 10 {
			return h, nil
		}
		l := binary.BigEndian.Uint64(p[2:])
		if l>>63 != 0 {
			return h, protocolErrorf("a frame claims a length of %d bytes, more than 2^63-1", l)
		}
		if l < 1<<16 {
			return h, protocolErrorf("a frame's length of %d is not in its shortest form", l)
		}
		h.length = int64(l)
		n = 10
	}
	if h.masked {
		if len(p) < n+4 {
			return h, nil
		}
		h.key = binary.LittleEndian.Uint32(p[n:])
		n += 4
	}
	h.size = uint8(n)
	return h, nil
}

// put writes h to the start of p, which has room for maxHeader, and returns how
// many octets that took. It computes size itself.
func (h *header) put(p []byte) int {
	b := byte(h.opcode)
	if h.fin {
		b |= finBit
	}
	if h.rsv1 {
		b |= rsv1Bit
	}
	p[0] = b
	n := 2
	switch {
	case h.length <= 125:
		p[1] = byte(h.length)
	case h.length <= 0xffff:
		p[1] = 126
		binary.BigEndian.PutUint16(p[2:], uint16(h.length))
		n = 4
	default:
		p[1] = 127
		binary.BigEndian.PutUint64(p[2:], uint64(h.length))
		n = 10
	}
	if h.masked {
		p[1] |= maskBit
		binary.LittleEndian.PutUint32(p[n:], h.key)
		n += 4
	}
	return n
}
