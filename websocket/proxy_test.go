package websocket

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func fixedProxy(rawURL string) func(*url.URL) (*url.URL, error) {
	return func(*url.URL) (*url.URL, error) { return url.Parse(rawURL) }
}

// acceptAll is a wss or ws server's handler for the tests of what is between.
func acceptAll(t *testing.T) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		p.netConn.Close()
	}
}

// connectProxy is an HTTP proxy that leads every CONNECT to upstream, whatever
// its target, and keeps the requests it got.
type connectProxy struct {
	addr string
	mu   sync.Mutex
	got  []string
}

func (p *connectProxy) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got
}

func newConnectProxy(t *testing.T, l net.Listener, upstream, answer string) *connectProxy {
	p := &connectProxy{}
	p.addr = serveRaw(t, l, func(r *rawRequest) string {
		p.mu.Lock()
		p.got = append(p.got, r.raw)
		p.mu.Unlock()
		if upstream == "" {
			return answer
		}
		up, err := net.Dial("tcp", upstream)
		if err != nil {
			t.Error(err)
			return ""
		}
		defer up.Close()
		io.WriteString(r.conn, answer)
		relay(r.conn, up)
		return ""
	})
	return p
}

// relay carries bytes both ways until either side ends.
func relay(a, b net.Conn) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(b, a)
		b.Close()
	}()
	io.Copy(a, b)
	a.Close()
	<-done
}

const established = "HTTP/1.1 200 Connection established\r\n\r\n"

func TestDialThroughHTTPProxy(t *testing.T) {
	wss, roots := tlsServer(t, nil, acceptAll(t))
	own := &tls.Config{RootCAs: roots, ServerName: "example.com"}
	tests := []struct {
		name, user, target, upstream string
		tls                          *tls.Config
		want                         string
	}{
		{"ws", "", "ws://example.test/", answering(t, switching()), nil,
			"CONNECT example.test:80 HTTP/1.1\r\nHost: example.test:80\r\n\r\n"},
		{"ws with a password for the proxy", "user:pass@", "ws://[fe80::1%25eth0]:81/", answering(t, switching()), nil,
			"CONNECT [fe80::1]:81 HTTP/1.1\r\nHost: [fe80::1]:81\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n"},
		{"wss", "", "wss://example.test/", wss, own,
			"CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\n\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newConnectProxy(t, listenLocal(t), tt.upstream, established)
			got := mustDial(t, tt.target, &DialOptions{TLS: tt.tls, Proxy: fixedProxy("http://" + tt.user + p.addr)})
			if diff := cmp.Diff([]string{tt.want}, p.requests()); diff != "" {
				t.Error(diff)
			}
			if _, direct := (carrier{got.netConn}).netConn().(*net.TCPConn); !direct && tt.tls == nil {
				t.Errorf("the frames go through a %T", got.netConn)
			}
		})
	}
}

func TestDialThroughHTTPSProxy(t *testing.T) {
	wss, roots := tlsServer(t, nil, acceptAll(t))
	certificates := tlsCertificates(t)
	for _, target := range []struct{ url, upstream string }{
		{"ws://example.com/", answering(t, switching())},
		{"wss://example.com/", wss},
	} {
		l := tls.NewListener(listenLocal(t), &tls.Config{Certificates: certificates})
		p := newConnectProxy(t, l, target.upstream, established)
		// ServerName is the target's: the proxy is known as 127.0.0.1.
		mustDial(t, target.url, &DialOptions{
			TLS: &tls.Config{RootCAs: roots, ServerName: "example.com"}, Proxy: fixedProxy("https://" + p.addr),
		})
		if len(p.requests()) != 1 {
			t.Errorf("%s: the proxy got %q", target.url, p.requests())
		}
	}
}

