package websocket

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

// testerPatience is how long a tester waits for a frame, or for a write to be
// taken, before a case has failed.
const testerPatience = 10 * time.Second

// tester is the other end of a Conn under test. It has its own idea of frames,
// written from RFC 6455, section 5.2, and holds what the Conn sends against it.
type tester struct {
	testing.TB
	role role // the tester's own
	net.Conn
	in      *bufio.Reader
	watched *watched // nil: the Conn's reading is not watched
	sent    int

	inflate *testerInflater // nil: no compression was agreed
	ended   <-chan *CloseError

	// answers brings what the Conn sends, up to the end of TCP; seen is what
	// was taken from it: "text hello", "binary \x01", "ping x", "pong x",
	// "close 1000", or what is wrong with a frame.
	answers chan string
	seen    []string
}

// newTester returns a tester whose Conn, of role r, echoes.
func newTester(t testing.TB, r role) *tester {
	a, b := tcpPair(t)
	return startTester(t, newConn(connParams{role: r, netConn: a, owned: true}), b)
}

// newWatchedTester is newTester for moves that have to know what the Conn has read.
func newWatchedTester(t testing.TB, r role) *tester {
	a, b := tcpPair(t)
	w := &watched{Conn: a}
	w.changed.L = &w.mu
	p := startTester(t, newConn(connParams{role: r, netConn: w, owned: true}), b)
	p.watched = w
	return p
}

// startTester starts both ends of a connection: c, and the tester on nc.
func startTester(t testing.TB, c *Conn, nc net.Conn) *tester {
	p := meet(t, 1-c.role, nc, bufio.NewReaderSize(nc, 64<<10))
	p.start(c)
	go p.listen()
	return p
}

// meet returns a tester that does not listen yet.
func meet(t testing.TB, r role, nc net.Conn, in *bufio.Reader) *tester {
	p := &tester{TB: t, role: r, Conn: nc, in: in, answers: make(chan string, 16)}
	t.Cleanup(func() {
		nc.Close()
		for range p.answers {
		}
		if p.ended != nil {
			<-p.ended
		}
	})
	return p
}

// start has c echo.
func (p *tester) start(c *Conn) {
	h := newEchoHandler()
	p.ended = h.ended
	c.Start(h)
}

// write sends octets. A Conn that has failed the connection need not take them.
func (p *tester) write(octets []byte) {
	p.SetWriteDeadline(time.Now().Add(testerPatience))
	if n, err := p.Conn.Write(octets); err == nil {
		p.sent += n
	}
}

// next takes an answer. It returns false at the end of TCP.
func (p *tester) next() bool {
	a, ok := <-p.answers
	if ok {
		p.seen = append(p.seen, a)
	}
	return ok
}

// await takes answers until there are n.
func (p *tester) await(n int) {
	for len(p.seen) < n && p.next() {
	}
}

// awaitEnd takes the rest: what there is up to a close frame with the code, and
// the end of TCP. The server is the one to end it (section 7.1.1); a Conn that
// fails the connection may do it first.
func (p *tester) awaitEnd(code StatusCode) {
	p.Helper()
	for p.next() {
		if p.role == server && strings.HasPrefix(p.seen[len(p.seen)-1], "close ") {
			p.Conn.(*net.TCPConn).CloseWrite()
		}
	}
	p.Conn.Close()
	select {
	case end := <-p.ended:
		p.ended = nil
		checkEnd(p, end, code)
	case <-time.After(testerPatience):
		p.ended = nil
		p.Error("OnClose was not called")
	}
}

// listen reads what the Conn sends.
func (p *tester) listen() {
	defer close(p.answers)
	var (
		message    []byte
		kind       byte // of the message in progress, 0 outside
		compressed bool
	)
	for {
		p.SetReadDeadline(time.Now().Add(testerPatience))
		first, payload, err := readFrame(p.in, 1-p.role)
		switch {
		case err == io.EOF, errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			p.answers <- "broken: " + err.Error()
			return
		}
		op := first & 0xf
		if op >= 8 {
			p.answers <- controlAnswer(op, payload)
			continue
		}
		if (op == 0) != (kind != 0) || first&rsv1Bit != 0 && (op == 0 || p.inflate == nil) {
			p.answers <- fmt.Sprintf("broken: a frame begins with %#02x", first)
			return
		}
		if op != 0 {
			message, kind, compressed = nil, op, first&rsv1Bit != 0
		}
		if message == nil {
			message = payload
		} else {
			message = append(message, payload...)
		}
		if first&finBit == 0 {
			continue
		}
		if compressed {
			if message, err = p.inflate.message(message); err != nil {
				p.answers <- "broken: " + err.Error()
				return
			}
		}
		switch {
		case kind == 2:
			p.answers <- "binary " + string(message)
		case utf8.Valid(message):
			p.answers <- "text " + string(message)
		default:
			p.answers <- "broken: text that is not UTF-8"
		}
		kind = 0
	}
}

func controlAnswer(op byte, payload []byte) string {
	switch op {
	case 9:
		return "ping " + string(payload)
	case 10:
		return "pong " + string(payload)
	}
	switch {
	case len(payload) == 0:
		return closeAnswer(StatusNoStatusReceived)
	case len(payload) == 1 || !utf8.Valid(payload[2:]):
		return fmt.Sprintf("broken: a close frame with %q", payload)
	}
	return closeAnswer(StatusCode(binary.BigEndian.Uint16(payload)))
}

