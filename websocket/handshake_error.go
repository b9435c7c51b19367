package websocket

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// HandshakeError is returned by Dial where the server was reached but did not
// complete the opening handshake: it answered with another status than 101, its
// 101 broke a rule of RFC 6455, section 4.1, or what it said was not HTTP.
type HandshakeError struct {
	// URL is what was dialed, without user information and query.
	URL string

	// StatusCode, Status ("403 Forbidden") and Header are those of the
	// response; StatusCode is 0 where none could be read.
	StatusCode int
	Status     string
	Header     http.Header

	// Body is the beginning of the response's body, at most 1 KiB of it.
	Body []byte

	// Reason says in words what was wrong.
	Reason string

	// Err is the cause where there is one, as when the connection ended.
	Err error
}

func (e *HandshakeError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("websocket: handshake with %s: %s: %v", e.URL, e.Reason, e.Err)
	}
	return fmt.Sprintf("websocket: handshake with %s: %s", e.URL, e.Reason)
}

func (e *HandshakeError) Unwrap() error { return e.Err }

// errHeaderTooLong ends the reading of a response whose header does not end.
var errHeaderTooLong = errors.New("the header is longer than MaxHeaderBytes allows")

// noResponse describes why reading a response gave none.
func noResponse(err error) string {
	switch {
	case errors.Is(err, errHeaderTooLong):
		return "the response is too large"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "the connection ended before the response did"
	default:
		return "no HTTP response was read"
	}
}
