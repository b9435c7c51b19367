package websocket

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// quiet keeps a server's complaints about our bad clients off the screen.
var quiet = log.New(io.Discard, "", 0)

func verification(err error) (*tls.CertificateVerificationError, bool) {
	var v *tls.CertificateVerificationError
	return v, errors.As(err, &v)
}

func TestDialRefusesTheAnswer(t *testing.T) {
	replace := func(old, new string) string { return strings.Replace(switching(), old, new, 1) }
	tests := []struct {
		name   string
		answer string
		status int
		want   string // in the error
	}{
		{"that is not HTTP", "SSH-2.0-OpenSSH_9.9\r\n\r\n", 0, "no HTTP response"},
		{"that is binary", "\x15\x03\x01\x00\x02\x02\x46\r\n\r\n", 0, "no HTTP response"},
		{"that has a broken header", "HTTP/1.1 101 Switching Protocols\r\nUpgrade websocket\r\n\r\n", 0, "malformed"},
		{"of HTTP/1.0", replace("HTTP/1.1", "HTTP/1.0"), 101, "HTTP/1.0"},
		{"without end of interim responses", strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 50), 0, "interim"},
		{"200", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, `"200 OK"`},
		{"without Upgrade", replace("Upgrade: websocket\r\n", ""), 101, "Upgrade"},
		{"with another upgrade", replace("websocket", "h2c"), 101, "Upgrade"},
		{"without Connection", replace("Connection: Upgrade\r\n", ""), 101, "Connection"},
		{"with another Connection", replace("Connection: Upgrade", "Connection: keep-alive"), 101, "Connection"},
		{"without an accept value", replace("Sec-WebSocket-Accept: {accept}\r\n", ""), 101, "0 Sec-WebSocket-Accept"},
		{"with a wrong accept value", replace("{accept}", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), 101, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
		{"with two accept values", switching("Sec-WebSocket-Accept: {accept}"), 101, "2 Sec-WebSocket-Accept"},
		{"with an accept value in a list", replace("{accept}", "{accept}, {accept}"), 101, "Sec-WebSocket-Accept"},
		{"with a subprotocol not offered", switching("Sec-WebSocket-Protocol: c"), 101, `"c"`},
		{"with a subprotocol in other letters", switching("Sec-WebSocket-Protocol: A"), 101, `"A"`},
		{"with a list of subprotocols", switching("Sec-WebSocket-Protocol: a, b"), 101, `"a, b"`},
		{"with two subprotocols", switching("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: b"), 101, "several"},
		{"with an empty subprotocol", switching("Sec-WebSocket-Protocol:"), 101, `""`},
		{"without a subprotocol where one is required", switching(), 101, "none of the subprotocols"},
		{"with an extension not offered", switching("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Extensions: permessage-deflate"), 101, "not offered"},
		{"with extensions outside the grammar", switching("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Extensions: ;;"), 101, "Sec-WebSocket-Extensions"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			addr := answering(t, tt.answer)
			_, err := Dial(context.Background(), "ws://user:secret@"+addr+"/path?token=secret",
				&DialOptions{Subprotocols: []string{"a", "b"}, RequireSubprotocol: true})
			var failed *HandshakeError
			if !errors.As(err, &failed) {
				t.Fatalf("the error is %v, no HandshakeError", err)
			}
			if failed.StatusCode != tt.status || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the status is %d, want %d; the error %q, want %q in it", failed.StatusCode, tt.status, err, tt.want)
			}
			if !strings.Contains(err.Error(), "ws://"+addr+"/path") || strings.Contains(err.Error(), "secret") {
				t.Errorf("the error names the URL wrongly: %v", err)
			}
		})
	}
}

