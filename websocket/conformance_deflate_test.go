package websocket

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// Of the compression cases, each of 1,000 messages, one run sends as many as
// make deflateBudget octets; with this flag it sends them all, which takes minutes.
var conformanceFull = flag.Bool("conformance.full", false, "send every message of the compression cases")

const deflateBudget = 512 << 10

// Under the race detector there are fewer messages yet, and none larger than this.
const (
	deflateRaceCount = 8
	deflateRaceSize  = 8 << 10
)

// deflateSection is the handshake that the cases of one section have in common.
// The tester sends what Autobahn's fuzzing client and fuzzing server send.
type deflateSection struct {
	number string
	corpus func() *corpus
	offer  string // of the tester to a server
	answer string // of the tester to the offer of a client
}

// An offer of the fuzzing client says that it can be limited in both ways; its
// own wishes follow.
const fuzzingOffer = "permessage-deflate; client_no_context_takeover; client_max_window_bits"

var deflateSections = []deflateSection{
	{"12.1", jsonCorpus, fuzzingOffer, "permessage-deflate"},
	{"12.2", bitmapCorpus, fuzzingOffer, "permessage-deflate"},
	{"12.3", dramaCorpus, fuzzingOffer, "permessage-deflate"},
	{"12.4", htmlCorpus, fuzzingOffer, "permessage-deflate"},
	{"12.5", paperCorpus, fuzzingOffer, "permessage-deflate"},

	{"13.1", jsonCorpus, fuzzingOffer, "permessage-deflate"},
	{"13.2", jsonCorpus, fuzzingOffer + "; server_no_context_takeover", "permessage-deflate; client_no_context_takeover"},
	{"13.3", jsonCorpus, fuzzingOffer + "; server_max_window_bits=9", "permessage-deflate; client_max_window_bits=9"},
	{"13.4", jsonCorpus, fuzzingOffer + "; server_max_window_bits=15", "permessage-deflate; client_max_window_bits=15"},
	{"13.5", jsonCorpus, fuzzingOffer + "; server_no_context_takeover; server_max_window_bits=9", "permessage-deflate; client_no_context_takeover; client_max_window_bits=9"},
	{"13.6", jsonCorpus, fuzzingOffer + "; server_no_context_takeover; server_max_window_bits=15", "permessage-deflate; client_no_context_takeover; client_max_window_bits=15"},
	{"13.7", jsonCorpus, fuzzingOffer + "; server_no_context_takeover; server_max_window_bits=9, " + fuzzingOffer + "; server_no_context_takeover, " + fuzzingOffer, "permessage-deflate; client_no_context_takeover; client_max_window_bits=9"},
}

// deflateCases are those of each section: the size of the messages, and that of
// the frames that carry a compressed one.
var deflateCases = []struct {
	number         string
	size, fragment int // fragment 0: one frame
}{
	{"1", 16, 0},
	{"2", 64, 0},
	{"3", 256, 0},
	{"4", 1024, 0},
	{"5", 4096, 0},
	{"6", 8192, 0},
	{"7", 16384, 0},
	{"8", 32768, 0},
	{"9", 65536, 0},
	{"10", 131072, 0},
	{"11", 8192, 256},
	{"12", 16384, 256},
	{"13", 32768, 256},
	{"14", 65536, 256},
	{"15", 131072, 256},
	{"16", 131072, 1024},
	{"17", 131072, 4096},
	{"18", 131072, 32768},
}

func TestConformanceDeflate(t *testing.T) {
	for _, s := range deflateSections {
		for _, c := range deflateCases {
			inBothRoles(t, s.number+"."+c.number, func(t *testing.T, r role) {
				count := 1000
				switch {
				case raceDetector && c.size > deflateRaceSize:
					t.Skipf("messages of %d octets, compressed twice, take too long under the race detector", c.size)
				case raceDetector:
					count = deflateRaceCount
				case !*conformanceFull:
					count = min(count, deflateBudget/c.size)
				}
				p, z := s.handshake(t, r)
				s.converse(t, p, z, c.size, c.fragment, count)
			})
		}
	}
}

// converse sends messages, each when the one before has come back, and closes.
func (s *deflateSection) converse(t *testing.T, p *tester, z *testerDeflater, size, fragment, count int) {
	from := s.corpus()
	kind := map[byte]string{textFrame: "text ", binaryFrame: "binary "}[from.first]
	for i, at := 0, 0; i < count; i++ {
		message, next := from.cut(at, size)
		at = next
		wire := z.message(message)
		most := fragment
		if most == 0 {
			most = len(wire)
		}
		p.do(together(compressedFragments(most, from.first&^finBit, wire)...))
		p.seen = nil
		p.await(1)
		if len(p.seen) != 1 || p.seen[0] != kind+message {
			t.Fatalf("message %d of %d octets came back as %s", i, len(message), brief(p.seen))
		}
	}
	p.seen = nil
	conformanceCase{}.play(t, p)
}

