package websocket

import (
	"bufio"
	"bytes"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="

// accepted is what accept returned to a handler.
type accepted struct {
	params connParams
	err    error
}

// acceptServer runs accept in net/http and returns its results. Connections
// that were taken over are closed at the end of the test.
func acceptServer(t *testing.T, opts *AcceptOptions) (addr string, results <-chan accepted) {
	ch := make(chan accepted, 1)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Set-On-Writer", "1")
		p, err := accept(w, r, opts)
		if err == nil {
			t.Cleanup(func() { p.netConn.Close() })
			p.early = bytes.Clone(p.early) // as newConn does
		}
		ch <- accepted{p, err}
	}))
	s.Config.ErrorLog = quiet
	s.Config.ReadTimeout = time.Minute
	s.Start()
	t.Cleanup(s.Close)
	return s.Listener.Addr().String(), ch
}

// ask sends a request as it stands and returns the response, with the
// connection it came by.
func ask(t *testing.T, addr, request string) (*http.Response, *bufio.Reader) {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	if _, err := io.WriteString(nc, request); err != nil {
		t.Fatal(err)
	}
	br := bufio.NewReader(nc)
	resp, err := http.ReadResponse(br, nil)
	if err != nil {
		t.Fatal(err)
	}
	return resp, br
}