func TestHandshakeErrorHasTheResponse(t *testing.T) {
	const refusal = "HTTP/1.1 403 Not Today\r\nX-Why: because\r\n"
	long := strings.Repeat("long ", 1000)
	tests := []struct{ name, answer, body string }{
		{"with a body", refusal + "Content-Length: 6\r\n\r\nno way", "no way"},
		{"with a body in chunks", refusal + "Transfer-Encoding: chunked\r\n\r\n3\r\nno \r\n3\r\nway\r\n0\r\n\r\n", "no way"},
		{"with the beginning of a long body", refusal + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(long)) + long, long[:1024]},
		{"with what came of a body that stalls", refusal + "Content-Length: 100\r\n\r\nno", "no"},
		{"with what came of a body without length", refusal + "\r\nno way", "no way"},
		{"without a body", refusal + "Content-Length: 0\r\n\r\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Dial(context.Background(), "ws://"+answering(t, tt.answer), nil)
			var failed *HandshakeError
			if !errors.As(err, &failed) {
				t.Fatalf("the error is %v, no HandshakeError", err)
			}
			if failed.StatusCode != 403 || failed.Status != "403 Not Today" || failed.Header.Get("X-Why") != "because" || string(failed.Body) != tt.body {
				t.Errorf("the error is %+v", failed)
			}
		})
	}
}

func TestDialLimitsTheHeader(t *testing.T) {
	endless := "HTTP/1.1 101 Switching Protocols\r\nX: " + strings.Repeat("a", 1<<20)
	many := "HTTP/1.1 101 Switching Protocols\r\n" + strings.Repeat("X: a\r\n", 1<<18)
	for _, answer := range []string{endless, many} {
		_, err := Dial(context.Background(), "ws://"+answering(t, answer), nil)
		if !errors.Is(err, errHeaderTooLong) || !strings.Contains(err.Error(), "MaxHeaderBytes") {
			t.Errorf("the error is %v", err)
		}
	}

	large := switching("X: " + strings.Repeat("a", 2000))
	if _, err := Dial(context.Background(), "ws://"+answering(t, large), &DialOptions{MaxHeaderBytes: 2000}); !errors.Is(err, errHeaderTooLong) {
		t.Errorf("with a limit of 2000 bytes the error is %v", err)
	}
	mustDial(t, "ws://"+answering(t, large+strings.Repeat("\x82\x00", 10000)), &DialOptions{MaxHeaderBytes: 3000})
}

func TestDialToldOfAnEndedConnection(t *testing.T) {
	for _, answer := range []string{"", "HTTP/1.1 101 Switch", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"} {
		addr := rawServer(t, func(r *rawRequest) string {
			io.WriteString(r.conn, answer)
			r.conn.(*net.TCPConn).CloseWrite()
			return ""
		})
		_, err := Dial(context.Background(), "ws://"+addr, nil)
		var failed *HandshakeError
		if !errors.As(err, &failed) || failed.StatusCode != 0 || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("after %q the error is %v", answer, err)
		}
	}
}

func TestDialNamesWhatItCannotReach(t *testing.T) {
	l := listenLocal(t)
	l.Close()
	_, err := Dial(context.Background(), "ws://"+l.Addr().String()+"/x", nil)
	var op *net.OpError
	if !errors.As(err, &op) || !strings.Contains(err.Error(), "ws://"+l.Addr().String()+"/x") {
		t.Errorf("the error is %v", err)
	}
}

