package websocket

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http/httptrace"
	"sync"
	"time"
)

// link is the way to a target while the handshake lasts. From the moment there
// is a TCP connection, the end of the context closes it, which ends whatever
// waits for it in the layers above.
type link struct {
	opts   *DialOptions
	target *target
	times  stopwatch

	tcp  *underConn  // over that of net.Dialer or DialOptions.DialContext; nil until dialed
	stop func() bool // takes tcp from the context's reach
}

// connect returns the connection that the request goes to: TCP, perhaps through
// a proxy, and TLS over that for wss.
func (l *link) connect(ctx context.Context) (net.Conn, error) {
	proxy, err := l.proxy()
	if err != nil {
		return nil, err
	}
	var nc net.Conn
	if proxy == nil {
		nc, err = l.dialTCP(ctx, l.target.address())
	} else {
		nc, err = l.tunnel(ctx, proxy)
	}
	if err != nil || !l.target.secure() {
		return nc, err
	}
	l.times.note(&l.times.t.TLSStart)
	nc, err = l.startTLS(ctx, nc, l.tlsConfig(l.target.serverName()))
	if err != nil {
		return nil, fmt.Errorf("TLS with %s: %w", l.target.host, err)
	}
	l.times.note(&l.times.t.TLSDone)
	return nc, nil
}

func (l *link) dialTCP(ctx context.Context, addr string) (net.Conn, error) {
	dial := l.opts.DialContext
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	called := time.Now()
	nc, err := dial(l.times.watch(ctx), "tcp", addr)
	if err != nil {
		return nil, err
	}
	l.tcp = underTLS(nc)
	l.stop = context.AfterFunc(ctx, func() { nc.Close() })
	l.times.connected(called)
	if tcp, ok := nc.(interface{ SetNoDelay(bool) error }); ok {
		if err := tcp.SetNoDelay(!l.opts.NagleDelay); err != nil {
			return nil, err
		}
	}
	return l.tcp, nil
}

// release ends the context's hold on the connection and tells whether it is
// still whole.
func (l *link) release() bool { return l.stop == nil || l.stop() }

// close gives up the connection without a word to the other side, which would
// have to be waited for.
func (l *link) close() {
	if l.tcp != nil {
		l.tcp.Close()
	}
}

// startTLS performs a TLS handshake over nc.
func (l *link) startTLS(ctx context.Context, nc net.Conn, config *tls.Config) (net.Conn, error) {
	c := tls.Client(nc, config)
	if err := c.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// tlsConfig is the caller's configuration for a server of this name. HTTP/2
// would leave no Upgrade, so HTTP/1.1 is all that is offered.
func (l *link) tlsConfig(serverName string) *tls.Config {
	config := &tls.Config{}
	if l.opts.TLS != nil {
		config = l.opts.TLS.Clone()
	}
	if config.ServerName == "" {
		config.ServerName = serverName
	}
	if config.MinVersion == 0 {
		config.MinVersion = tls.VersionTLS12
	}
	config.NextProtos = []string{"http/1.1"}
	return config
}

// stopwatch fills a Timing. It has a lock because the net package dials several
// addresses at once and may report from one that lost the race.
type stopwatch struct {
	mu sync.Mutex
	t  Timing
}

// note sets a field of t to now, unless it was set before.
func (s *stopwatch) note(field *time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if field.IsZero() {
		*field = time.Now()
	}
}

// watch has the net package report the steps of a dial.
func (s *stopwatch) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart:     func(httptrace.DNSStartInfo) { s.note(&s.t.DNSStart) },
		DNSDone:      func(httptrace.DNSDoneInfo) { s.note(&s.t.DNSDone) },
		ConnectStart: func(string, string) { s.note(&s.t.ConnectStart) },
	})
}

// connected notes the end of a dial that was begun at called, the time to fall
// back on where a dialer reports nothing.
func (s *stopwatch) connected(called time.Time) {
	s.note(&s.t.ConnectDone)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.t.ConnectStart.IsZero() {
		s.t.ConnectStart = called
	}
}

func (s *stopwatch) snapshot() Timing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.t
}