// handshake is a request like that of RFC 6455, section 1.2, with lines added,
// or replaced where their name is among its own. A line without value is left out.
func handshake(lines ...string) string {
	fields := []string{"Host: example.test", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: " + sampleKey, "Sec-WebSocket-Version: 13"}
	for _, line := range lines {
		name, _, _ := strings.Cut(line, ":")
		fields = slices.DeleteFunc(fields, func(f string) bool { return strings.HasPrefix(f, name+":") })
	}
	for _, line := range lines {
		if !strings.HasSuffix(line, ":") {
			fields = append(fields, line)
		}
	}
	return "GET /chat HTTP/1.1\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n"
}

func TestAcceptAnswers(t *testing.T) {
	addr, results := acceptServer(t, &AcceptOptions{
		Subprotocols: []string{"x", "b", "a"}, Compression: &Compression{},
		Header: http.Header{"x-lower": {"1", "2"}},
	})
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	io.WriteString(nc, handshake("Sec-WebSocket-Protocol: a , b", "Sec-WebSocket-Extensions: x-other",
		"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10", "Origin: http://EXAMPLE.test:80", "X-Ask: yes"))
	want := "HTTP/1.1 101 Switching Protocols\r\n" +
		"Upgrade: websocket\r\n" +
		"Connection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
		"Sec-WebSocket-Protocol: b\r\n" +
		"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\r\n" +
		"x-lower: 1\r\nx-lower: 2\r\n\r\n"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(nc, got); err != nil || string(got) != want {
		t.Fatalf("the response is %q, %v", got, err)
	}
	result := <-results
	if result.err != nil {
		t.Fatal(result.err)
	}
	p := result.params
	if p.role != server || p.subprotocol != "b" || p.header.Get("X-Ask") != "yes" {
		t.Errorf("the parameters are %+v", p)
	}
	if diff := cmp.Diff(plain(func(d *deflateParams) { d.serverBits = 10 }), p.deflate, cmp.AllowUnexported(deflateParams{})); diff != "" {
		t.Error(diff)
	}
	io.WriteString(nc, "frame")
	frame := make([]byte, 5)
	if _, err := io.ReadFull(p.netConn, frame); err != nil || string(frame) != "frame" {
		t.Errorf("over the connection came %q, %v", frame, err)
	}
}

func TestAcceptKeepsBytesBehindTheRequest(t *testing.T) {
	addr, results := acceptServer(t, nil)
	const frame = "\x81\x82\x00\x00\x00\x00hi"
	ask(t, addr, handshake()+frame)
	p := (<-results).params
	rest := make([]byte, len(frame)-len(p.early))
	if _, err := io.ReadFull(p.netConn, rest); err != nil {
		t.Fatal(err)
	}
	if got := string(p.early) + string(rest); got != frame {
		t.Errorf("behind the request came %q", got)
	}
}

func TestAcceptSelectsTheSubprotocol(t *testing.T) {
	offered := func(fields ...string) []string { return fields }
	tests := []struct {
		name   string
		opts   AcceptOptions
		fields []string
		want   string
	}{
		{"none spoken, none offered", AcceptOptions{}, nil, ""},
		{"none spoken", AcceptOptions{}, offered("a, b"), ""},
		{"none offered", AcceptOptions{Subprotocols: []string{"a"}}, nil, ""},
		{"none in common", AcceptOptions{Subprotocols: []string{"a"}}, offered("A,b"), ""},
		{"by the server's preference", AcceptOptions{Subprotocols: []string{"a", "b"}}, offered("c, b", "a"), "a"},
		{"empty elements", AcceptOptions{Subprotocols: []string{"a"}}, offered(", a ,,"), "a"},
		{"by a function", AcceptOptions{Subprotocols: []string{"a"}, SelectSubprotocol: func(o []string) string { return o[len(o)-1] }}, offered("a, b"), "b"},
		{"none by a function", AcceptOptions{Subprotocols: []string{"a"}, SelectSubprotocol: func([]string) string { return "" }}, offered("a"), ""},
	}
	for _, tt := range tests {
		if got, err := tt.opts.selectSubprotocol(tt.fields); got != tt.want || err != nil {
			t.Errorf("%s: selected is %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestAcceptRefuses(t *testing.T) {
	post := strings.Replace(handshake(), "GET", "POST", 1)
	tests := []struct {
		name    string
		request string
		status  int
		want    string // in body and error
	}{
		{"POST", post, 405, "POST"},
		{"HTTP/1.0", strings.Replace(handshake(), "HTTP/1.1", "HTTP/1.0", 1), 505, "HTTP/1.0"},
		{"a visitor without Upgrade", handshake("Upgrade:"), 426, "Upgrade"},
		{"another upgrade", handshake("Upgrade: h2c"), 426, "h2c"},
		{"another Connection", handshake("Connection: keep-alive"), 426, "Connection"},
		{"no version", handshake("Sec-WebSocket-Version:"), 426, "Sec-WebSocket-Version"},
		{"version 8", handshake("Sec-WebSocket-Version: 8"), 426, `"8"`},
		{"two versions", handshake("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"), 426, "Sec-WebSocket-Version"},
		{"no key", handshake("Sec-WebSocket-Key:"), 400, "Sec-WebSocket-Key"},
		{"a short key", handshake("Sec-WebSocket-Key: dGhl"), 400, `"dGhl"`},
		{"two keys", handshake("Sec-WebSocket-Key: "+sampleKey, "Sec-WebSocket-Key: "+sampleKey), 400, "one value"},
		{"an empty host", handshake("Host: "), 400, "Host"},
		{"a body", handshake("Content-Length: 5") + "hello", 400, "body"},
		{"a body in chunks", handshake("Transfer-Encoding: chunked") + "0\r\n\r\n", 400, "body"},
		{"a page of another site", handshake("Origin: https://evil.test"), 403, "evil.test"},
		{"a page of another port", handshake("Origin: http://example.test:81"), 403, "example.test:81"},
		{"a page without origin", handshake("Origin: null"), 403, "null"},
		{"two origins", handshake("Origin: http://example.test", "Origin: http://evil.test"), 403, "origin"},
		{"a subprotocol that is no token", handshake("Sec-WebSocket-Protocol: a b"), 400, "Sec-WebSocket-Protocol"},
		{"a subprotocol twice", handshake("Sec-WebSocket-Protocol: a, b, a"), 400, "twice"},
		{"extensions outside the grammar", handshake("Sec-WebSocket-Extensions: a;;"), 400, "Sec-WebSocket-Extensions"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			addr, results := acceptServer(t, nil)
			resp, _ := ask(t, addr, tt.request)
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != tt.status || !strings.Contains(string(body), tt.want) {
				t.Errorf("the answer is %s, %q; want %d and %q", resp.Status, body, tt.status, tt.want)
			}
			if result := <-results; result.err == nil || !strings.Contains(result.err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", result.err, tt.want)
			}
			switch tt.status {
			case 405:
				if got := resp.Header.Get("Allow"); got != "GET" {
					t.Errorf("Allow is %q", got)
				}
			case 426:
				if resp.Header.Get("Sec-WebSocket-Version") != "13" || resp.Header.Get("Upgrade") != "websocket" {
					t.Errorf("the answer's header is %v", resp.Header)
				}
			}
		})
	}
}

func TestAcceptAsksCheckOriginAboutOrigins(t *testing.T) {
	for _, tt := range []struct {
		line    string
		welcome bool
		status  int
	}{
		{"Origin: https://evil.test", true, 101},
		{"Origin: http://example.test", false, 403},
		{"X-No: origin", false, 101}, // no browser, nothing to ask
	} {
		addr, results := acceptServer(t, &AcceptOptions{CheckOrigin: func(r *http.Request) bool { return tt.welcome }})
		resp, _ := ask(t, addr, handshake(tt.line))
		if <-results; resp.StatusCode != tt.status {
			t.Errorf("%s, welcome %v: the answer is %s, want %d", tt.line, tt.welcome, resp.Status, tt.status)
		}
	}
}

func TestAcceptTellsTheServerOfItsOwnMistakes(t *testing.T) {
	tests := []struct {
		name string
		opts AcceptOptions
		want string
	}{
		{"a header that breaks its line", AcceptOptions{Header: http.Header{"X-A": {"b\r\nc: d"}}}, "X-A"},
		{"a header of the handshake", AcceptOptions{Header: http.Header{"Sec-WebSocket-Accept": {"a"}}}, "Sec-WebSocket-Accept"},
		{"a window that is none", AcceptOptions{Compression: &Compression{ClientMaxWindowBits: 16}}, "16 bits"},
		{"a subprotocol not offered", AcceptOptions{SelectSubprotocol: func([]string) string { return "secret" }}, `"secret"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			addr, results := acceptServer(t, &tt.opts)
			resp, _ := ask(t, addr, handshake("Sec-WebSocket-Protocol: a"))
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != 500 || strings.Contains(string(body), tt.want) {
				t.Errorf("the client is told %s, %q", resp.Status, body)
			}
			if result := <-results; result.err == nil || !strings.Contains(result.err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", result.err, tt.want)
			}
		})
	}
}

func TestAcceptWithoutHijacker(t *testing.T) {
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(handshake())))
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	if _, err := Accept(w, r, nil); err == nil || !strings.Contains(err.Error(), "*httptest.ResponseRecorder") {
		t.Errorf("the error is %v", err)
	}
	if w.Code != 500 {
		t.Errorf("the answer is %d", w.Code)
	}
}

func TestAcceptOverHTTP2(t *testing.T) {
	results := make(chan error, 1)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := Accept(w, r, nil)
		results <- err
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	resp, err := s.Client().Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if err := <-results; resp.StatusCode != 505 || err == nil || !strings.Contains(err.Error(), "HTTP/2.0") {
		t.Errorf("the answer is %s, the error %v", resp.Status, err)
	}
}

func TestAcceptFindsTheHijackerBehindWrappers(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := accept(wrapper{w}, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		p.netConn.Close()
	}))
	defer s.Close()
	mustDial(t, "ws"+strings.TrimPrefix(s.URL, "http"), nil)
}

// wrapper is a middleware's ResponseWriter as net/http asks for.
type wrapper struct{ w http.ResponseWriter }

func (w wrapper) Header() http.Header         { return w.w.Header() }
func (w wrapper) Write(p []byte) (int, error) { return w.w.Write(p) }
func (w wrapper) WriteHeader(status int)      { w.w.WriteHeader(status) }
func (w wrapper) Unwrap() http.ResponseWriter { return w.w }

// Dial and Accept together, with everything that is negotiated.
func TestDialMeetsAccept(t *testing.T) {
	results := make(chan *Conn, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := Accept(w, r, &AcceptOptions{Subprotocols: []string{"chat"}, Compression: &Compression{ServerMaxWindowBits: 9}})
		if err != nil {
			t.Error(err)
		}
		results <- c
	}))
	defer s.Close()
	c, err := Dial(t.Context(), "ws"+strings.TrimPrefix(s.URL, "http"), &DialOptions{
		Subprotocols: []string{"news", "chat"}, Compression: &Compression{ClientMaxWindowBits: 15},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow()
	atServer := <-results
	defer atServer.CloseNow()
	if c.Subprotocol() != "chat" || atServer.Subprotocol() != "chat" {
		t.Errorf("the subprotocols are %q and %q", c.Subprotocol(), atServer.Subprotocol())
	}
}

// FuzzServerHandshake holds that a request is accepted only if it is a right
// handshake, and that the answer is one for that request.
func FuzzServerHandshake(f *testing.F) {
	for _, seed := range []string{
		handshake(), handshake("Upgrade:"), handshake("Sec-WebSocket-Key: x"), handshake("Origin: http://example.test"),
		handshake("Sec-WebSocket-Protocol: a, b", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9"),
		handshake("Content-Length: 5") + "hello", "GET / HTTP/1.0\r\n\r\n", "\x00",
	} {
		f.Add(seed)
	}
	opts := &AcceptOptions{
		SelectSubprotocol: func(offered []string) string {
			if len(offered) == 0 {
				return ""
			}
			return offered[len(offered)-1]
		},
		Compression: &Compression{ClientMaxWindowBits: 12},
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(s)))
		if err != nil {
			return
		}
		p, response, err := opts.settle(r)
		if err != nil {
			return
		}
		key := r.Header.Get("Sec-WebSocket-Key")
		if r.Method != "GET" || r.Host == "" || !validKey(key) {
			t.Fatalf("%q is accepted", s)
		}
		resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(response)), r)
		if err != nil {
			t.Fatalf("%q: the response %q: %v", s, response, err)
		}
		allowed := []string{"Connection", "Sec-Websocket-Accept", "Sec-Websocket-Extensions", "Sec-Websocket-Protocol", "Upgrade"}
		for name := range maps.Keys(resp.Header) {
			if !slices.Contains(allowed, name) || len(resp.Header[name]) != 1 {
				t.Fatalf("%q: the response is %q", s, response)
			}
		}
		q := &request{key: key, opts: &DialOptions{Compression: &Compression{ClientMaxWindowBits: 15}}}
		if p.subprotocol != "" {
			q.opts.Subprotocols = []string{p.subprotocol}
		}
		if _, _, err := q.settle(resp); err != nil {
			t.Fatalf("%q: a client refuses the response %q: %v", s, response, err)
		}
	})
}
