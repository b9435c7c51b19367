package websocket

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
)

// framesLimit is that of messages in streams that have frames with lengths of all
// three encodings.
const framesLimit = 150_000

// script is a fuzz input that is read as decisions. At its end all are 0.
type script []byte

func (s *script) next() int {
	if len(*s) == 0 {
		return 0
	}
	n := (*s)[0]
	*s = (*s)[1:]
	return int(n)
}

// size chooses a payload's length: a small one, or one beside a border of the
// encodings, the read buffer, or the limit.
func (s *script) size() int {
	borders := []int{0, 125, 126, 127, 65_535, 65_536, directRead, bufferSize, 100_000, framesLimit}
	if n := s.next(); n < 128 {
		return n
	} else if n -= 128; n < 3*len(borders) {
		return max(0, borders[n/3]+n%3-1)
	}
	return s.next()
}

// text is a payload of n bytes: characters of every length, the last one perhaps
// incomplete, with a byte somewhere that makes it no text.
func (s *script) text(n int) string {
	p := []byte(strings.Repeat("aé好😀", n/10+1)[:n])
	if how := s.next(); how >= 128 && n > 0 {
		p[(s.next()<<8|s.next())%n] = byte(how)
	}
	return string(p)
}

// speaker makes a stream of frames as a peer of its role may send it, or nearly.
type speaker struct {
	script
	role     role
	stream   []byte
	z        bytes.Buffer
	deflate  *flate.Writer
	takeover bool
}

// say appends a frame with a masking key of the script's.
func (s *speaker) say(first byte, payload string) {
	h := s.role.header(first, uint64(len(payload)))
	body := []byte(payload)
	if s.role == client {
		key := [4]byte{byte(s.next()), byte(len(s.stream)), 0x80, byte(len(payload))}
		copy(h[len(h)-4:], key[:])
		body = maskNaively(body, key, 0)
	}
	s.stream = append(append(s.stream, h...), body...)
}

// message says a payload in fragments, with control frames between them.
func (s *speaker) message(first byte, payload string) {
	for pieces := s.next() % 4; pieces > 0; pieces-- {
		n := (s.next()<<8 | s.next()) % (len(payload) + 1)
		s.say(first&^finBit, payload[:n])
		first, payload = first&finBit, payload[n:]
		if s.next()%4 == 1 {
			s.say([]byte{pingFrame, pongFrame}[s.next()%2], "between")
		}
	}
	s.say(first|finBit, payload)
}

// compressed is a payload compressed with what was sent before, ended by a flush
// or by a final block, and perhaps damaged.
func (s *speaker) compressed(payload string) string {
	if s.deflate == nil || !s.takeover {
		s.deflate, _ = flate.NewWriter(&s.z, s.next()%10)
	}
	s.z.Reset()
	io.WriteString(s.deflate, payload)
	if s.next()%4 == 1 {
		s.deflate.Close()
		s.deflate = nil
		s.z.WriteByte(0)
	} else {
		s.deflate.Flush()
		s.z.Truncate(s.z.Len() - len(flushTail))
	}
	p := s.z.Bytes()
	if how := s.next(); how > 250 && len(p) > 0 {
		p[s.next()%len(p)] ^= byte(how)
	}
	return string(p)
}

// streamOf is the stream that a script describes.
func streamOf(r role, program []byte) []byte {
	s := &speaker{script: program, role: r}
	s.takeover = s.next()%2 == 0
	for len(s.script) > 0 && len(s.stream) < 4*framesLimit {
		switch s.next() % 14 {
		case 0, 1:
			s.message(textFrame, s.text(s.size()))
		case 2:
			s.message(binaryFrame, s.text(s.size()))
		case 3:
			s.say(pingFrame, s.text(s.next()%127))
		case 4:
			s.say(pongFrame, s.text(s.next()%127))
		case 5:
			s.message(textFrame|rsv1Bit, s.compressed(s.text(s.size())))
		case 6:
			s.message(binaryFrame|rsv1Bit, s.compressed(s.text(s.size())))
		case 7:
			s.say(closeFrame, closeBody(StatusCode(s.next()<<8|s.next()), s.text(s.next()%124)))
		case 8:
			s.say(closeFrame, closeBody(1000, "")[:s.next()%3])
		case 9: // any first octet
			s.say(byte(s.next()), s.text(s.next()%127))
		case 10: // a header alone, with any length in any encoding
			claim := uint64(s.next())<<56 | uint64(s.next())<<16 | uint64(s.next())
			s.stream = append(s.stream, s.role.header(binaryFrame, claim)...)
		case 11: // a length that is not in its shortest form
			h := []byte{binaryFrame, 127 | byte(1-s.role)*maskBit}
			s.stream = append(binary.BigEndian.AppendUint64(append(s.stream, h...), uint64(s.next()<<8|s.next())), 0, 0, 0, 0)
		case 12: // masked as by the other role
			s.stream = append(s.stream, (1-s.role).frame(textFrame, "?")...)
		case 13: // no frame
			for range s.next() % 20 {
				s.stream = append(s.stream, byte(s.next()))
			}
		}
	}
	return s.stream
}

