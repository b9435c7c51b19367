package websocket

import (
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// scriptConn is a network connection that brings what it is told, piece by
// piece, and swallows what is written.
type scriptConn struct {
	pieces [][]byte
}

func (s *scriptConn) Read(p []byte) (int, error) {
	for len(s.pieces) > 0 && len(s.pieces[0]) == 0 {
		s.pieces = s.pieces[1:]
	}
	if len(s.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.pieces[0])
	s.pieces[0] = s.pieces[0][n:]
	return n, nil
}

func (s *scriptConn) Write(p []byte) (int, error)      { return len(p), nil }
func (s *scriptConn) Close() error                     { return nil }
func (s *scriptConn) LocalAddr() net.Addr              { return nil }
func (s *scriptConn) RemoteAddr() net.Addr             { return nil }
func (s *scriptConn) SetDeadline(time.Time) error      { return nil }
func (s *scriptConn) SetReadDeadline(time.Time) error  { return nil }
func (s *scriptConn) SetWriteDeadline(time.Time) error { return nil }

// newScripted is a Conn of role r that reads the pieces.
func newScripted(r role, d *deflateParams, o Options, pieces [][]byte) *Conn {
	return newConn(connParams{role: r, netConn: &scriptConn{pieces}, deflate: d, options: o})
}

// cancelledSoon is a context whose end a test waits for.
func cancelledSoon(testing.TB) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 30*time.Millisecond)
}

// outcome is what a stream comes to: messages, then a code, which is 1006 where
// the stream ends without a close frame.
type outcome struct {
	messages []string
	passed   []string // messages, pings and pongs, in order; the reference's alone
	code     StatusCode
	broken   bool // the code is that of a violation
}

// referenceLimit is that of messages where streams are small.
const referenceLimit = 3000

// reference reads a whole stream, sent by a peer of role r, slowly and simply.
// limit is that of messages, as they arrive and inflated.
func reference(r role, deflate bool, stream []byte, limit int) (out outcome) {
	var (
		message    []byte
		typ        byte // 0 outside of messages
		compressed bool
		window     []byte
	)
	fail := func(code StatusCode) outcome {
		out.code, out.broken = code, true
		return out
	}
	for {
		if len(stream) < 2 {
			out.code = StatusAbnormalClosure
			return out
		}
		first, second := stream[0], stream[1]
		fin, op, length := first >= 0x80, first&15, uint64(second&0x7f)
		control := op == 8 || op == 9 || op == 10
		switch {
		case first&0x30 != 0,
			first&0x40 != 0 && !(deflate && (op == 1 || op == 2)),
			!control && op > 2,
			control && (!fin || length > 125),
			(second >= 0x80) != (r == client):
			return fail(1002)
		}
		size := 2
		if length >= 126 {
			octets := map[uint64]int{126: 2, 127: 8}[length]
			if len(stream) < 2+octets {
				out.code = StatusAbnormalClosure
				return out
			}
			length = 0
			for _, b := range stream[2 : 2+octets] {
				length = length<<8 | uint64(b)
			}
			if length >= 1<<63 || length < 126 || octets == 8 && length < 65536 {
				return fail(1002)
			}
			size += octets
		}
		var key [4]byte
		if r == client {
			if len(stream) < size+4 {
				out.code = StatusAbnormalClosure
				return out
			}
			copy(key[:], stream[size:])
			size += 4
		}
		if !control {
			if (op == 0) != (typ != 0) {
				return fail(1002)
			}
			if length > uint64(limit-len(message)) {
				return fail(1009)
			}
			if op != 0 {
				typ, compressed = op, first&0x40 != 0
			}
		}
		stream = stream[size:]
		whole := uint64(len(stream)) >= length
		payload := maskNaively(stream[:min(uint64(len(stream)), length)], key, 0)
		stream = stream[len(payload):]
		if control {
			if !whole {
				out.code = StatusAbnormalClosure
				return out
			}
			if op == 8 {
				code, _, err := parseClose(payload, false)
				var protocol *ProtocolError
				if errors.As(err, &protocol) {
					return fail(protocol.Code)
				}
				out.code = code
				return out
			}
			out.passed = append(out.passed, fmt.Sprintf("%v %s", Opcode(op), payload))
			continue
		}
		message = append(message, payload...)
		if typ == 1 && !compressed && !extensible(string(message)) {
			return fail(1007)
		}
		if !whole {
			out.code = StatusAbnormalClosure
			return out
		}
		if !fin {
			continue
		}
		if compressed {
			var code StatusCode
			if message, code = referenceInflate(message, window, limit); code != 0 {
				return fail(code)
			}
			window = append(window, message...)
		}
		if typ == 1 && !utf8.Valid(message) {
			return fail(1007)
		}
		said := fmt.Sprintf("%v %s", MessageType(typ), message)
		out.messages, out.passed = append(out.messages, said), append(out.passed, said)
		message, typ = nil, 0
	}
}