// stalls are the places where a server, or what is between, may fall silent. Each
// has Dial wait and calls waiting when it does.
var stalls = []struct {
	name string
	dial func(t *testing.T, waiting func()) (url string, opts *DialOptions)
}{
	{"connecting", func(t *testing.T, waiting func()) (string, *DialOptions) {
		return "ws://127.0.0.1/", &DialOptions{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			waiting()
			<-ctx.Done()
			return nil, errors.New("interrupted")
		}}
	}},
	{"TLS", func(t *testing.T, waiting func()) (string, *DialOptions) {
		return "wss://" + silent(t, 1, waiting), nil
	}},
	{"the response", func(t *testing.T, waiting func()) (string, *DialOptions) {
		return "ws://" + rawServer(t, func(*rawRequest) string { waiting(); return "" }), nil
	}},
	{"the rest of the response", func(t *testing.T, waiting func()) (string, *DialOptions) {
		return "ws://" + rawServer(t, func(r *rawRequest) string {
			io.WriteString(r.conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: web")
			waiting()
			return ""
		}), nil
	}},
	{"writing to a reader of nothing", func(t *testing.T, waiting func()) (string, *DialOptions) {
		a, b := net.Pipe()
		t.Cleanup(func() { a.Close(); b.Close() })
		return "ws://127.0.0.1/", &DialOptions{DialContext: func(context.Context, string, string) (net.Conn, error) {
			waiting()
			return a, nil
		}}
	}},
	{"an HTTP proxy", func(t *testing.T, waiting func()) (string, *DialOptions) {
		return "ws://example.test/", &DialOptions{Proxy: fixedProxy("http://" + silent(t, 1, waiting))}
	}},
	{"TLS with a proxy", func(t *testing.T, waiting func()) (string, *DialOptions) {
		return "ws://example.test/", &DialOptions{Proxy: fixedProxy("https://" + silent(t, 1, waiting))}
	}},
	{"a SOCKS5 proxy", func(t *testing.T, waiting func()) (string, *DialOptions) {
		return "ws://example.test/", &DialOptions{Proxy: fixedProxy("socks5://" + silent(t, 1, waiting))}
	}},
}

// silent is a server that reads n bytes, calls waiting, and says nothing until
// the client closes.
func silent(t *testing.T, n int64, waiting func()) string {
	return serveOnce(t, func(nc net.Conn) {
		io.CopyN(io.Discard, nc, n)
		waiting()
		io.Copy(io.Discard, nc)
	})
}

