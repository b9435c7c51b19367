package websocket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// writeQueue is the limit of the queue on which scripts of sends run, and
// writeLimit that of messages at the reference, which reads what was sent.
const (
	writeQueue = 256 << 10
	writeLimit = 1 << 20
)

// sends runs a script of sends on a Conn whose peer reads a little now and then,
// and keeps what the wire has to show in the end.
type sends struct {
	script
	t        *testing.T
	c        *Conn
	role     role // of the Conn
	peer     net.Conn
	deflate  bool
	want     []string // accepted messages and pings, in order
	accepted int64    // payload of the messages among them
	pings    []string // the peer's
	wire     []byte   // what the peer has read
	corked   int
	code     StatusCode // of this side's close frame, 0 without one
}

// size is small, or makes a message of several chunks.
func (s *sends) size() int {
	if n := s.next(); n < 200 {
		return n
	} else if n < 250 {
		return (n - 200) * 3_000
	}
	return chunkSize - 20 + s.next()%40
}

// payload is text whose beginning tells messages apart.
func (s *sends) payload(n int) []byte {
	head := fmt.Sprintf("%d:", len(s.want))
	return []byte((head + strings.Repeat("好x", n/4+1))[:len(head)+n/4*4])
}

// sent takes note of what a send of a message returned.
func (s *sends) sent(typ MessageType, p []byte, err error) {
	switch {
	case err == nil:
		if s.code != 0 {
			s.t.Fatal("a message was accepted after Close")
		}
		s.want = append(s.want, fmt.Sprintf("%v %s", typ, p))
		s.accepted += int64(len(p))
	case errors.Is(err, ErrClosed) && s.code != 0:
	case errors.Is(err, ErrQueueFull) && s.accepted+int64(len(p))-s.arrived() > writeQueue-2*chunkSize:
		// What is being written counts until the writer has said so.
	default:
		s.t.Fatalf("a send of %d bytes: %v", len(p), err)
	}
}

func (s *sends) step() {
	switch s.next() % 12 {
	case 0, 1:
		p := s.payload(s.size())
		s.sent(Binary, p, s.c.Send(Binary, p))
	case 2, 3:
		p := s.payload(s.size())
		s.sent(Text, p, s.c.SendText(string(p)))
	case 4:
		s.c.Cork()
		s.corked++
	case 5:
		if s.corked > 0 {
			s.c.Uncork()
			s.corked--
		}
	case 6:
		p := string(s.payload(s.next() % 100))
		if err := s.c.Ping([]byte(p)); err == nil {
			s.want = append(s.want, "ping "+p)
		} else if s.code == 0 && !errors.Is(err, ErrQueueFull) {
			s.t.Fatalf("a ping: %v", err)
		}
	case 7:
		// Without a peer that reads, Write ends by its context; what it says
		// then is not whether the message was accepted.
		if err := s.c.Write(canceled(), Binary, []byte("never")); !errors.Is(err, context.Canceled) {
			s.t.Fatalf("a Write whose context has ended: %v", err)
		}
	case 8, 9:
		s.read(s.next() << (s.next() % 9))
	case 10:
		p := fmt.Sprintf("%d. %s", len(s.pings), s.payload(s.next()%90))
		s.pings = append(s.pings, "pong "+p)
		s.peer.Write((1 - s.role).frame(pingFrame, p))
	case 11:
		if s.next()%8 != 1 {
			return
		}
		if err := s.c.Close(StatusNormalClosure, "done"); err != nil {
			s.t.Fatal(err)
		}
		s.code = StatusNormalClosure
	}
	if n := s.c.BufferedAmount(); n < 0 || n > min(writeQueue, s.accepted)+1024 {
		s.t.Fatalf("BufferedAmount is %d of %d bytes that were accepted", n, s.accepted)
	}
}

// read has the peer read n bytes, or as many as there are.
func (s *sends) read(n int) {
	s.peer.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	p := make([]byte, n)
	n, _ = io.ReadFull(s.peer, p)
	s.wire = append(s.wire, p[:n]...)
	s.peer.SetReadDeadline(time.Time{})
}

// arrived is the payload of the messages that the peer has read to their end.
func (s *sends) arrived() (n int64) {
	for _, m := range reference(s.role, false, slices.Clone(s.wire), writeLimit).messages {
		_, data, _ := strings.Cut(m, " ")
		n += int64(len(data))
	}
	return n
}

