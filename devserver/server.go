package devserver

import (
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/unisocket/uni/websocket"
)

const (
	// closeGrace is how long Close waits for clients to answer its close frame.
	closeGrace  = time.Second
	closeReason = "the server is closing"

	// requestWait bounds the header of a request and the TLS handshake before it.
	requestWait = time.Minute
)

// Config are the choices of a Server. The zero value is a silent server with an
// authority of its own.
type Config struct {
	// CA makes the certificates of wss; nil means a new one.
	CA *CA

	// NoCompression declines permessage-deflate on all paths. The scenario
	// endpoints always decline it.
	NoCompression bool

	// Log, where not nil, is told what happens. It is called from many
	// goroutines at once, delays the connection that it is told of, and must
	// not call Close.
	Log func(Event)
}

// Server answers WebSocket connections as its endpoints say. Start and Serve
// give it ports; it is an http.Handler, too, for a server that exists already.
type Server struct {
	config Config
	http   http.Server

	ctx      context.Context // ends when Close is called
	cancel   context.CancelFunc
	handlers sync.WaitGroup // requests in progress
	sessions sync.WaitGroup // one for each of live
	serving  sync.WaitGroup // one for each of ports
	closed   chan struct{}  // closed when Close is done

	mu      sync.Mutex
	closing bool // nothing joins the above any more
	ports   []*port
	live    map[*websocket.Conn]struct{}
}

// New makes a Server, which does not listen yet.
func New(config Config) (*Server, error) {
	if config.CA == nil {
		ca, err := NewCA()
		if err != nil {
			return nil, err
		}
		config.CA = ca
	}
	s := &Server{
		config: config,
		closed: make(chan struct{}),
		live:   map[*websocket.Conn]struct{}{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.http = http.Server{
		Handler:           s,
		TLSConfig:         &tls.Config{GetCertificate: config.CA.forClient},
		ReadHeaderTimeout: requestWait,
		ErrorLog:          log.New(problems{s}, "", 0),
		Protocols:         new(http.Protocols),
	}
	// A handshake needs HTTP/1.1: a client that is offered HTTP/2 too may take it.
	s.http.Protocols.SetHTTP1(true)
	return s, nil
}

// CA is what makes the server's certificates.
func (s *Server) CA() *CA { return s.config.CA }

// Start listens at a TCP address and serves it in the background. Without a
// host, as in "" or ":8080", that is 127.0.0.1; port 0 or none is any free one.
// Other machines reach the server only if addr names an address that they
// reach, such as "0.0.0.0:8080". Several ports may be started.
func (s *Server) Start(addr string) error {
	host, number := "", "0"
	if addr != "" {
		var err error
		if host, number, err = net.SplitHostPort(addr); err != nil {
			return fmt.Errorf("devserver: the address to listen at: %w", err)
		}
	}
	if host == "" {
		host = "127.0.0.1"
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, number))
	if err != nil {
		return fmt.Errorf("devserver: %w", err)
	}
	p, err := s.open(l)
	if err != nil {
		return fmt.Errorf("devserver: starting at %s: %w", addr, err)
	}
	go s.serve(p)
	return nil
}

// Serve answers the connections of l until Close is called, whereupon it returns
// http.ErrServerClosed, or l fails. It closes l.
func (s *Server) Serve(l net.Listener) error {
	p, err := s.open(l)
	if err != nil {
		return err
	}
	return s.serve(p)
}

// open makes l one of the server's ports.
func (s *Server) open(l net.Listener) (*port, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		l.Close()
		return nil, http.ErrServerClosed
	}
	p := newPort(l)
	s.ports = append(s.ports, p)
	s.serving.Add(1)
	return p, nil
}

func (s *Server) serve(p *port) error {
	defer s.serving.Done()
	var halves sync.WaitGroup
	halves.Go(p.accept)
	// What TLS runs on has to be the engine's, so that idle connections park.
	halves.Go(func() { s.http.ServeTLS(websocket.NewListener(p.secure), "", "") })
	err := s.http.Serve(p.plain)
	halves.Wait()
	if s.ctx.Err() != nil {
		return http.ErrServerClosed
	}
	return err
}

// Addr is the address of the first port, or nil before there is one.
func (s *Server) Addr() net.Addr {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.ports) == 0 {
		return nil
	}
	return s.ports[0].listener.Addr()
}

// URL is "ws://HOST:PORT" of the first port, to which a path is added; "" before
// there is one. Where the server listens on all addresses, HOST is loopback.
func (s *Server) URL() string { return s.url("ws") }

// SecureURL is URL for wss.
func (s *Server) SecureURL() string { return s.url("wss") }

func (s *Server) url(scheme string) string {
	addr := s.Addr()
	if addr == nil {
		return ""
	}
	host := addr.String()
	if ap, err := netip.ParseAddrPort(host); err == nil && ap.Addr().IsUnspecified() {
		loopback := netip.AddrFrom4([4]byte{127, 0, 0, 1})
		host = netip.AddrPortFrom(loopback, ap.Port()).String()
	}
	return scheme + "://" + host
}

// Close ends the server and waits until everything has ended: clients are told
// 1001 and get a second to answer, and whatever is still there then is cut. It
// always returns nil.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closing {
		s.mu.Unlock()
		<-s.closed
		return nil
	}
	s.closing = true
	ports := s.ports
	live := make([]*websocket.Conn, 0, len(s.live))
	for c := range s.live {
		live = append(live, c)
	}
	s.mu.Unlock()

	defer close(s.closed)
	s.cancel()
	for _, p := range ports {
		p.stop()
	}
	for _, c := range live {
		c.Close(websocket.StatusGoingAway, closeReason)
	}
	late := time.AfterFunc(closeGrace, func() {
		for _, c := range live {
			c.CloseNow()
		}
		for _, p := range ports {
			p.cut()
		}
	})
	s.sessions.Wait()
	s.handlers.Wait()
	late.Stop()

	s.http.Close()
	s.serving.Wait()
	for _, p := range ports {
		p.cut()
	}
	return nil
}

// enter admits a request, and reports whether it did.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.handlers.Add(1)
	return true
}

// join makes c known to Close, unless that was called.
func (s *Server) join(c *websocket.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.live[c] = struct{}{}
	s.sessions.Add(1)
	return true
}

func (s *Server) leave(c *websocket.Conn) {
	s.mu.Lock()
	delete(s.live, c)
	closing := s.closing
	s.mu.Unlock()
	if closing {
		c.CloseNow() // rather than wait for the client to end TCP
	}
	s.sessions.Done()
}