// referenceInflate is RFC 7692, section 7.2.2, with the standard library, which
// is given all that went before as a dictionary.
func referenceInflate(p, window []byte, limit int) ([]byte, StatusCode) {
	src := bytes.NewReader(append(bytes.Clone(p), "\x00\x00\xff\xff\x01\x00\x00\xff\xff"...))
	var message []byte
	for {
		dict := append(bytes.Clone(window), message...)
		block, err := io.ReadAll(io.LimitReader(flate.NewReaderDict(src, dict[max(0, len(dict)-32<<10):]), int64(limit)+1))
		message = append(message, block...)
		switch {
		case len(message) > limit:
			return nil, StatusMessageTooBig
		case err != nil:
			return nil, StatusInvalidPayload
		case src.Len() == 0:
			return message, 0
		}
	}
}

// referenceDeflate is the agreement that the reference inflates by.
func referenceDeflate(deflate bool) *deflateParams {
	if !deflate {
		return nil
	}
	return &deflateParams{serverBits: 15, clientBits: 15, level: 1}
}

// readAll is the outcome of the reader under test.
func readAll(r role, deflate bool, pieces [][]byte, limit int) (out outcome) {
	c := newScripted(1-r, referenceDeflate(deflate), Options{Limits: Limits{Message: int64(limit)}}, pieces)
	defer func() { c.CloseNow(); c.in.drop() }()
	for {
		batch, err := c.in.next(c)
		for _, m := range batch {
			out.messages = append(out.messages, fmt.Sprintf("%v %s", m.Type, m.Data))
		}
		c.in.delivered(batch)
		var (
			closed   *CloseError
			protocol *ProtocolError
		)
		switch {
		case err == nil:
			continue
		case errors.As(err, &closed):
			out.code = closed.Code
		case errors.As(err, &protocol):
			out.code, out.broken = protocol.Code, true
		default:
			out.code = StatusAbnormalClosure
		}
		return out
	}
}

// cut divides a stream: each octet of cuts is the length of a piece.
func cut(stream, cuts []byte) (pieces [][]byte) {
	for _, n := range cuts {
		n := min(int(n), len(stream))
		pieces = append(pieces, bytes.Clone(stream[:n]))
		stream = stream[n:]
	}
	return append(pieces, bytes.Clone(stream))
}

type fataler interface{ Fatalf(string, ...any) }

func compareWithReference(t fataler, r role, deflate bool, stream, cuts []byte) {
	want := reference(r, deflate, bytes.Clone(stream), referenceLimit)
	got := readAll(r, deflate, cut(stream, cuts), referenceLimit)
	if !got.equals(want) {
		t.Fatalf("a stream of role %d, compression %v, cut by %v:\n% x\nreader:    %v\nreference: %v", r, deflate, cuts, stream, got, want)
	}
}

func (o outcome) equals(other outcome) bool {
	return o.code == other.code && o.broken == other.broken && slices.Equal(o.messages, other.messages)
}

func (o outcome) String() string {
	s := fmt.Sprintf("%d (broken: %v)", o.code, o.broken)
	for _, m := range o.messages {
		s += fmt.Sprintf(" %.40q of %d bytes", m, len(m))
	}
	return s
}

