package core

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"

	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// faultOf says what an error of the engine's or the network's is about.
func faultOf(err error, opened bool) platform.Fault {
	var (
		handshake   *websocket.HandshakeError
		protocol    *websocket.ProtocolError
		timeout     net.Error
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		alert       tls.AlertError
		record      tls.RecordHeaderError
	)
	var hidden *interruption
	switch {
	case errors.As(err, &hidden):
		return platform.FaultInterrupted
	case errors.As(err, &protocol):
		return platform.FaultProtocol
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return platform.FaultTimeout
	case opened:
		return platform.FaultLost
	case errors.As(err, &handshake) && handshake.StatusCode == http.StatusSwitchingProtocols:
		return platform.FaultHandshake
	case errors.As(err, &handshake) && handshake.StatusCode != 0:
		return platform.FaultStatus
	case errors.As(err, &certificate), errors.As(err, &authority), errors.As(err, &alert), errors.As(err, &record):
		return platform.FaultTLS
	// Windows has an error of its own for it.
	case errors.Is(err, syscall.ECONNREFUSED), strings.Contains(err.Error(), "refused"):
		return platform.FaultRefused
	}
	return platform.FaultOther
}

// words are the platform's for a fault.
func (s *socket) words(fault platform.Fault, cause error) platform.Failure {
	if f, ok := s.native.Faults[fault]; ok {
		return f
	}
	if f, ok := s.native.Faults[platform.FaultOther]; ok {
		return f
	}
	return platform.Failure{Text: cause.Error()}
}