// serveOnce is a server for one connection, which is over when serve returns. The
// test ends after that.
func serveOnce(t *testing.T, serve func(net.Conn)) (addr string) {
	l := listenLocal(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		nc, err := l.Accept()
		if err != nil {
			return
		}
		defer nc.Close()
		serve(nc)
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return l.Addr().String()
}

func TestDialIsCanceledAnywhere(t *testing.T) {
	for _, tt := range stalls {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(context.Background())
			cause := errors.New("changed my mind")
			url, opts := tt.dial(t, func() { cancel(cause) })
			_, err := Dial(ctx, url, opts)
			if !errors.Is(err, context.Canceled) || !errors.Is(err, cause) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestDialTimesOutAnywhere(t *testing.T) {
	for _, tt := range stalls {
		t.Run("HandshakeTimeout/"+tt.name, func(t *testing.T) {
			url, opts := tt.dial(t, func() {})
			if opts == nil {
				opts = &DialOptions{}
			}
			opts.HandshakeTimeout = 20 * time.Millisecond
			if _, err := Dial(context.Background(), url, opts); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "longer than 20ms") {
				t.Errorf("the error is %v", err)
			}
		})
		t.Run("context/"+tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
			defer cancel()
			url, opts := tt.dial(t, func() {})
			if _, err := Dial(ctx, url, opts); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestDialReportsARefusalThoughTheTimeIsUp(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	addr := rawServer(t, func(r *rawRequest) string {
		return "HTTP/1.1 503 Busy\r\nSet-Cookie: a=b\r\nContent-Length: 10\r\n\r\n"
	})
	_, err := Dial(ctx, "ws://"+addr, &DialOptions{HandshakeTimeout: time.Hour, Jar: jarFunc(cancel)})
	var failed *HandshakeError
	if !errors.As(err, &failed) || failed.StatusCode != 503 {
		t.Errorf("the error is %v", err)
	}
}

// jarFunc is a cookie jar that calls a function when it is given cookies: when
// the header of the response has been read.
type jarFunc func()

func (f jarFunc) SetCookies(*url.URL, []*http.Cookie) { f() }
func (f jarFunc) Cookies(*url.URL) []*http.Cookie     { return nil }

func TestDialLeavesTheConnectionAlone(t *testing.T) {
	// After Dial neither the context nor a deadline of the handshake may have
	// an effect.
	ctx, cancel := context.WithCancel(context.Background())
	conn := &deadlineConn{}
	addr := rawServer(t, func(r *rawRequest) string {
		io.WriteString(r.conn, strings.ReplaceAll(switching(), "{accept}", acceptValue(r.Header.Get(fieldKey))))
		b, _ := bufio.NewReader(r.conn).ReadString('\n')
		return b
	})
	p, err := dial(ctx, "ws://"+addr, &DialOptions{HandshakeTimeout: time.Hour, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		nc, err := new(net.Dialer).DialContext(ctx, network, addr)
		conn.Conn = nc
		return conn, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer p.netConn.Close()
	cancel()
	if _, err := io.WriteString(p.netConn, "still there\n"); err != nil {
		t.Error(err)
	}
	if line, err := bufio.NewReader(p.netConn).ReadString('\n'); line != "still there\n" {
		t.Errorf("the echo is %q, %v", line, err)
	}
	if n := len(conn.deadlines); n > 0 && !conn.deadlines[n-1].IsZero() {
		t.Errorf("the deadlines that were set are %v", conn.deadlines)
	}
}

type deadlineConn struct {
	net.Conn
	deadlines []time.Time
}

func (c *deadlineConn) SetDeadline(t time.Time) error {
	c.deadlines = append(c.deadlines, t)
	return c.Conn.SetDeadline(t)
}

func (c *deadlineConn) SetReadDeadline(t time.Time) error {
	c.deadlines = append(c.deadlines, t)
	return c.Conn.SetReadDeadline(t)
}

// FuzzReadResponse holds that a response is accepted only if it answers the key,
// and agrees only to what was offered.
func FuzzReadResponse(f *testing.F) {
	const key = "dGhlIHNhbXBsZSBub25jZQ=="
	answered := func(s string) string { return strings.ReplaceAll(s, "{accept}", acceptValue(key)) }
	for _, seed := range []string{
		answered(switching()),
		answered(switching("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9")) + "\x81\x02hi",
		answered(switching("Sec-WebSocket-Accept: {accept}")),
		switching(),
		"HTTP/1.1 100 Continue\r\n\r\n" + answered(switching("Transfer-Encoding: chunked", "Content-Length: 3")),
		"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 5\r\n\r\nhello",
		"HTTP/1.1 101", "\x00",
	} {
		f.Add(seed)
	}
	target, err := parseTarget("ws://example.test/")
	if err != nil {
		f.Fatal(err)
	}
	q := &request{target: target, method: "GET", key: key, opts: &DialOptions{
		Subprotocols: []string{"a", "b"}, Compression: &Compression{ClientMaxWindowBits: 15, ServerMaxWindowBits: 12},
	}}
	f.Fuzz(func(t *testing.T, s string) {
		in := newResponseReader(strings.NewReader(s), 4096)
		resp, err := in.read(q.method)
		if err != nil {
			return
		}
		subprotocol, deflate, err := q.settle(resp)
		if err != nil {
			if failed := q.failure(resp, err); len(failed.Body) > maxErrorBody || failed.Error() == "" {
				t.Fatalf("%q: the error is %+v", s, failed)
			}
			return
		}
		if !strings.Contains(s, acceptValue(key)) || resp.StatusCode != 101 {
			t.Fatalf("%q is accepted", s)
		}
		if subprotocol != "" && !slices.Contains(q.opts.Subprotocols, subprotocol) {
			t.Fatalf("%q selects %q", s, subprotocol)
		}
		if deflate != nil && (deflate.serverBits < 8 || deflate.serverBits > 12 || deflate.clientBits < 8 || deflate.clientBits > 15) {
			t.Fatalf("%q agrees to %+v", s, deflate)
		}
		if early := in.early(); !strings.HasSuffix(s, string(early)) && len(s) <= 4096 {
			t.Fatalf("%q: behind the response is %q", s, early)
		}
	})
}