// closeAnswer leaves the reason out: it is the Conn's to choose.
func closeAnswer(code StatusCode) string { return fmt.Sprintf("close %d", code) }

// readFrame reads a frame that a peer of the role sent, and refuses what section
// 5.2 forbids. RSV1 is for the caller to judge.
func readFrame(in *bufio.Reader, from role) (first byte, payload []byte, err error) {
	var h [8]byte
	if _, err := io.ReadFull(in, h[:2]); err != nil {
		return 0, nil, err
	}
	first, second := h[0], h[1]
	op, length := first&0xf, uint64(second&0x7f)
	control := op >= 8
	switch {
	case first&0x30 != 0, op > 10, op > 2 && !control:
		return 0, nil, fmt.Errorf("a frame begins with %#02x", first)
	case control && (first&finBit == 0 || first&rsv1Bit != 0 || length > 125):
		return 0, nil, fmt.Errorf("a control frame begins with % x", h[:2])
	case (second&maskBit != 0) != (from == client):
		return 0, nil, fmt.Errorf("a %s's frame begins with % x", roleNames[from], h[:2])
	}
	if octets := map[uint64]int{126: 2, 127: 8}[length]; octets > 0 {
		if _, err := io.ReadFull(in, h[8-octets:]); err != nil {
			return 0, nil, fmt.Errorf("in the length of a frame: %w", err)
		}
		clear(h[:8-octets])
		length = binary.BigEndian.Uint64(h[:])
		if length < 126 || octets == 8 && length < 1<<16 || length > 1<<30 {
			return 0, nil, fmt.Errorf("a length of %d in %d octets", length, octets)
		}
	}
	var key [4]byte
	if from == client {
		if _, err := io.ReadFull(in, key[:]); err != nil {
			return 0, nil, fmt.Errorf("in a masking key: %w", err)
		}
	}
	payload = make([]byte, length)
	if _, err := io.ReadFull(in, payload); err != nil {
		return 0, nil, fmt.Errorf("in a payload: %w", err)
	}
	if from == client {
		payload = maskNaively(payload, key, 0)
	}
	return first, payload, nil
}

// octets are what a tester of a role writes.
type octets func(from role) []byte

// frame is a frame: its first octet whole, so that anything can be wrong with it.
func frame(first byte, payload string) octets {
	return func(from role) []byte { return from.frame(first, payload) }
}

// part is the octets from i to j of the payload of a frame; where i is 0, its
// header stands before them.
func part(first byte, payload string, i, j int) octets {
	return func(from role) []byte {
		wire := from.frame(first, payload)
		header := len(wire) - len(payload)
		if i == 0 {
			return wire[:header+j]
		}
		return wire[header+i : header+j]
	}
}

// move is something that a tester does.
type move struct {
	octets  octets
	chop    int  // octets a write; 0: all in one
	answers int  // wait until so many came
	settles bool // wait until the Conn has digested what was sent, and wants more
}

func (p *tester) do(m move) {
	switch {
	case m.octets != nil:
		rest := m.octets(p.role)
		for m.chop > 0 && len(rest) > m.chop {
			p.write(rest[:m.chop])
			rest = rest[m.chop:]
		}
		p.write(rest)
	case m.settles:
		p.watched.awaitHungry(p.sent)
	default:
		p.await(m.answers)
	}
}

// together writes frames in one go.
func together(parts ...octets) move {
	return move{octets: func(from role) (all []byte) {
		for _, o := range parts {
			all = append(all, o(from)...)
		}
		return all
	}}
}

// apart writes them one by one.
func apart(parts ...octets) (m moves) {
	for _, o := range parts {
		m = append(m, together(o))
	}
	return m
}

// chopped writes them in pieces of n octets.
func chopped(n int, parts ...octets) moves {
	m := together(parts...)
	m.chop = n
	return moves{m}
}

// until waits for so many answers.
func until(answers int) move { return move{answers: answers} }

// settled waits until the Conn has accepted what was sent so far. Only a watched
// Conn tells; with any other it does nothing.
var settled = move{settles: true}

// watched is a connection that knows when its reader has come back for more.
type watched struct {
	net.Conn
	mu      sync.Mutex
	changed sync.Cond
	read    int // octets that Read has returned
	hungry  int // what that was when Read was called last; -1: closed
}

func (w *watched) Read(p []byte) (int, error) {
	w.mu.Lock()
	w.hungry = w.read
	w.changed.Broadcast()
	w.mu.Unlock()
	n, err := w.Conn.Read(p)
	w.mu.Lock()
	w.read += n
	w.mu.Unlock()
	return n, err
}

func (w *watched) Close() error {
	w.mu.Lock()
	w.hungry = -1
	w.changed.Broadcast()
	w.mu.Unlock()
	return w.Conn.Close()
}

// awaitHungry returns when n octets were read and more are asked for, or when
// the connection was closed.
func (w *watched) awaitHungry(n int) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.hungry >= 0 && w.hungry < n {
		w.changed.Wait()
	}
}