func TestProxyThatRefuses(t *testing.T) {
	tests := []struct{ name, answer, want string }{
		{"with a status and a body", "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 11\r\n\r\nwho are you", `"407 Proxy Authentication Required" to CONNECT example.test:80, saying "who are you"`},
		{"with a status alone", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", `"502 Bad Gateway"`},
		{"with nonsense", "What?\r\n\r\n", "malformed"},
		{"with too much", "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 1<<20), "MaxHeaderBytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newConnectProxy(t, listenLocal(t), "", tt.answer)
			_, err := Dial(context.Background(), "ws://example.test", &DialOptions{Proxy: fixedProxy("http://user:secret@" + p.addr)})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), p.addr) || strings.Contains(err.Error(), "secret") {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestProxyThatCannotBe(t *testing.T) {
	for _, rawURL := range []string{"ftp://127.0.0.1", "http://", "127.0.0.1:1080", "socks4://127.0.0.1"} {
		opts := &DialOptions{
			Proxy: func(*url.URL) (*url.URL, error) { return &url.URL{Scheme: strings.Split(rawURL, ":")[0]}, nil },
			DialContext: func(context.Context, string, string) (net.Conn, error) {
				t.Error("it was dialed all the same")
				return nil, io.EOF
			},
		}
		if _, err := Dial(context.Background(), "ws://example.test", opts); err == nil || !strings.Contains(err.Error(), "proxy") {
			t.Errorf("%s: the error is %v", rawURL, err)
		}
	}
	failing := &DialOptions{Proxy: func(*url.URL) (*url.URL, error) { return nil, io.ErrNoProgress }}
	if _, err := Dial(context.Background(), "ws://example.test", failing); err == nil || !strings.Contains(err.Error(), io.ErrNoProgress.Error()) {
		t.Errorf("the error is %v", err)
	}
}

func TestTunnelKeepsBytesBehindTheAnswer(t *testing.T) {
	// A server that speaks before it is asked: what it says arrives together
	// with the proxy's answer, in one packet.
	p := newConnectProxy(t, listenLocal(t), "", established+"HTTP/1.1 403 Early\r\nContent-Length: 2\r\n\r\nno")
	_, err := Dial(context.Background(), "ws://example.test", &DialOptions{Proxy: fixedProxy("http://" + p.addr)})
	if err == nil || !strings.Contains(err.Error(), "403 Early") {
		t.Errorf("the error is %v", err)
	}
}

func TestProxyIsAskedForTheHTTPForm(t *testing.T) {
	for target, want := range map[string]string{"ws://example.test/a?b": "http://example.test/a?b", "wss://example.test:81": "https://example.test:81"} {
		asked := ""
		Dial(context.Background(), target, &DialOptions{Proxy: func(u *url.URL) (*url.URL, error) {
			asked = u.String()
			return nil, io.EOF
		}})
		if asked != want {
			t.Errorf("for %s the proxy of %q was asked for, want %q", target, asked, want)
		}
	}
}

func TestProxyFromEnvironmentReadsItEachTime(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "REQUEST_METHOD"} {
		t.Setenv(name, "")
	}
	ask := func(rawURL string) string {
		u, err := url.Parse(rawURL)
		if err != nil {
			t.Fatal(err)
		}
		p, err := ProxyFromEnvironment(u)
		if err != nil {
			t.Fatal(err)
		}
		if p == nil {
			return ""
		}
		return p.String()
	}
	if got := ask("http://example.test"); got != "" {
		t.Errorf("without an environment the proxy is %q", got)
	}
	t.Setenv("HTTP_PROXY", "http://proxy.test:3128")
	t.Setenv("HTTPS_PROXY", "socks5://proxy.test")
	t.Setenv("NO_PROXY", "direct.test")
	for u, want := range map[string]string{
		"http://example.test": "http://proxy.test:3128", "https://example.test": "socks5://proxy.test",
		"http://direct.test": "", "http://127.0.0.1": "", "https://localhost": "",
	} {
		if got := ask(u); got != want {
			t.Errorf("the proxy for %s is %q, want %q", u, got, want)
		}
	}
}

// socksProxy is a SOCKS5 proxy (RFC 1928) that leads every request to upstream
// or refuses it, and returns what it was asked for.
func socksProxy(t *testing.T, upstream, user string) (addr string, asked <-chan string) {
	requests := make(chan string, 1)
	addr = serveOnce(t, func(nc net.Conn) {
		if err := serveSocks(nc, upstream, user, requests); err != nil {
			t.Error(err)
		}
	})
	return addr, requests
}

func serveSocks(nc net.Conn, upstream, user string, asked chan<- string) error {
	br := bufio.NewReader(nc)
	read := func(n int) []byte {
		b := make([]byte, n)
		io.ReadFull(br, b)
		return b
	}
	greeting := read(2)
	methods := read(int(greeting[1]))
	if user == "" {
		nc.Write([]byte{5, 0})
	} else {
		if !bytes.Contains(methods, []byte{2}) {
			return fmt.Errorf("the client offers the methods %v, no password", methods)
		}
		nc.Write([]byte{5, 2})
		read(1)
		name := string(read(int(read(1)[0])))
		password := string(read(int(read(1)[0])))
		if got := name + ":" + password; got != user {
			return fmt.Errorf("the client says it is %q", got)
		}
		nc.Write([]byte{1, 0})
	}
	if head := read(4); head[3] != 3 {
		return fmt.Errorf("the request %v does not leave the name to the proxy", head)
	}
	host := string(read(int(read(1)[0])))
	asked <- fmt.Sprint(host, ":", binary.BigEndian.Uint16(read(2)))
	if upstream == "" {
		nc.Write([]byte{5, 5, 0, 1, 0, 0, 0, 0, 0, 0}) // connection refused
		return nil
	}
	up, err := net.Dial("tcp", upstream)
	if err != nil {
		return err
	}
	defer up.Close()
	nc.Write([]byte{5, 0, 0, 1, 127, 0, 0, 1, 0, 80})
	relay(nc, up)
	return nil
}

func TestDialThroughSOCKS5(t *testing.T) {
	wss, roots := tlsServer(t, nil, acceptAll(t))
	tests := []struct {
		name, scheme, user, target, upstream, want string
	}{
		{"ws", "socks5", "", "ws://example.com/", answering(t, switching()), "example.com:80"},
		{"ws with a password", "socks5h", "user:pass", "ws://example.com:81/", answering(t, switching()), "example.com:81"},
		{"wss", "socks5", "", "wss://example.com/", wss, "example.com:443"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			addr, asked := socksProxy(t, tt.upstream, tt.user)
			u := &url.URL{Scheme: tt.scheme, Host: addr}
			if name, password, ok := strings.Cut(tt.user, ":"); ok {
				u.User = url.UserPassword(name, password)
			}
			p := mustDial(t, tt.target, &DialOptions{TLS: &tls.Config{RootCAs: roots}, Proxy: fixedProxy(u.String())})
			if got := <-asked; got != tt.want {
				t.Errorf("the proxy was asked for %s, want %s", got, tt.want)
			}
			if _, direct := (carrier{p.netConn}).netConn().(*net.TCPConn); !direct && tt.upstream != wss {
				t.Errorf("the frames go through a %T", p.netConn)
			}
		})
	}
}

func TestSOCKS5ThatRefuses(t *testing.T) {
	addr, _ := socksProxy(t, "", "")
	_, err := Dial(context.Background(), "ws://example.test", &DialOptions{Proxy: fixedProxy("socks5://" + addr)})
	if err == nil || !strings.Contains(err.Error(), "connection refused") || !strings.Contains(err.Error(), addr) {
		t.Errorf("the error is %v", err)
	}
}
