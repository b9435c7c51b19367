//go:build linux

package echo

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"github.com/gobwas/ws"
)

// slack is the room before what one read brings: for the beginning of a header
// that an earlier read ended with.
const slack = 16

const (
	opClose = 8
	opPing  = 9
)

var (
	errUnmasked = errors.New("a frame of the client is not masked (RFC 6455, section 5.1)")
	errReserved = errors.New("a frame of the client has an opcode that RFC 6455 does not define")
	errInflated = errors.New("the client agreed to compress and does not")
)

// stream turns the bytes of a client into those of their echo, in the place where
// they lie: an echo is never longer, since it has no masking key. Frames pass
// through one by one and in parts, so that the server never holds a message; RSV1
// and fragmentation stay as they are, which makes a client's own deflated messages
// a valid stream of its peer, with context takeover or without.
type stream struct {
	raw struct{ up, down uint64 } // bytes of a message without a protocol; 0 is WebSocket

	compressed bool // every data message has to be

	carry [slack]byte // the beginning of a header, or of what is skipped
	have  int

	left uint64 // of the payload in progress
	key  [4]byte
	pos  int // of left's first byte in the key

	closing  bool // the payload in progress is that of a close frame
	whole    bool // with it a message is complete
	messages int  // that are complete

	cut  bool
	ends []int // where cut is set: of the frames in the last echo
}

// over reports whether the client's close frame has been echoed.
func (s *stream) over() bool { return s.closing && s.left == 0 }

// echo rewrites buf[slack:slack+n] and returns what goes back. It may use the
// slack before.
func (s *stream) echo(buf []byte, n int) ([]byte, error) {
	start := slack - s.have
	copy(buf[start:], s.carry[:s.have])
	in, out := buf[start:slack+n], 0
	s.have = 0
	s.ends = s.ends[:0]
	for len(in) > 0 && !s.over() {
		if s.left == 0 {
			used, put, err := s.header(buf[start+out:], in)
			if err != nil {
				return nil, err
			}
			if used == 0 {
				s.have = copy(s.carry[:], in)
				break
			}
			in, out = in[used:], out+put
		}
		part := in[:min(s.left, uint64(len(in)))]
		unmask(buf[start+out:], part, s.key, s.pos)
		s.pos = (s.pos + len(part)) & 3
		s.left -= uint64(len(part))
		in, out = in[len(part):], out+len(part)
		if s.left == 0 {
			s.frame(out)
		}
	}
	return buf[start : start+out], nil
}

// frame is called at the end of one.
func (s *stream) frame(end int) {
	if s.whole {
		s.messages++
	}
	if s.cut {
		s.ends = append(s.ends, end)
	}
}

// header takes a frame's header from in and writes that of its echo to out, which
// lies before it or at the same place. It uses nothing of in while that is too short.
func (s *stream) header(out, in []byte) (used, put int, err error) {
	if s.raw.up > 0 {
		if used = int(s.raw.up - s.raw.down); len(in) < used {
			return 0, 0, nil
		}
		s.left = s.raw.down
		return used, 0, nil
	}
	if len(in) < 2 {
		return 0, 0, nil
	}
	put = 2
	s.left = uint64(in[1] & 0x7f)
	switch s.left {
	case 126:
		put = 4
	case 127:
		put = 10
	}
	used = put + 4
	switch opcode := in[0] & 0x0f; {
	case in[1]&0x80 == 0:
		return 0, 0, errUnmasked
	case opcode > 2 && opcode < 8 || opcode > 10:
		return 0, 0, errReserved
	case s.compressed && in[0]&0x40 == 0 && (opcode == 1 || opcode == 2):
		return 0, 0, errInflated // what is not done looks fast
	case len(in) < used:
		s.left = 0
		return 0, 0, nil
	}
	switch put {
	case 4:
		s.left = uint64(binary.BigEndian.Uint16(in[2:]))
	case 10:
		s.left = binary.BigEndian.Uint64(in[2:])
	}
	s.key, s.pos = [4]byte(in[put:used]), 0
	s.closing = in[0]&0x0f == opClose
	s.whole = in[0]&0x88 == 0x80 // FIN, and no control frame
	copy(out, in[:put])
	out[1] &= 0x7f
	if out[0]&0x0f == opPing {
		out[0]++ // the pong
	}
	return used, put, nil
}

// unmask writes src without its mask to dst, which may lie a few bytes before it.
func unmask(dst, src []byte, key [4]byte, pos int) {
	if key == [4]byte{} {
		copy(dst, src)
		return
	}
	if len(src) >= 512 {
		ws.Cipher(dst[:copy(dst, src)], key, pos) // moves and unmasks with the widest registers
		return
	}
	k := bits.RotateLeft32(binary.LittleEndian.Uint32(key[:]), -8*pos)
	wide := uint64(k)<<32 | uint64(k)
	dst = dst[:len(src)]
	for len(src) >= 8 && len(dst) >= 8 {
		binary.LittleEndian.PutUint64(dst, binary.LittleEndian.Uint64(src)^wide)
		src, dst = src[8:], dst[8:]
	}
	for i := range src {
		dst[i] = src[i] ^ byte(k>>(8*(i&3)))
	}
}
