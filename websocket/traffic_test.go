package websocket

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// wire passes connections on to an address and counts the bytes.
type wire struct {
	addr               string
	toServer, toClient atomic.Int64
}

// newWire passes on to the address to.
func newWire(t *testing.T, to string) *wire {
	w := &wire{}
	w.addr = serveOnce(t, func(nc net.Conn) {
		up, err := net.Dial("tcp", to)
		if err != nil {
			t.Error(err)
			return
		}
		relay(metered{nc, &w.toServer}, metered{up, &w.toClient})
	})
	return w
}

// metered counts what is read.
type metered struct {
	net.Conn
	read *atomic.Int64
}

func (c metered) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// echoServer is a server that has TLS if roots are asked for, on a listener that listen makes.
func echoServer(t *testing.T, listen func(net.Listener) net.Listener, secure bool, conns chan<- *Conn) (addr string, roots *x509.CertPool) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		c.Start(newEchoHandler())
		conns <- c
	}))
	s.Config.ErrorLog = quiet
	s.Listener = listen(s.Listener)
	roots = x509.NewCertPool()
	if secure {
		s.StartTLS()
		roots.AddCert(s.Certificate())
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	return s.Listener.Addr().String(), roots
}

// trafficIs compares what was counted with what has passed.
func trafficIs(t *testing.T, who string, c *Conn, received, sent int64) {
	t.Helper()
	awaitSent(c)
	if r, s := c.Traffic(); r != received || s != sent {
		t.Errorf("%s counts %d bytes received and %d sent, where %d and %d passed", who, r, s, received, sent)
	}
}

func itself(l net.Listener) net.Listener { return l }

// dialHidden dials TCP and hides what it is.
func dialHidden(ctx context.Context, network, addr string) (net.Conn, error) {
	nc, err := new(net.Dialer).DialContext(ctx, network, addr)
	return struct{ net.Conn }{nc}, err
}

// dialHeld dials TCP for a parkedTransport.
func dialHeld(ctx context.Context, network, addr string) (net.Conn, error) {
	nc, err := new(net.Dialer).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return heldConn{nc.(*net.TCPConn)}, nil
}

func TestTrafficIsWhatPasses(t *testing.T) {
	messages := []string{"", "x", strings.Repeat("x", 1000), strings.Repeat("x", 3<<20), "last"}
	tests := []struct {
		name  string
		url   string
		proxy string // the scheme of one
		dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	}{
		{name: "ws", url: "ws://example.com/"},
		{name: "wss", url: "wss://example.com/"},
		{name: "ws, parked", url: "ws://example.com/", dial: dialHeld},
		{name: "wss, parked", url: "wss://example.com/", dial: dialHeld},
		{name: "ws on no socket", url: "ws://example.com/", dial: dialHidden},
		{name: "wss on no socket", url: "wss://example.com/", dial: dialHidden},
		{name: "ws through http", url: "ws://example.com/", proxy: "http"},
		{name: "wss through http", url: "wss://example.com/", proxy: "http"},
		{name: "ws through https", url: "ws://example.com/", proxy: "https"},
		{name: "wss through https", url: "wss://example.com/", proxy: "https"},
		{name: "ws through socks5", url: "ws://example.com/", proxy: "socks5"},
		{name: "wss through socks5", url: "wss://example.com/", proxy: "socks5"},
	}
	for _, tt := range tests {
		for _, blocking := range []bool{false, true} {
			name := tt.name
			if blocking {
				name += ", blocking"
			}
			t.Run(name, func(t *testing.T) {
				conns := make(chan *Conn, 1)
				addr, roots := echoServer(t, NewListener, strings.HasPrefix(tt.url, "wss"), conns)
				upstream := newWire(t, addr)
				first := upstream
				certificates := tlsCertificates(t) // the server's, too
				leaf, err := x509.ParseCertificate(certificates[0].Certificate[0])
				if err != nil {
					t.Fatal(err)
				}
				roots.AddCert(leaf)
				opts := &DialOptions{DialContext: tt.dial, TLS: &tls.Config{RootCAs: roots, ServerName: "example.com"}}
				url := tt.url
				switch tt.proxy {
				case "":
					url = strings.Replace(url, "example.com", first.addr, 1)
				case "http":
					first = newWire(t, newConnectProxy(t, listenLocal(t), upstream.addr, established).addr)
				case "https":
					l := tls.NewListener(listenLocal(t), &tls.Config{Certificates: certificates})
					first = newWire(t, newConnectProxy(t, l, upstream.addr, established).addr)
				case "socks5":
					proxy, _ := socksProxy(t, upstream.addr, "")
					first = newWire(t, proxy)
				}
				if tt.proxy != "" {
					opts.Proxy = fixedProxy(tt.proxy + "://" + first.addr)
				}
				c, err := Dial(t.Context(), url, opts)
				if err != nil {
					t.Fatal(err)
				}
				echoAll(t, c, messages, blocking)
				trafficIs(t, "the client", c, first.toClient.Load(), first.toServer.Load())
				s := <-conns
				trafficIs(t, "the server", s, upstream.toServer.Load(), upstream.toClient.Load())
				c.CloseNow()
				if blocking {
					c.Read(t.Context())
				}
			})
		}
	}
}

