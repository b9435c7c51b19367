package websocket

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The conformance suite: the 517 cases of the field's known suite, Autobahn's,
// by its numbers, each for a Conn of both roles. A Conn that echoes has a tester
// at the other end, which plays the case by hand and accepts only what that suite
// calls OK: nothing non-strict, nothing unclean, no other close code, and TCP
// ended by the server. The categories:
//
//	 1  framing                       conformance_framing_test.go
//	 2  pings and pongs               conformance_framing_test.go
//	 3  reserved bits                 conformance_framing_test.go
//	 4  opcodes                       conformance_framing_test.go
//	 5  fragmentation                 conformance_fragments_test.go
//	 6  UTF-8                         conformance_utf8_test.go
//	 7  closing                       conformance_close_test.go
//	 9  limits                        conformance_limits_test.go
//	10  automatic fragmentation       conformance_fragments_test.go
//	12  compression                   conformance_deflate_test.go
//	13  compression with parameters   conformance_deflate_test.go
//
// 8 and 11 are empty there, too. `go test -run Conformance/6.4.1/client` runs one.

// conformanceCase is a case of one connection.
type conformanceCase struct {
	number string
	moves  moves      // what the tester sends
	want   answers    // what the Conn sends before its close frame, see tester.seen
	code   StatusCode // of the Conn's close frame
}

type (
	moves   []move
	answers []string
)

// orderly is the code of a case in which nothing is wrong: once everything has
// come back, the tester closes with 1000, and that comes back too.
const orderly StatusCode = 0

// conformanceCases are those that conformanceCase describes.
func conformanceCases() []conformanceCase {
	return slices.Concat(framingCases, fragmentCases, utf8Cases, closeCases)
}

func TestConformance(t *testing.T) {
	for _, c := range conformanceCases() {
		inBothRoles(t, c.number, func(t *testing.T, r role) {
			c.play(t, newTester(t, r))
			if !t.Failed() && slices.ContainsFunc(c.moves, func(m move) bool { return m.settles }) {
				c.play(t, newWatchedTester(t, r))
			}
		})
	}
}

// inBothRoles runs a case for a Conn of either role.
func inBothRoles(t *testing.T, number string, play func(t *testing.T, r role)) {
	for _, r := range []role{client, server} {
		t.Run(number+"/"+roleNames[r], func(t *testing.T) {
			t.Parallel()
			play(t, r)
		})
	}
}

var roleNames = map[role]string{client: "client", server: "server"}

func (c conformanceCase) play(t *testing.T, p *tester) {
	for _, m := range c.moves {
		p.do(m)
	}
	p.await(len(c.want))
	code := c.code
	if code == orderly {
		code = StatusNormalClosure
		p.write(p.role.frame(closeFrame, closeBody(code, "")))
	}
	p.awaitEnd(code)
	// The tester read up to the end, so that whatever is too much is in seen.
	if want := append(slices.Clone(c.want), closeAnswer(code)); !slices.Equal(p.seen, want) {
		t.Errorf("the Conn sent %s\nwant %s", brief(p.seen), brief(want))
	}
}

// brief shortens what a Conn sent for a message of a test.
func brief(answers []string) string {
	var b strings.Builder
	for _, a := range answers {
		fmt.Fprintf(&b, "%.60q (%d bytes) ", a, len(a))
	}
	return b.String()
}

// echoHandler is the Handler of a Conn under test.
type echoHandler struct{ ended chan *CloseError }

func newEchoHandler() echoHandler { return echoHandler{make(chan *CloseError, 1)} }

func (echoHandler) OnOpen(*Conn) {}

func (echoHandler) OnMessages(c *Conn, msgs []Message) {
	for _, m := range msgs {
		c.Send(m.Type, m.Data)
	}
}

func (e echoHandler) OnClose(_ *Conn, err *CloseError) { e.ended <- err }

// checkEnd holds what OnClose was told against the close frame of the Conn: it
// answered the tester's, or it failed the connection for a reason of its own.
func checkEnd(t testing.TB, end *CloseError, code StatusCode) {
	t.Helper()
	var protocol *ProtocolError
	if end.Err != nil && (!errors.As(end, &protocol) || protocol.Code != code) {
		t.Errorf("the close frame has the code %d, and OnClose was told %v", code, end)
	}
}

// The numbers are Autobahn's, all of them, and none twice.
func TestConformanceIsComplete(t *testing.T) {
	var numbers []string
	for _, c := range conformanceCases() {
		numbers = append(numbers, c.number)
	}
	for _, c := range limitCases {
		numbers = append(numbers, c.number)
	}
	for _, s := range deflateSections {
		for _, c := range deflateCases {
			numbers = append(numbers, s.number+"."+c.number)
		}
	}
	slices.Sort(numbers)
	if n := len(slices.Compact(slices.Clone(numbers))); n != len(numbers) {
		t.Errorf("%d of %d numbers are there twice", len(numbers)-n, len(numbers))
	}
	got := make(map[string]int)
	for _, n := range numbers {
		category, _, _ := strings.Cut(n, ".")
		got[category]++
	}
	want := map[string]int{
		"1": 16, "2": 11, "3": 7, "4": 10, "5": 20, "6": 145, "7": 37, "9": 54, "10": 1, "12": 90, "13": 126,
	}
	if len(numbers) != 517 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("there are %d cases, by category %v, want 517, %v", len(numbers), got, want)
	}
}