// finish has the peer end the connection in order and read all that comes.
func (s *sends) finish() outcome {
	s.peer.SetDeadline(time.Now().Add(20 * time.Second))
	s.peer.Write((1 - s.role).frame(closeFrame, closeBody(4321, "")))
	tcpOf(s.peer).CloseWrite()
	rest, err := io.ReadAll(s.peer)
	if err != nil {
		s.t.Fatalf("the peer reads the rest: %v", err)
	}
	s.peer.Close()
	return reference(s.role, s.deflate, append(s.wire, rest...), writeLimit)
}

// check compares what has arrived with what was accepted.
func (s *sends) check(got outcome) {
	var passed, pongs []string
	for _, p := range got.passed {
		if strings.HasPrefix(p, "pong ") {
			pongs = append(pongs, p)
		} else {
			passed = append(passed, p)
		}
	}
	if !slices.Equal(passed, s.want) {
		s.t.Fatalf("%d messages and pings arrived of %d: %.200q\nwant %.200q", len(passed), len(s.want), passed, s.want)
	}
	want := s.code
	if want == 0 {
		want = 4321
	}
	if got.code != want || got.broken {
		s.t.Fatalf("the stream ends with %d (broken: %v), want %d", got.code, got.broken, want)
	}
	// Pongs may be left out, the last one too where a close frame came before its
	// turn, but not change their order.
	pings := s.pings
	for _, p := range pongs {
		i := slices.Index(pings, p)
		if i < 0 {
			s.t.Fatalf("the pongs %q do not answer the pings %q", pongs, s.pings)
		}
		pings = pings[i+1:]
	}
}

// FuzzSends holds that whatever is sent, corked and closed in whatever order, with
// a peer that reads in pieces through a small buffer, arrives as it was accepted:
// as frames that the reference can read, in order, once.
func FuzzSends(f *testing.F) {
	for _, program := range []string{
		"", "\x00\x05\x02\x05\x0b\x01", // messages, Close
		"\x00\xf0\x00\xf0\x08\xff\x08\x06\x10\x08\xff\x07\x0b\x01\x00\x05",                 // large ones, pings, pieces
		"\x04\x00\x05\x02\x06\x06\x05\x04\x00\xfa\x10\x05\x05\x0a\x03",                     // corks
		"\x00\xf9\x00\xf9\x00\xf9\x00\xf9\x00\xf9\x0a\x01\x0a\x02\x0a\x03\x08\xff\x08\x07", // a full queue, pings into it
		"\x04\x02\x10\x0b\x01\x02\x10\x07",                                                 // closed under a cork
		"\x00\xfa\x00\x00\xfa\x13\x00\xfa\x14\x00\xfa\x27\x06\x50\x06\x50",                 // the borders of chunks
	} {
		for _, fromClient := range []bool{true, false} {
			for _, deflate := range []bool{true, false} {
				f.Add([]byte(program), fromClient, deflate, false)
			}
		}
		f.Add([]byte(program), true, true, true)
	}
	f.Fuzz(func(t *testing.T, program []byte, fromClient, deflate, secure bool) {
		r := server
		if fromClient {
			r = client
		}
		own, peer := socketPair(t, r, secure, 4<<10)
		var d *deflateParams
		if deflate {
			d = &deflateParams{serverBits: 15, clientBits: 15, level: 1, takeover: true, threshold: 50}
		}
		c := newConn(connParams{role: r, netConn: own, owned: true, deflate: d, options: Options{Limits: Limits{Queue: writeQueue}, CloseTimeout: 20 * time.Second}})
		rec := newRecorder()
		c.Start(rec)
		s := &sends{script: program, t: t, c: c, role: r, peer: peer, deflate: deflate}
		for steps := 0; len(s.script) > 0 && steps < 100; steps++ {
			s.step()
		}
		s.check(s.finish())
		end, err := endOf(rec)
		if err != nil || end.Code != 4321 || end.Err != nil {
			t.Fatalf("OnClose was told %v, %v", end, err)
		}
		if n := c.BufferedAmount(); n != 0 {
			t.Fatalf("BufferedAmount is %d at the end", n)
		}
	})
}