// compressedFragments are the frames of a compressed message; the first alone
// has RSV1 (RFC 7692, section 6.1).
func compressedFragments(n int, opcode byte, wire string) []octets {
	frames := fragmentsOf(n, opcode, wire)
	first := frames[0]
	frames[0] = func(from role) []byte {
		p := first(from)
		p[0] |= rsv1Bit
		return p
	}
	return frames
}

// conformanceCompression has every message compressed, and every window kept,
// that the other side lets it.
var conformanceCompression = Compression{Takeover: true, Threshold: -1}

// handshake opens a connection by Accept or Dial, for a Conn of role r, and gives
// the tester what was agreed.
func (s *deflateSection) handshake(t *testing.T, r role) (*tester, *testerDeflater) {
	open := s.openServer
	if r == client {
		open = s.openClient
	}
	c, nc, in, agreed := open(t)
	fromServer := direction{agreed.serverBits, agreed.serverNoTakeover}
	fromClient := direction{agreed.clientBits, agreed.clientNoTakeover}
	p := meet(t, 1-r, nc, in)
	var z *testerDeflater
	if r == server {
		p.inflate, z = newTesterInflater(fromServer), newTesterDeflater(fromClient)
	} else {
		p.inflate, z = newTesterInflater(fromClient), newTesterDeflater(fromServer)
	}
	p.start(c)
	go p.listen()
	return p, z
}

// openServer dials a server that calls Accept.
func (s *deflateSection) openServer(t *testing.T) (c *Conn, nc net.Conn, in *bufio.Reader, agreed deflateTerms) {
	opened := make(chan *Conn, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := Accept(w, r, &AcceptOptions{Compression: &conformanceCompression}); err == nil {
			opened <- c
		}
	}))
	t.Cleanup(srv.Close)
	nc, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(nc, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Extensions: %s\r\n\r\n", newKey(), s.offer)
	in = bufio.NewReaderSize(nc, 64<<10)
	resp, err := http.ReadResponse(in, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		nc.Close()
		t.Fatalf("the server answers %v, %v", resp, err)
	}
	agreed = termsOf(resp.Header.Get("Sec-WebSocket-Extensions"))
	first, _, _ := strings.Cut(s.offer, ",")
	want := termsOf(first)
	if agreed.serverNoTakeover != want.serverNoTakeover || agreed.serverBits != want.serverBits {
		t.Errorf("the server accepts %q with %v", s.offer, agreed)
	}
	// The tester keeps its word even where the answer does not repeat it (RFC
	// 7692, section 7.1.2.2).
	agreed.clientBits = smallestWindow(agreed.clientBits, want.clientBits)
	return <-opened, nc, in, agreed
}

// openClient answers a client that calls Dial.
func (s *deflateSection) openClient(t *testing.T) (c *Conn, nc net.Conn, in *bufio.Reader, agreed deflateTerms) {
	l := listenLocal(t)
	defer l.Close()
	offered := make(chan string, 1)
	go func() {
		var err error
		if nc, err = l.Accept(); err != nil {
			close(offered)
			return
		}
		in = bufio.NewReaderSize(nc, 64<<10)
		r, err := http.ReadRequest(in)
		if err != nil {
			nc.Close()
			close(offered)
			return
		}
		offered <- r.Header.Get("Sec-WebSocket-Extensions")
		io.WriteString(nc, strings.ReplaceAll(switching("Sec-WebSocket-Extensions: "+s.answer),
			"{accept}", acceptValue(r.Header.Get("Sec-WebSocket-Key"))))
	}()
	compression := conformanceCompression
	compression.ClientMaxWindowBits = maxWindowBits // admits any answer
	c, err := Dial(t.Context(), "ws://"+l.Addr().String(), &DialOptions{Compression: &compression})
	if err != nil {
		t.Fatal(err)
	}
	if got := <-offered; got != "permessage-deflate; client_max_window_bits" {
		t.Errorf("the client offers %q", got)
	}
	return c, nc, in, termsOf(s.answer)
}

// termsOf reads an element of Sec-WebSocket-Extensions that is known to be right.
func termsOf(element string) (terms deflateTerms) {
	for part := range strings.SplitSeq(element, "; ") {
		name, value, _ := strings.Cut(part, "=")
		bits, _ := strconv.Atoi(value)
		switch name {
		case "server_no_context_takeover":
			terms.serverNoTakeover = true
		case "client_no_context_takeover":
			terms.clientNoTakeover = true
		case "server_max_window_bits":
			terms.serverBits = bits
		case "client_max_window_bits":
			terms.clientBits = bits
		}
	}
	return terms
}