// readOverSocket is the outcome of a started Conn to which a peer of role r
// writes pieces.
func readOverSocket(t *testing.T, secure bool, r role, deflate bool, pieces [][]byte) (out outcome) {
	own, peer := socketPair(t, 1-r, secure, 0)
	c := newConn(connParams{role: 1 - r, netConn: own, owned: true, deflate: referenceDeflate(deflate), options: Options{Limits: Limits{Message: framesLimit}}})
	rec := newRecorder()
	c.Start(rec)
	for _, p := range pieces {
		if _, err := peer.Write(p); err != nil {
			break // it has seen enough
		}
	}
	socket := tcpOf(peer)
	socket.CloseWrite()
	io.Copy(io.Discard, socket)
	socket.Close()
	end, err := endOf(rec)
	if err != nil {
		t.Fatal(err)
	}
	if n := c.BufferedAmount(); n != 0 {
		t.Errorf("BufferedAmount is %d at the end", n)
	}
	out = outcome{messages: rec.messages, code: end.Code}
	var protocol *ProtocolError
	if errors.As(end, &protocol) {
		out.code, out.broken = protocol.Code, true
	}
	return out
}

// FuzzFrames holds that frames of every kind, in any order and cut anywhere, come
// to what the reference says, read from memory and from a socket.
func FuzzFrames(f *testing.F) {
	for _, program := range frameScripts {
		for _, fromClient := range []bool{true, false} {
			for _, deflate := range []bool{true, false} {
				f.Add([]byte(program), []byte{1, 2, 250, 0, 7}, fromClient, deflate, false)
			}
		}
		f.Add([]byte(program), []byte{14}, true, true, true)
	}
	f.Fuzz(func(t *testing.T, program, cuts []byte, fromClient, deflate, secure bool) {
		r := server
		if fromClient {
			r = client
		}
		stream := streamOf(r, program)
		want := reference(r, deflate, bytes.Clone(stream), framesLimit)
		check := func(how string, got outcome) {
			if !got.equals(want) {
				t.Fatalf("%s, role %d, compression %v, a stream of %d bytes cut by %v:\n% x\nreader:    %v\nreference: %v",
					how, r, deflate, len(stream), cuts, stream[:min(len(stream), 2000)], got, want)
			}
		}
		check("from memory", readAll(r, deflate, cut(stream, cuts), framesLimit))
		if len(stream) < 20_000 {
			check("byte by byte", readAll(r, deflate, byteByByte(stream), framesLimit))
		}
		check("over a socket", readOverSocket(t, secure, r, deflate, cut(stream, cuts)))
		if len(stream) < 300 {
			check("byte by byte over a socket", readOverSocket(t, secure, r, deflate, byteByByte(stream)))
		}
	})
}

func byteByByte(stream []byte) (pieces [][]byte) {
	for i := range stream {
		pieces = append(pieces, bytes.Clone(stream[i:i+1]))
	}
	return pieces
}

// frameScripts are where the fuzzer begins: each kind of frame in a stream that
// is right up to there, borders of the lengths, and takeover.
var frameScripts = []string{
	"",
	"\x00\x00\x05\x00\x00\x00\x07\x03\xe8\x00",                                 // a text, a close frame
	"\x00\x00\x78\x00\x03\x00\x09\x01\x01\x00\x05\x01\x00\x02",                 // fragments, pings between
	"\x00\x02\x8b\x00\x00\x02\x8e\x00\x00\x02\x91\x00\x00\x08\x00",             // 125 to 65,536 bytes
	"\x00\x02\x95\x00\x01\x10\x00\x00\x02\x98\x00\x00",                         // the read buffer's borders
	"\x00\x02\x9b\x00\x00\x02\x9d\x00\x00",                                     // the limit's
	"\x00\x00\x50\xff\x00\x10\x00",                                             // a byte that is no text
	"\x00\x05\x60\x00\x06\x00\x00\x00\x05\x60\x00\x00\x00\x00\x06\x91\x00\x00", // compressed, with takeover
	"\x01\x05\x60\x00\x06\x01\x00\x02\x00\x10\x00\x05\x60\x00\x06\x00\x00\x00", // without, fragments
	"\x00\x0a\x7f\xff\xff\x01", "\x00\x0a\x80\x00\x00", "\x00\x0b\x00\x7d\x01", // lengths that cannot be
	"\x00\x0c\x00", "\x00\x09\xc9\x03", "\x00\x09\x00\x03", "\x00\x0d\x04\x88", // the wrong mask, odd bits
	"\x00\x07\x03\xed\x00", "\x00\x08\x01", "\x00\x07\x03\xe8\x0a\xff\x00\x02", // close frames that may not be
	"\x00\x03\x7d\x00\x04\x7d\x00\x03\x7e\x00\x00",                                 // pings of 125 bytes and more
	"\x00\x05\xff\x00\x06\x01\xff\x03\x00\x00\x06\x9b\x00\x06\x00\x00\x00\x08\x00", // damaged, and a bomb
}

// The scripts, cut at every length: what ends in the middle is told apart from
// what is broken.
func TestFramesAgreeWithTheReferenceAtEveryEnd(t *testing.T) {
	for _, program := range frameScripts {
		for _, r := range []role{client, server} {
			stream := streamOf(r, []byte(program))
			for n := range min(len(stream), 400) + 1 {
				begun := bytes.Clone(stream[:n])
				want := reference(r, true, bytes.Clone(begun), framesLimit)
				if got := readAll(r, true, [][]byte{begun}, framesLimit); !got.equals(want) {
					t.Fatalf("%d bytes of %q: the reader says %v, the reference %v", n, program, got, want)
				}
			}
		}
	}
}
