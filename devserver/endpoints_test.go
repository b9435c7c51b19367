package devserver_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/websocket"
)

func TestEndpointsThatOpen(t *testing.T) {
	const everyOffer = `{"origin":true,"protocol":"protocol1, p2","ext":"permessage-deflate","foo":"<bar>"}`
	tests := []struct {
		path   string
		header http.Header
		offer  []string
		send   []string // "text …" or "binary …"
		want   []string
		stays  bool // it is the client that has to close
	}{
		{path: "/echo", send: []string{"text 好", "binary \x00\xff", "text "}, want: []string{"text 好", "binary 00 ff", "text "}, stays: true},
		{path: "/hello", want: []string{"text hello", "binary 01 02 03 ff"}, stays: true},
		{path: "/bye", want: []string{"text last", "close 4001 bye 再见"}},
		{path: "/close1000", want: []string{"close 1000 done"}},
		{path: "/close1005", want: []string{"close 1005"}},
		{path: "/drop", want: []string{"close 1006"}},
		{path: "/closeafter", send: []string{"text one"}, want: []string{"close 3999 after"}},
		{path: "/badutf8", want: []string{"fail 1007"}},
		{path: "/burst", want: []string{"text a", "text b", "text c"}, stays: true},
		{path: "/headers", want: []string{`text {"origin":false,"protocol":null,"ext":null,"foo":null}`}, stays: true},
		{path: "/headers", header: header("Origin", "https://elsewhere.example", "X-Foo", "<bar>"), offer: []string{"protocol1", "p2"},
			want: []string{"text " + everyOffer}, stays: true},
		{path: "/silent", send: []string{"text anybody?"}, stays: true},
		{path: "/huge", want: []string{"fail 1002"}},
		{path: "/masked", want: []string{"fail 1002"}},
		{path: "/", send: []string{"text root"}, want: []string{"text root"}, stays: true},
		{path: "/any/other?path=1", send: []string{"text x"}, want: []string{"text x"}, stays: true},
	}
	for _, secure := range []bool{false, true} {
		s := devservertest.Start(t, devserver.Config{})
		base := s.URL()
		if secure {
			base = s.SecureURL()
		}
		for _, test := range tests {
			t.Run(base[:strings.Index(base, ":")]+test.path, func(t *testing.T) {
				o := &websocket.DialOptions{Header: test.header, Subprotocols: test.offer}
				o.TLS = trusting(s)
				if test.offer != nil {
					o.Compression = &websocket.Compression{}
				}
				c := dial(t, base+test.path, o)
				if c.Compressed() {
					t.Error("compression was agreed")
				}
				for _, m := range test.send {
					kind, data, _ := strings.Cut(m, " ")
					typ := websocket.Text
					if kind == "binary" {
						typ = websocket.Binary
					}
					c.Send(typ, []byte(data))
				}
				for _, want := range test.want {
					if got := next(t, c); got != want {
						t.Fatalf("got %q, want %q", got, want)
					}
				}
				if test.stays {
					c.Close(1000, "")
					if got := next(t, c); got != "close 1000" {
						t.Errorf("when the client closed: %q", got)
					}
				}
			})
		}
	}
}

func TestEndpointsThatRefuse(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	for path, status := range map[string]int{
		"/redirect": 302, "/reject": 403, "/badaccept": 101, "/reset": 0, "/garbage": 0,
	} {
		t.Run(path, func(t *testing.T) {
			_, err := websocket.Dial(patience(t), s.URL()+path, nil)
			var failed *websocket.HandshakeError
			if !errors.As(err, &failed) || failed.StatusCode != status {
				t.Errorf("Dial gives %v, want a HandshakeError with status %d", err, status)
			}
		})
	}
	c := dial(t, s.URL()+"/redirect", &websocket.DialOptions{Redirects: 1})
	c.SendText("followed")
	if got := next(t, c); got != "text followed" {
		t.Errorf("behind the redirect: %q", got)
	}
}

func TestHangNeverAnswers(t *testing.T) {
	logged, paths := arrivals()
	s := devservertest.Start(t, devserver.Config{Log: logged})
	ctx, cancel := context.WithCancel(patience(t))
	defer cancel()
	dialed := make(chan error)
	go func() {
		_, err := websocket.Dial(ctx, s.URL()+"/hang", nil)
		dialed <- err
	}()
	<-paths
	cancel()
	if err := <-dialed; !errors.Is(err, context.Canceled) {
		t.Errorf("Dial gives %v", err)
	}
}

