//go:build linux

package echo

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/gobwas/ws"
)

// messagesOfFrames is how many messages they are.
const messagesOfFrames = 11

// frames are some of all kinds, as a client sends them and as they have to come back.
func frames() (sent, echo []byte) {
	random := rand.New(rand.NewPCG(1, 2))
	var in, out bytes.Buffer
	add := func(h ws.Header, back ws.OpCode) {
		p := make([]byte, h.Length)
		for i := range p {
			p[i] = byte(random.Uint32())
		}
		f := ws.Frame{Header: h, Payload: bytes.Clone(p)}
		ws.WriteFrame(&in, ws.MaskFrame(f))
		h.OpCode = back
		ws.WriteFrame(&out, ws.Frame{Header: h, Payload: p})
	}
	for _, n := range []int64{0, 1, 7, 8, 9, 125, 126, 600, 65535, 65536} {
		add(ws.Header{Fin: true, OpCode: ws.OpBinary, Length: n}, ws.OpBinary)
	}
	add(ws.Header{OpCode: ws.OpText, Rsv: ws.Rsv(true, false, false), Length: 100}, ws.OpText)
	add(ws.Header{Fin: true, OpCode: ws.OpPing, Length: 5}, ws.OpPong)
	add(ws.Header{Fin: true, OpCode: ws.OpContinuation, Length: 3}, ws.OpContinuation)
	add(ws.Header{Fin: true, OpCode: ws.OpClose, Length: 2}, ws.OpClose)
	return in.Bytes(), out.Bytes()
}

func TestTheEchoDoesNotDependOnHowBytesArrive(t *testing.T) {
	sent, want := frames()
	for _, part := range []int{1, 2, 3, 5, 13, 14, 1000, len(sent)} {
		var s stream
		var got []byte
		buf := make([]byte, slack+part)
		for rest := sent; len(rest) > 0; {
			n := copy(buf[slack:], rest[:min(part, len(rest))])
			rest = rest[n:]
			out, err := s.echo(buf, n)
			if err != nil {
				t.Fatalf("in parts of %d: %v", part, err)
			}
			got = append(got, out...)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("in parts of %d another echo comes, of %d bytes instead of %d", part, len(got), len(want))
		}
		if !s.over() {
			t.Errorf("in parts of %d the stream goes on after the close frame", part)
		}
	}
}

func TestWrongFramesEndTheEcho(t *testing.T) {
	for name, frame := range map[string][]byte{
		"unmasked":       {0x82, 1, 'x'},
		"opcode 3":       {0x83, 0x80, 0, 0, 0, 0},
		"not compressed": ws.MustCompileFrame(ws.MaskFrame(ws.NewTextFrame([]byte("text")))),
	} {
		s := stream{compressed: name == "not compressed"}
		buf := append(make([]byte, slack), frame...)
		if _, err := s.echo(buf, len(frame)); err == nil {
			t.Errorf("%s: the frame was echoed", name)
		}
	}
}
