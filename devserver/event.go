package devserver

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/unisocket/uni/websocket"
)

// EventKind says what an Event reports.
type EventKind uint8

const (
	// Request is reported when a request has arrived, before its endpoint runs.
	Request EventKind = iota
	// Open is reported when a WebSocket connection begins.
	Open
	// Close is reported when it has ended, with a *websocket.CloseError in Err.
	Close
	// Problem is reported when a request came to no connection although its
	// endpoint would have had it so, or when a connection broke before there was
	// a request, as on a client that does not trust the certificate. Of the
	// latter, only Err is known.
	Problem
)

func (k EventKind) String() string {
	switch k {
	case Request:
		return "request"
	case Open:
		return "open"
	case Close:
		return "close"
	case Problem:
		return "problem"
	}
	return fmt.Sprintf("event %d", uint8(k))
}

// Event is something that happened on a Server.
type Event struct {
	Kind        EventKind
	Remote      string // address of the client
	Host        string // that the client asked for
	Path        string
	Secure      bool   // came by TLS
	Subprotocol string // that was agreed; Open and Close
	Err         error  // Close and Problem
}

// String is a line for a terminal. What the client chose is quoted where it
// holds anything that a terminal might act on.
func (e Event) String() string {
	var b strings.Builder
	b.WriteString(e.Kind.String())
	if e.Remote != "" {
		scheme := "ws"
		if e.Secure {
			scheme = "wss"
		}
		fmt.Fprintf(&b, " %s %s", e.Remote, printable(scheme+"://"+e.Host+e.Path))
	}
	if e.Subprotocol != "" {
		fmt.Fprintf(&b, " [%s]", printable(e.Subprotocol))
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %s", printable(e.Err.Error()))
	}
	return b.String()
}

// printable quotes s if it holds a control character.
func printable(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
		return fmt.Sprintf("%q", s)
	}
	return s
}

func (s *Server) report(e Event) {
	if s.config.Log != nil {
		s.config.Log(e)
	}
}

func eventOf(kind EventKind, r *http.Request) Event {
	return Event{Kind: kind, Remote: r.RemoteAddr, Host: r.Host, Path: r.URL.Path, Secure: r.TLS != nil}
}

func closeEvent(opened Event, err *websocket.CloseError) Event {
	opened.Kind, opened.Err = Close, err
	return opened
}

// problems takes the lines that net/http logs.
type problems struct{ server *Server }

func (p problems) Write(line []byte) (int, error) {
	p.server.report(Event{Kind: Problem, Err: errors.New(strings.TrimSpace(string(line)))})
	return len(line), nil
}
