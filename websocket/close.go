package websocket

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// StatusCode is the code of a close frame (RFC 6455, section 7.4).
type StatusCode uint16

// The codes of RFC 6455, section 7.4.1, and of the IANA registry.
const (
	StatusNormalClosure       StatusCode = 1000
	StatusGoingAway           StatusCode = 1001
	StatusProtocolError       StatusCode = 1002
	StatusUnsupportedData     StatusCode = 1003
	StatusNoStatusReceived    StatusCode = 1005 // never on the wire: the close frame had no code
	StatusAbnormalClosure     StatusCode = 1006 // never on the wire: there was no close frame
	StatusInvalidPayload      StatusCode = 1007
	StatusPolicyViolation     StatusCode = 1008
	StatusMessageTooBig       StatusCode = 1009
	StatusMandatoryExtension  StatusCode = 1010
	StatusInternalError       StatusCode = 1011
	StatusServiceRestart      StatusCode = 1012
	StatusTryAgainLater       StatusCode = 1013
	StatusBadGateway          StatusCode = 1014
	StatusTLSHandshakeFailure StatusCode = 1015 // never on the wire
)

// MaxReason is the length in bytes of the longest close reason.
const MaxReason = maxControl - 2

// valid reports whether a close frame may carry the code: those that RFC 6455
// and the registry define for it, and the ranges for libraries (3000) and
// applications (4000).
func (c StatusCode) valid() bool {
	switch {
	case c >= 1000 && c <= 1003, c >= 1007 && c <= 1014, c >= 3000 && c <= 4999:
		return true
	}
	return false
}

// CloseError tells how a connection ended.
type CloseError struct {
	// Code and Reason are those of the peer's close frame. Code is
	// StatusNoStatusReceived when that frame had none, and
	// StatusAbnormalClosure when the connection ended without one.
	Code   StatusCode
	Reason string

	// Err is what broke the connection: a *ProtocolError when this side found
	// the peer's frames unacceptable, otherwise the network's error. It is nil
	// when both close frames passed.
	Err error
}

func (e *CloseError) Error() string {
	s := fmt.Sprintf("the connection was closed with %d", e.Code)
	if e.Reason != "" {
		s += fmt.Sprintf(" %q", e.Reason)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *CloseError) Unwrap() error { return e.Err }

// ProtocolError says what was wrong with what the peer sent. The connection is
// failed with Code (RFC 6455, section 7.1.7).
type ProtocolError struct {
	Code StatusCode
	Text string
}

func (e *ProtocolError) Error() string { return e.Text }

func protocolErrorf(format string, args ...any) error {
	return &ProtocolError{StatusProtocolError, fmt.Sprintf(format, args...)}
}

var (
	// ErrClosed is returned by sends after Close was called, after the peer's
	// close frame has arrived, or after the connection has ended.
	ErrClosed = errors.New("the connection is closing or closed")

	// ErrQueueFull is returned by a send that would pass Limits.Queue.
	ErrQueueFull = errors.New("the outgoing queue is full: the peer reads too slowly")

	// ErrEndOfStream is the Err of a CloseError where the peer ended TCP in an
	// orderly way, but without a close frame (RFC 6455, section 7.1.5: 1006).
	ErrEndOfStream = errors.New("the peer ended the connection without a close frame")

	errCloseTimeout = errors.New("the peer did not complete the closing handshake in time")
)

// closePayload is the body of a close frame; an empty one for the code
// StatusNoStatusReceived.
func closePayload(code StatusCode, reason string, anyCode bool) ([]byte, error) {
	if code == StatusNoStatusReceived {
		if reason != "" {
			return nil, errors.New("a close frame without a code has no room for a reason")
		}
		return nil, nil
	}
	if !code.valid() && !(anyCode && code.travels()) {
		return nil, fmt.Errorf("close code %d may not be sent: use 1000, one of 1001 to 1003 and 1007 to 1014, or 3000 to 4999", code)
	}
	if len(reason) > MaxReason {
		return nil, fmt.Errorf("the close reason has %d bytes, at most %d are possible", len(reason), MaxReason)
	}
	if !utf8.ValidString(reason) {
		return nil, errors.New("the close reason is not valid UTF-8")
	}
	return appendClose(nil, code, reason), nil
}

func appendClose(p []byte, code StatusCode, reason string) []byte {
	return append(binary.BigEndian.AppendUint16(p, uint16(code)), reason...)
}

// travels reports whether the code may stand in a frame at all.
func (c StatusCode) travels() bool {
	return c != StatusNoStatusReceived && c != StatusAbnormalClosure && c != StatusTLSHandshakeFailure
}

// parseClose reads the body of a close frame (section 5.5.1). anyCode is
// Options.AnyCloseCode.
func parseClose(p []byte, anyCode bool) (StatusCode, string, error) {
	switch len(p) {
	case 0:
		return StatusNoStatusReceived, "", nil
	case 1:
		return 0, "", protocolErrorf("a close frame has a body of one byte")
	}
	code := StatusCode(binary.BigEndian.Uint16(p))
	if !code.valid() && !(anyCode && code.travels()) {
		return 0, "", protocolErrorf("a close frame has the code %d", code)
	}
	if !utf8.Valid(p[2:]) {
		return 0, "", &ProtocolError{StatusInvalidPayload, "the reason of a close frame is not valid UTF-8"}
	}
	return code, string(p[2:]), nil
}
