package websocket

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDialSendsTheRequest(t *testing.T) {
	jar, _ := cookiejar.New(nil)
	tests := []struct {
		name string
		user string
		path string
		opts *DialOptions
		want []string // lines besides those of every handshake, in order
	}{
		{name: "with nothing more than is needed", want: []string{"GET / HTTP/1.1"}},
		{name: "with a query", path: "/a b?c=d e", want: []string{"GET /a%20b?c=d%20e HTTP/1.1"}},
		{name: "with names spelled as given", opts: &DialOptions{Header: http.Header{"x-lower": {"1", "2"}, "X-UPPER": {"值"}}},
			want: []string{"GET / HTTP/1.1", "X-UPPER: 值", "x-lower: 1", "x-lower: 2"}},
		{name: "with another Host", opts: &DialOptions{Header: http.Header{"host": {"example.test:81"}}},
			want: []string{"GET / HTTP/1.1", "Host: example.test:81"}},
		{name: "with subprotocols and compression", opts: &DialOptions{Subprotocols: []string{"b", "a"}, Compression: &Compression{ClientMaxWindowBits: 15}},
			want: []string{"GET / HTTP/1.1", "Sec-WebSocket-Protocol: b, a", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"}},
		{name: "with POST, which announces that no body comes", opts: &DialOptions{Method: "POST"},
			want: []string{"POST / HTTP/1.1", "Content-Length: 0"}},
		{name: "with CONNECT, to the path all the same", path: "/a", opts: &DialOptions{Method: "CONNECT"},
			want: []string{"CONNECT /a HTTP/1.1"}},
		{name: "with a method of the caller's invention", opts: &DialOptions{Method: "Ask"},
			want: []string{"Ask / HTTP/1.1"}},
		{name: "with the URL's user", user: "user:pass@", want: []string{"GET / HTTP/1.1", "Authorization: Basic dXNlcjpwYXNz"}},
		{name: "with the caller's authorization rather than the URL's", user: "user:pass@",
			opts: &DialOptions{Header: http.Header{"authorization": {"Bearer x"}}},
			want: []string{"GET / HTTP/1.1", "authorization: Bearer x"}},
		{name: "with the caller's cookies and the jar's in one field", path: "/jar",
			opts: &DialOptions{Jar: jar, Header: http.Header{"cookie": {"a=1"}}},
			want: []string{"GET /jar HTTP/1.1", "Cookie: a=1; b=2; c=3"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := make(chan *rawRequest, 1)
			addr := rawServer(t, func(r *rawRequest) string { got <- r; return switching() })
			jar.SetCookies(&url.URL{Scheme: "http", Host: addr, Path: "/jar"}, []*http.Cookie{{Name: "b", Value: "2"}, {Name: "c", Value: "3"}})
			mustDial(t, "ws://"+tt.user+addr+tt.path, tt.opts)

			r := <-got
			always := map[string]bool{
				"Host: " + addr: true, "Upgrade: websocket": true, "Connection: Upgrade": true,
				"Sec-WebSocket-Version: 13": true, "Sec-WebSocket-Key: " + r.Header.Get("Sec-Websocket-Key"): true,
			}
			var lines []string
			for line := range strings.SplitSeq(strings.TrimSuffix(r.raw, "\r\n\r\n"), "\r\n") {
				if always[line] {
					delete(always, line)
				} else {
					lines = append(lines, line)
				}
			}
			if diff := cmp.Diff(tt.want, lines); diff != "" {
				t.Errorf("the request is\n%s\nwhich differs:\n%s", r.raw, diff)
			}
			delete(always, "Host: "+addr) // given otherwise in one case
			if len(always) > 0 {
				t.Errorf("the request is\n%s\nand lacks %v", r.raw, always)
			}
			if key := r.Header.Get("Sec-Websocket-Key"); !validKey(key) {
				t.Errorf("the key is %q", key)
			}
		})
	}
}

func TestDialRefusesBeforeDialing(t *testing.T) {
	tests := []struct {
		name string
		url  string
		opts DialOptions
		want string
	}{
		{"a scheme", "http://127.0.0.1/", DialOptions{}, "use ws or wss"},
		{"a fragment", "ws://127.0.0.1/#top", DialOptions{}, "fragment"},
		{"CR and LF in a value", "", DialOptions{Header: http.Header{"X-A": {"b\r\nX-Evil: c"}}}, "X-A"},
		{"a name that is no token", "", DialOptions{Header: http.Header{"X A": {"b"}}}, `"X A"`},
		{"a field of the handshake", "", DialOptions{Header: http.Header{"sec-websocket-protocol": {"b"}}}, "sec-websocket-protocol"},
		{"two hosts", "", DialOptions{Header: http.Header{"Host": {"a", "b"}}}, "Host"},
		{"a host that is none", "", DialOptions{Header: http.Header{"Host": {"a b"}}}, "Host"},
		{"an empty host", "", DialOptions{Header: http.Header{"Host": {""}}}, "Host"},
		{"a subprotocol that is no token", "", DialOptions{Subprotocols: []string{"a b"}}, `"a b"`},
		{"a subprotocol twice", "", DialOptions{Subprotocols: []string{"a", "a"}}, "twice"},
		{"a method that is no token", "", DialOptions{Method: "GET /"}, "method"},
		{"a window that is none", "", DialOptions{Compression: &Compression{ServerMaxWindowBits: 3}}, "window"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.url == "" {
				tt.url = "ws://127.0.0.1/"
			}
			tt.opts.DialContext = func(context.Context, string, string) (net.Conn, error) {
				t.Error("it was dialed all the same")
				return nil, io.EOF
			}
			if _, err := Dial(context.Background(), tt.url, &tt.opts); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestDialReturnsWhatWasAgreed(t *testing.T) {
	addr := answering(t, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"+
		switching("sec-websocket-protocol: b", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9", "X-Answer: yes")+
		"\x81\x02hi")
	p := mustDial(t, "ws://"+addr+"/", &DialOptions{
		Subprotocols: []string{"a", "b"}, Compression: &Compression{}, RequireSubprotocol: true,
		Options: Options{CloseTimeout: time.Minute},
	})
	if p.role != client || p.subprotocol != "b" || p.header.Get("X-Answer") != "yes" || p.options.CloseTimeout != time.Minute {
		t.Errorf("the parameters are %+v", p)
	}
	if diff := cmp.Diff(plain(func(d *deflateParams) { d.serverBits = 9 }), p.deflate, cmp.AllowUnexported(deflateParams{})); diff != "" {
		t.Error(diff)
	}
	// The frame may have come with the response or behind it.
	frame := append([]byte(nil), p.early...)
	rest := make([]byte, 4-len(frame))
	if _, err := io.ReadFull(p.netConn, rest); err != nil {
		t.Fatal(err)
	}
	if got := string(append(frame, rest...)); got != "\x81\x02hi" {
		t.Errorf("behind the response came %q", got)
	}
}

func TestDialAcceptsNoSubprotocolUnlessRequired(t *testing.T) {
	p := mustDial(t, "ws://"+answering(t, switching()), &DialOptions{Subprotocols: []string{"a"}})
	if p.subprotocol != "" {
		t.Errorf("the subprotocol is %q", p.subprotocol)
	}
}

func TestDialKeepsCookies(t *testing.T) {
	for name, answer := range map[string]string{
		"of an opened connection": switching("Set-Cookie: session=1; HttpOnly"),
		"of a refused one":        "HTTP/1.1 403 Forbidden\r\nSet-Cookie: session=1\r\nContent-Length: 0\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			jar, _ := cookiejar.New(nil)
			addr := answering(t, answer)
			if p, err := dial(context.Background(), "ws://"+addr, &DialOptions{Jar: jar}); err == nil {
				p.netConn.Close()
			}
			cookies := jar.Cookies(&url.URL{Scheme: "http", Host: addr})
			if len(cookies) != 1 || cookies[0].Name != "session" {
				t.Errorf("the jar has %v", cookies)
			}
		})
	}
}

func TestDialTimesItsSteps(t *testing.T) {
	p := mustDial(t, "ws://"+answering(t, switching()), nil)
	steps := []time.Time{p.timing.Start, p.timing.ConnectStart, p.timing.ConnectDone, p.timing.RequestSent, p.timing.Done}
	for i, step := range steps {
		if step.IsZero() || i > 0 && step.Before(steps[i-1]) {
			t.Errorf("step %d is out of order in %+v", i, p.timing)
		}
	}
	for _, step := range []time.Time{p.timing.DNSStart, p.timing.DNSDone, p.timing.TLSStart, p.timing.TLSDone} {
		if !step.IsZero() {
			t.Errorf("a step that did not take place has a time: %+v", p.timing)
		}
	}
}

func TestDialTimesTheNameLookup(t *testing.T) {
	addr := answering(t, switching())
	p := mustDial(t, "ws://example.test", &DialOptions{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		trace := httptrace.ContextClientTrace(ctx)
		trace.DNSStart(httptrace.DNSStartInfo{Host: "example.test"})
		trace.DNSDone(httptrace.DNSDoneInfo{})
		return new(net.Dialer).DialContext(ctx, network, addr)
	}})
	if p.timing.DNSStart.IsZero() || p.timing.DNSDone.Before(p.timing.DNSStart) || p.timing.ConnectStart.Before(p.timing.DNSDone) {
		t.Errorf("the steps are out of order in %+v", p.timing)
	}
}

// tlsServer is a server of wss with httptest's certificate for example.com and
// 127.0.0.1, and the roots to verify it with.
func tlsServer(t *testing.T, config *tls.Config, h http.HandlerFunc) (addr string, roots *x509.CertPool) {
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = config == nil
	s.TLS = config
	s.Config.ErrorLog = quiet
	s.StartTLS()
	t.Cleanup(s.Close)
	roots = x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s.Listener.Addr().String(), roots
}

func TestDialWSS(t *testing.T) {
	addr, roots := tlsServer(t, nil, func(w http.ResponseWriter, r *http.Request) {
		if p, err := accept(w, r, nil); err != nil {
			t.Error(err)
		} else {
			io.Copy(p.netConn, p.netConn)
			p.netConn.Close()
		}
	})
	p := mustDial(t, "wss://"+addr+"/", &DialOptions{TLS: &tls.Config{RootCAs: roots}})
	if _, err := io.WriteString(p.netConn, "echo"); err != nil {
		t.Fatal(err)
	}
	echo := make([]byte, 4)
	if _, err := io.ReadFull(p.netConn, echo); err != nil || string(echo) != "echo" {
		t.Errorf("the echo is %q, %v", echo, err)
	}
	if p.timing.TLSStart.IsZero() || p.timing.TLSDone.Before(p.timing.TLSStart) || p.timing.RequestSent.Before(p.timing.TLSDone) {
		t.Errorf("TLS is out of order in %+v", p.timing)
	}
}

func TestDialVerifiesTheCertificate(t *testing.T) {
	addr, roots := tlsServer(t, nil, func(w http.ResponseWriter, r *http.Request) { t.Error("a request came through") })
	tests := []struct {
		name   string
		config *tls.Config
		want   string
	}{
		{"of an unknown authority", nil, "127.0.0.1"},
		{"for another name", &tls.Config{RootCAs: roots, ServerName: "example.org"}, "example.org"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Dial(context.Background(), "wss://"+addr, &DialOptions{TLS: tt.config})
			if _, ok := verification(err); !ok || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestDialSendsTheClientCertificate(t *testing.T) {
	addr, roots := tlsServer(t, &tls.Config{ClientAuth: tls.RequireAnyClientCert}, func(w http.ResponseWriter, r *http.Request) {
		if p, err := accept(w, r, nil); err == nil {
			p.netConn.Close()
		}
	})
	if _, err := dial(context.Background(), "wss://"+addr, &DialOptions{TLS: &tls.Config{RootCAs: roots}}); err == nil {
		t.Error("without a certificate the handshake succeeds")
	}
	mustDial(t, "wss://"+addr, &DialOptions{TLS: &tls.Config{RootCAs: roots, Certificates: tlsCertificates(t)}})
}

func TestDialLeavesTheCallersConfiguration(t *testing.T) {
	addr, roots := tlsServer(t, nil, func(w http.ResponseWriter, r *http.Request) {
		if p, err := accept(w, r, nil); err == nil {
			p.netConn.Close()
		}
	})
	config := &tls.Config{RootCAs: roots, NextProtos: []string{"h2"}}
	mustDial(t, "wss://"+addr, &DialOptions{TLS: config})
	if config.ServerName != "" || config.MinVersion != 0 || len(config.NextProtos) != 1 || config.NextProtos[0] != "h2" {
		t.Error("the caller's tls.Config was changed")
	}
}

func TestDialSetsNoDelay(t *testing.T) {
	for _, nagle := range []bool{false, true} {
		conn := &noDelayConn{}
		addr := answering(t, switching())
		mustDial(t, "ws://"+addr, &DialOptions{NagleDelay: nagle, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			nc, err := new(net.Dialer).DialContext(ctx, network, addr)
			conn.Conn = nc
			return conn, err
		}})
		if diff := cmp.Diff([]bool{!nagle}, conn.noDelay); diff != "" {
			t.Errorf("NagleDelay %v: SetNoDelay was called with\n%s", nagle, diff)
		}
	}
}

type noDelayConn struct {
	net.Conn
	noDelay []bool
}

func (c *noDelayConn) SetNoDelay(on bool) error {
	c.noDelay = append(c.noDelay, on)
	return nil
}

// tlsCertificates are those of a tlsServer.
func tlsCertificates(t *testing.T) []tls.Certificate {
	s := httptest.NewUnstartedServer(nil)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.TLS.Certificates
}