// echoAll sends messages, and returns when all have come back.
func echoAll(t *testing.T, c *Conn, messages []string, blocking bool) {
	t.Helper()
	if !blocking {
		r := newRecorder()
		c.Start(r)
		for _, m := range messages {
			if err := c.SendText(m); err != nil {
				t.Fatal(err)
			}
		}
		r.await(t, len(messages))
		return
	}
	for _, m := range messages {
		if err := c.Write(t.Context(), Text, []byte(m)); err != nil {
			t.Fatal(err)
		}
		if _, p, err := c.Read(t.Context()); err != nil || string(p) != m {
			t.Fatalf("got %d bytes of %d back, %v", len(p), len(m), err)
		}
	}
}

// What came behind the response counts once.
func TestTrafficOfEarlyBytes(t *testing.T) {
	for _, hide := range []bool{false, true} {
		frames := bytes.Repeat(server.frame(textFrame, "early"), 3)
		answer := switching() + string(frames)
		requests := make(chan string, 1)
		addr := rawServer(t, func(r *rawRequest) string {
			requests <- r.raw
			return answer
		})
		opts := &DialOptions{}
		if hide {
			opts.DialContext = dialHidden
		}
		c, err := Dial(t.Context(), "ws://"+addr, opts)
		if err != nil {
			t.Fatal(err)
		}
		r := newRecorder()
		c.Start(r)
		r.await(t, 3)
		key := len(acceptValue("")) - len("{accept}")
		trafficIs(t, "the client", c, int64(len(answer)+key), int64(len(<-requests)))
		c.CloseNow()
		r.awaitClose(t)
	}
}

// Without NewListener a server counts from the frames on, above a listener's TLS.
func TestTrafficOfAServer(t *testing.T) {
	for _, secure := range []bool{false, true} {
		conns := make(chan *Conn, 1)
		addr, roots := echoServer(t, itself, secure, conns)
		url := "ws://" + addr
		if secure {
			url = "wss://" + addr
		}
		c, err := Dial(t.Context(), url, &DialOptions{TLS: &tls.Config{RootCAs: roots}})
		if err != nil {
			t.Fatal(err)
		}
		echoAll(t, c, []string{"hello"}, true)
		trafficIs(t, "the server", <-conns, 2+4+5, 2+5)
		c.CloseNow()
		c.Read(t.Context())
	}
}

// What was read with the request belongs to the frames.
func TestTrafficOfEarlyBytesAtAServer(t *testing.T) {
	for _, p := range pairs[:3] {
		a, b := p.connect(t)
		early := client.frame(textFrame, "early")
		c := newConn(connParams{role: server, netConn: a, owned: true, early: early})
		r := newRecorder()
		c.Start(r)
		go b.Write(client.frame(textFrame, "later"))
		r.await(t, 2)
		trafficIs(t, p.name, c, int64(2*len(early)), 0)
		b.Close()
		r.awaitClose(t)
	}
}

// The end of a connection counts as well.
func TestTrafficOfAClosingHandshake(t *testing.T) {
	for _, p := range pairs {
		if p.name == "tls" {
			continue // its records have no size that is known here
		}
		t.Run(p.name, func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{})
			rc, rs := newRecorder(), newRecorder()
			c.Start(rc)
			s.Start(rs)
			c.Close(StatusNormalClosure, "bye")
			rc.awaitClose(t)
			rs.awaitClose(t)
			trafficIs(t, "the client", c, 2+2+3, 2+4+2+3)
			trafficIs(t, "the server", s, 2+4+2+3, 2+2+3)
		})
	}
}