// What the peer cannot see through a Conn: the half frame stays half, and a
// close frame stays unanswered, until the client gives up.
func TestEndpointsThatStop(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	const closeFrame = "\x88\x80\x00\x00\x00\x00"
	for path, want := range map[string]string{"/half": "\x81\x0ahello", "/noclose": ""} {
		t.Run(path, func(t *testing.T) {
			nc, err := net.Dial("tcp", s.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			io.WriteString(nc, "GET "+path+" HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
				"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: x, protocol1\r\n\r\n"+closeFrame)
			nc.(*net.TCPConn).CloseWrite()
			all, err := io.ReadAll(nc)
			if err != nil {
				t.Fatal(err)
			}
			head, frames, _ := strings.Cut(string(all), "\r\n\r\n")
			// The key and its answer are those of RFC 6455, section 1.3.
			for _, line := range []string{"HTTP/1.1 101 ", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol: protocol1"} {
				if !strings.Contains(head, line) {
					t.Errorf("%q is missing in the response:\n%s", line, head)
				}
			}
			if frames != want {
				t.Errorf("got the frames %q, want %q", frames, want)
			}
		})
	}
}

func TestSubprotocolAndCompression(t *testing.T) {
	for _, test := range []struct {
		path       string
		offer      []string
		want       string
		compressed bool
	}{
		{"/echo", nil, "", false},
		{"/echo", []string{"nope"}, "", false},
		{"/echo", []string{"nope", "protocol1"}, "protocol1", false},
		{"/other", nil, "", true},
		{"/other", []string{"mqtt", "protocol1"}, "mqtt", true},
	} {
		for _, declines := range []bool{false, true} {
			s := devservertest.Start(t, devserver.Config{NoCompression: declines})
			c := dial(t, s.URL()+test.path, &websocket.DialOptions{
				Subprotocols: test.offer, Compression: &websocket.Compression{},
			})
			if c.Subprotocol() != test.want || c.Compressed() != (test.compressed && !declines) {
				t.Errorf("%s with %q, NoCompression %v: subprotocol %q, compressed %v",
					test.path, test.offer, declines, c.Subprotocol(), c.Compressed())
			}
		}
	}
}

// writesListener records what is written to its connections, write by write. They
// show no socket, so that it also stands for listeners of other kinds.
type writesListener struct {
	net.Listener
	mu     sync.Mutex
	writes []string
}

func (l *writesListener) Accept() (net.Conn, error) {
	nc, err := l.Listener.Accept()
	return writesConn{nc, l}, err
}

type writesConn struct {
	net.Conn
	l *writesListener
}

func (c writesConn) Write(p []byte) (int, error) {
	c.l.mu.Lock()
	c.l.writes = append(c.l.writes, string(p))
	c.l.mu.Unlock()
	return c.Conn.Write(p)
}

func TestBurstLeavesInOneSegment(t *testing.T) {
	s, err := devserver.New(devserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &writesListener{Listener: inner}
	served := make(chan error)
	go func() { served <- s.Serve(l) }()
	c := dial(t, "ws://"+inner.Addr().String()+"/burst", nil)
	for _, want := range []string{"text a", "text b", "text c"} {
		if got := next(t, c); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	c.CloseNow()
	l.mu.Lock()
	if !slices.Contains(l.writes, "\x81\x01a\x81\x01b\x81\x01c") {
		t.Errorf("no write has all three frames: %q", l.writes)
	}
	l.mu.Unlock()
	s.Close()
	if err := <-served; err != http.ErrServerClosed {
		t.Errorf("Serve returned %v", err)
	}
}

func TestIndexListsEveryEndpoint(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	resp, err := http.Get("http" + strings.TrimPrefix(s.URL(), "ws") + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status, err)
	}
	for _, e := range devserver.Endpoints() {
		if !strings.Contains(string(page), "\n"+e.Path+" ") || !strings.Contains(string(page), e.About+"\n") {
			t.Errorf("%s is missing in:\n%s", e.Path, page)
		}
	}
}

func TestPlainRequestIsToldWhatIsMissing(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	for _, path := range []string{"/hello", "/half", "/silent"} {
		resp, err := http.Get("http" + strings.TrimPrefix(s.URL(), "ws") + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusUpgradeRequired {
			t.Errorf("GET %s: %s", path, resp.Status)
		}
	}
}
