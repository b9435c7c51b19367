package websocket

import (
	"strings"
	"testing"
)

// limitCase is a case of the category 9: messages of a size there and back.
type limitCase struct {
	number   string
	first    byte // of a frame with the whole message
	size     int
	fragment int // of a frame; 0: the whole message
	chop     int // octets a write; 0: all
	count    int // messages, each sent when the one before has come back; 0: one
}

var limitCases = []limitCase{
	{number: "9.1.1", first: textFrame, size: 64 << 10},
	{number: "9.1.2", first: textFrame, size: 256 << 10},
	{number: "9.1.3", first: textFrame, size: 1 << 20},
	{number: "9.1.4", first: textFrame, size: 4 << 20},
	{number: "9.1.5", first: textFrame, size: 8 << 20},
	{number: "9.1.6", first: textFrame, size: 16 << 20},

	{number: "9.2.1", first: binaryFrame, size: 64 << 10},
	{number: "9.2.2", first: binaryFrame, size: 256 << 10},
	{number: "9.2.3", first: binaryFrame, size: 1 << 20},
	{number: "9.2.4", first: binaryFrame, size: 4 << 20},
	{number: "9.2.5", first: binaryFrame, size: 8 << 20},
	{number: "9.2.6", first: binaryFrame, size: 16 << 20},

	{number: "9.3.1", first: textFrame, size: 4 << 20, fragment: 64},
	{number: "9.3.2", first: textFrame, size: 4 << 20, fragment: 256},
	{number: "9.3.3", first: textFrame, size: 4 << 20, fragment: 1 << 10},
	{number: "9.3.4", first: textFrame, size: 4 << 20, fragment: 4 << 10},
	{number: "9.3.5", first: textFrame, size: 4 << 20, fragment: 16 << 10},
	{number: "9.3.6", first: textFrame, size: 4 << 20, fragment: 64 << 10},
	{number: "9.3.7", first: textFrame, size: 4 << 20, fragment: 256 << 10},
	{number: "9.3.8", first: textFrame, size: 4 << 20, fragment: 1 << 20},
	{number: "9.3.9", first: textFrame, size: 4 << 20, fragment: 4 << 20},

	{number: "9.4.1", first: binaryFrame, size: 4 << 20, fragment: 64},
	{number: "9.4.2", first: binaryFrame, size: 4 << 20, fragment: 256},
	{number: "9.4.3", first: binaryFrame, size: 4 << 20, fragment: 1 << 10},
	{number: "9.4.4", first: binaryFrame, size: 4 << 20, fragment: 4 << 10},
	{number: "9.4.5", first: binaryFrame, size: 4 << 20, fragment: 16 << 10},
	{number: "9.4.6", first: binaryFrame, size: 4 << 20, fragment: 64 << 10},
	{number: "9.4.7", first: binaryFrame, size: 4 << 20, fragment: 256 << 10},
	{number: "9.4.8", first: binaryFrame, size: 4 << 20, fragment: 1 << 20},
	{number: "9.4.9", first: binaryFrame, size: 4 << 20, fragment: 4 << 20},

	{number: "9.5.1", first: textFrame, size: 1 << 20, chop: 64},
	{number: "9.5.2", first: textFrame, size: 1 << 20, chop: 128},
	{number: "9.5.3", first: textFrame, size: 1 << 20, chop: 256},
	{number: "9.5.4", first: textFrame, size: 1 << 20, chop: 512},
	{number: "9.5.5", first: textFrame, size: 1 << 20, chop: 1 << 10},
	{number: "9.5.6", first: textFrame, size: 1 << 20, chop: 2 << 10},

	{number: "9.6.1", first: binaryFrame, size: 1 << 20, chop: 64},
	{number: "9.6.2", first: binaryFrame, size: 1 << 20, chop: 128},
	{number: "9.6.3", first: binaryFrame, size: 1 << 20, chop: 256},
	{number: "9.6.4", first: binaryFrame, size: 1 << 20, chop: 512},
	{number: "9.6.5", first: binaryFrame, size: 1 << 20, chop: 1 << 10},
	{number: "9.6.6", first: binaryFrame, size: 1 << 20, chop: 2 << 10},

	{number: "9.7.1", first: textFrame, size: 0, count: 1000},
	{number: "9.7.2", first: textFrame, size: 16, count: 1000},
	{number: "9.7.3", first: textFrame, size: 64, count: 1000},
	{number: "9.7.4", first: textFrame, size: 256, count: 1000},
	{number: "9.7.5", first: textFrame, size: 1 << 10, count: 1000},
	{number: "9.7.6", first: textFrame, size: 4 << 10, count: 1000},

	{number: "9.8.1", first: binaryFrame, size: 0, count: 1000},
	{number: "9.8.2", first: binaryFrame, size: 16, count: 1000},
	{number: "9.8.3", first: binaryFrame, size: 64, count: 1000},
	{number: "9.8.4", first: binaryFrame, size: 256, count: 1000},
	{number: "9.8.5", first: binaryFrame, size: 1 << 10, count: 1000},
	{number: "9.8.6", first: binaryFrame, size: 4 << 10, count: 1000},
}

// raceLimit is how many octets a case may send under the race detector.
const raceLimit = 64 << 10

func TestConformanceLimits(t *testing.T) {
	for _, c := range limitCases {
		inBothRoles(t, c.number, func(t *testing.T, r role) {
			if n := c.size * max(c.count, 1); raceDetector && n > raceLimit {
				t.Skipf("%d octets take too long under the race detector", n)
			}
			p := newTester(t, r)
			message, want := c.payload()
			size := c.fragment
			if size == 0 {
				size = c.size
			}
			m := together(fragmentsOf(size, c.first&^finBit, message)...)
			m.chop = c.chop
			for range max(c.count, 1) {
				p.seen = nil // what was right need not be kept
				p.do(m)
				p.await(1)
				if len(p.seen) != 1 || p.seen[0] != want {
					t.Fatalf("the Conn sent %s\nwant %s", brief(p.seen), brief(answers{want}))
				}
			}
			p.seen = nil
			conformanceCase{}.play(t, p) // the close
		})
	}
}

// payload is the message and what the Conn sends for it.
func (c *limitCase) payload() (message, want string) {
	kind, pattern := "text ", "BAsd7&jh23"
	if c.first == binaryFrame {
		kind, pattern = "binary ", "\x00\xfe\x23\xfa\xf0"
	}
	message = strings.Repeat(pattern, c.size/len(pattern)+1)[:c.size]
	return message, kind + message
}
