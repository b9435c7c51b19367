package devserver

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// Local answers for every host name: a Server at loopback, a dialer that leads
// there whatever the name and the port, and certificates for these names that
// only those trust who use its TLSConfig. Nothing leaves the machine and nothing
// outside of the process changes.
type Local struct {
	server *Server
	roots  *x509.CertPool
	dialer net.Dialer
}

// StartLocal starts a Server of its own.
func StartLocal(config Config) (*Local, error) {
	s, err := New(config)
	if err != nil {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // a system without roots: all that can be trusted is here
	}
	roots.AddCert(s.CA().certificate)
	if err := s.Start(""); err != nil {
		return nil, err
	}
	return &Local{server: s, roots: roots}, nil
}

// DialContext connects to the embedded server if addr's host is a name, and to
// addr itself if that is an IP address or localhost. It suits
// websocket.DialOptions; whether the client then speaks TLS is its own choice.
func (l *Local) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("devserver: the address to dial: %w", err)
	}
	if !asWritten(host) {
		network, addr = "tcp", l.server.Addr().String()
	}
	return l.dialer.DialContext(ctx, network, addr)
}

// asWritten reports whether host stands for itself.
func asWritten(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || host == "" || strings.EqualFold(strings.TrimSuffix(host, "."), "localhost")
}

// TLSConfig is a new configuration for clients. It trusts the system's roots and
// the embedded server's authority.
func (l *Local) TLSConfig() *tls.Config { return &tls.Config{RootCAs: l.roots.Clone()} }

// Server is the embedded server.
func (l *Local) Server() *Server { return l.server }

// Close closes the embedded server.
func (l *Local) Close() error { return l.server.Close() }
