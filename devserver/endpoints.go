package devserver

import (
	"net/http"
	"strings"

	"github.com/unisocket/uni/websocket"
)

// Endpoint describes what the server does at a path.
type Endpoint struct {
	Path  string // "*" stands for every path that is not listed
	About string // one line
}

// Endpoints lists what there is, in the order in which help should show it.
func Endpoints() []Endpoint {
	list := make([]Endpoint, 0, len(endpoints)+1)
	for _, e := range endpoints {
		list = append(list, e.Endpoint)
	}
	return append(list, elsewhere.Endpoint)
}

// endpoint is an Endpoint with what it does.
type endpoint struct {
	Endpoint
	serve func(s *Server, w http.ResponseWriter, r *http.Request)
}

// endpoints are the scenario endpoints: those of the recordings under
// testdata/golden first, as its README.md describes them, then faults that are
// of use besides.
var endpoints = []endpoint{
	{Endpoint{"/echo", "sends every message back, text as text, binary as binary"},
		accept(scenario, script{onMessage: echo})},
	{Endpoint{"/hello", "sends the text hello, then the bytes 1 2 3 255"},
		accept(scenario, script{onOpen: sayHello})},
	{Endpoint{"/bye", "sends the text last, then closes with 4001 and a reason"},
		accept(scenario, script{onOpen: sayLast})},
	{Endpoint{"/close1000", "closes with 1000 and the reason done"},
		accept(scenario, script{onOpen: closeWith(websocket.StatusNormalClosure, "done")})},
	{Endpoint{"/close1005", "sends a close frame without a code"},
		accept(scenario, script{onOpen: closeWith(websocket.StatusNoStatusReceived, "")})},
	{Endpoint{"/drop", "cuts the TCP connection 50 ms after it opened"},
		accept(scenario, script{onOpen: dropSoon})},
	{Endpoint{"/closeafter", "closes with 3999 and the reason after on the first message"},
		accept(scenario, script{onMessage: closeAfter})},
	{Endpoint{"/badutf8", "sends a text frame that is not UTF-8"},
		accept(scenario, script{onOpen: sendBadUTF8})},
	{Endpoint{"/burst", "sends the texts a, b and c in one TCP segment"},
		accept(scenario, script{onOpen: sendBurst})},
	{Endpoint{"/redirect", "answers the handshake with 302 to /echo"}, redirect},
	{Endpoint{"/headers", "sends JSON of what the handshake carried: origin, protocol, ext, foo (X-Foo)"},
		accept(scenario, script{onOpen: sendHeaders})},
	{Endpoint{"/reject", "answers the handshake with 403"}, reject},
	{Endpoint{"/hang", "never answers the handshake"}, hang},
	{Endpoint{"/reset", "cuts the TCP connection instead of answering the handshake"}, reset},
	{Endpoint{"/badaccept", "answers 101 with a wrong Sec-WebSocket-Accept"}, badAccept},

	{Endpoint{"/silent", "opens, and never sends a message"}, accept(scenario, script{})},
	{Endpoint{"/noclose", "opens, and never answers anything, close frames included"}, byHand("")},
	{Endpoint{"/half", "sends half a text frame, and stops"}, byHand("\x81\x0ahello")},
	{Endpoint{"/huge", "sends a frame header that claims 2^63 bytes"}, byHand("\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x00")},
	{Endpoint{"/masked", "sends a masked frame, which a server must not"}, byHand("\x81\x82\x00\x00\x00\x00hi")},
	{Endpoint{"/garbage", "answers the handshake with what is not HTTP"}, garbage},

	{Endpoint{statusPath + "N", "answers a plain request with the status N, and JSON of the request"}, answerStatus},
	{Endpoint{privatePath, "answers a plain request with JSON of it, which pages of other origins may not read"}, answerPrivately},
	{Endpoint{"/events", "sends three server-sent events over HTTP, and ends"}, sendEvents},
}

// elsewhere is what any other path does.
var elsewhere = endpoint{Endpoint{"*", "echoes, and selects the first subprotocol offered; answers a plain request with JSON of it"},
	accept(obliging, script{onMessage: echo})}

func endpointAt(path string) endpoint {
	if strings.HasPrefix(path, statusPath) {
		path = statusPath + "N"
	}
	for _, e := range endpoints {
		if e.Path == path {
			return e
		}
	}
	return elsewhere
}

// terms are what a handshake may agree on.
type terms func(*Server) *websocket.AcceptOptions

// scenarioProtocol is the one subprotocol of the scenario endpoints.
const scenarioProtocol = "protocol1"

func scenario(*Server) *websocket.AcceptOptions {
	return &websocket.AcceptOptions{
		Subprotocols: []string{scenarioProtocol},
		CheckOrigin:  anyOrigin,
		Options:      sessionOptions,
	}
}

func obliging(s *Server) *websocket.AcceptOptions {
	o := &websocket.AcceptOptions{
		SelectSubprotocol: firstOffered,
		CheckOrigin:       anyOrigin,
		Options:           sessionOptions,
	}
	if !s.config.NoCompression {
		o.Compression = &websocket.Compression{}
	}
	return o
}

func firstOffered(offered []string) string {
	if len(offered) == 0 {
		return ""
	}
	return offered[0]
}

// anyOrigin lets every page in: the one under development comes from another
// origin than this server's, and there is nothing here to protect.
func anyOrigin(*http.Request) bool { return true }