// frames generates streams that are mostly right.
func frames(r role) *rapid.Generator[[]byte] {
	return rapid.Custom(func(t *rapid.T) []byte {
		var stream []byte
		for range rapid.IntRange(0, 8).Draw(t, "frames") {
			first := rapid.SampledFrom([]byte{
				textFrame, textFrame, binaryFrame, 0x01, 0x02, 0x00, lastFrame, pingFrame, pongFrame, closeFrame,
				0xc1, 0xc2, 0x41, 0xa1, 0x83, 0x09,
			}).Draw(t, "first")
			var payload string
			switch {
			case first == closeFrame:
				payload = rapid.SampledFrom([]string{"", "\x03", closeBody(1000, "bye"), closeBody(1005, ""), closeBody(4000, "\xff")}).Draw(t, "close")
			case first&rsv1Bit != 0:
				text := rapid.SampledFrom([]string{"", "Hello", "好好好好好", "\xff", string(make([]byte, 2000)), string(make([]byte, 4000))}).Draw(t, "text")
				var z bytes.Buffer
				w, _ := flate.NewWriter(&z, rapid.SampledFrom([]int{0, 1, 9}).Draw(t, "level"))
				w.Write([]byte(text))
				if rapid.Bool().Draw(t, "final") {
					w.Close()
					z.WriteByte(0)
				} else {
					w.Flush()
					z.Truncate(z.Len() - len(flushTail))
				}
				payload = z.String()
			case rapid.Bool().Draw(t, "long"):
				payload = string(bytes.Repeat([]byte("ab好"), rapid.SampledFrom([]int{25, 26, 100, 600}).Draw(t, "length")))
			default:
				payload = rapid.SampledFrom([]string{"", "a", "好", "\xe5", "\xa5\xbd", "\xf0\x9f", "\xff", "\xed\xa0"}).Draw(t, "payload")
			}
			stream = append(stream, r.frame(first, payload)...)
		}
		for range rapid.IntRange(0, 2).Draw(t, "flips") {
			if len(stream) > 0 {
				stream[rapid.IntRange(0, len(stream)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			}
		}
		return stream
	})
}

func TestTheReaderAgreesWithTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom([]role{client, server}).Draw(t, "role")
		cuts := rapid.SliceOf(rapid.Byte()).Draw(t, "cuts")
		compareWithReference(t, r, rapid.Bool().Draw(t, "deflate"), frames(r).Draw(t, "stream"), cuts)
	})
}

func FuzzReader(f *testing.F) {
	for _, r := range []role{client, server} {
		for _, s := range [][]byte{
			nil,
			append(r.frame(textFrame, "好"), r.frame(closeFrame, closeBody(1000, "bye"))...),
			append(append(r.frame(0x01, "\xe5"), r.frame(pingFrame, "p")...), r.frame(lastFrame, "\xa5\xbd")...),
			r.header(binaryFrame, 1<<63-1),
			r.header(binaryFrame, 1<<63),
			r.frame(0xc1, "\xf2\x48\xcd\xc9\xc9\x07\x00"),                                                   // RFC 7692, section 7.2.3.1
			append(r.frame(0x41, "\xf2\x48\xcd"), r.frame(lastFrame, "\xc9\xc9\x07\x00")...),                // the same, fragmented
			r.frame(0xc1, "\xf3\x48\xcd\xc9\xc9\x07\x00\x00"),                                               // 7.2.3.4
			r.frame(0xc1, "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"),                           // 7.2.3.5
			append(r.frame(0xc1, "\xf2\x48\xcd\xc9\xc9\x07\x00"), r.frame(0xc1, "\xf2\x00\x11\x00\x00")...), // 7.2.3.2
		} {
			f.Add(s, []byte{1, 2, 3, 4, 5}, r == client, true)
			f.Add(s, []byte{}, r == client, false)
		}
	}
	f.Fuzz(func(t *testing.T, stream, cuts []byte, fromClient, deflate bool) {
		r := server
		if fromClient {
			r = client
		}
		compareWithReference(t, r, deflate, stream, cuts)
	})
}
