package httpclient

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
)

// Fault is what an error of Do, or of reading a body, is about.
type Fault uint8

const (
	Other       Fault = iota
	Refused           // nobody listens there
	Unknown           // there is no host of that name
	TimedOut          // it took too long
	Certificate       // the certificate, or TLS itself
	Lost              // the connection was lost
	Redirection       // ErrRedirect
)

// FaultOf says what err is about.
func FaultOf(err error) Fault {
	var (
		name        *net.DNSError
		timeout     net.Error
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		alert       tls.AlertError
		record      tls.RecordHeaderError
	)
	switch {
	case errors.Is(err, ErrRedirect):
		return Redirection
	case errors.Is(err, context.DeadlineExceeded):
		return TimedOut
	case errors.As(err, &name) && !name.IsTimeout:
		return Unknown
	case errors.As(err, &timeout) && timeout.Timeout():
		return TimedOut
	case errors.As(err, &certificate), errors.As(err, &authority), errors.As(err, &alert), errors.As(err, &record):
		return Certificate
	// Windows has an error of its own for it.
	case errors.Is(err, syscall.ECONNREFUSED), strings.Contains(err.Error(), "refused"):
		return Refused
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET),
		errors.Is(err, syscall.EPIPE), strings.Contains(err.Error(), "connection reset"), strings.Contains(err.Error(), "forcibly closed"):
		return Lost
	}
	return Other
}
