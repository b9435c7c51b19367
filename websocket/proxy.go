package websocket

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/net/http/httpproxy"
	"golang.org/x/net/proxy"
)

// ProxyFromEnvironment is the default of DialOptions.Proxy: it obeys HTTP_PROXY,
// HTTPS_PROXY and NO_PROXY, in capitals or not, as they are when it is called.
// As everywhere in Go, localhost and loopback addresses are dialed directly.
func ProxyFromEnvironment(u *url.URL) (*url.URL, error) {
	return httpproxy.FromEnvironment().ProxyFunc()(u)
}

// proxyPorts has the kinds of proxies there are and where they usually listen.
var proxyPorts = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}

// proxy is the URL of the proxy to use, or nil.
func (l *link) proxy() (*url.URL, error) {
	choose := l.opts.Proxy
	if choose == nil {
		choose = ProxyFromEnvironment
	}
	u, err := choose(l.target.httpURL())
	if err != nil {
		return nil, fmt.Errorf("choosing a proxy: %w", err)
	}
	if u == nil {
		return nil, nil
	}
	if _, known := proxyPorts[u.Scheme]; !known || u.Hostname() == "" {
		return nil, fmt.Errorf("the proxy %q is none that can be used; give http, https, socks5 or socks5h, and a host", u.Redacted())
	}
	return u, nil
}

// tunnel returns a connection to the target through a proxy. A ws connection is
// tunneled as a wss one is (RFC 6455, section 4.1, item 3).
func (l *link) tunnel(ctx context.Context, u *url.URL) (net.Conn, error) {
	port := u.Port()
	if port == "" {
		port = proxyPorts[u.Scheme]
	}
	addr := net.JoinHostPort(u.Hostname(), port)
	var nc net.Conn
	var err error
	switch u.Scheme {
	case "http", "https":
		nc, err = l.httpTunnel(ctx, u, addr)
	default:
		nc, err = l.socksTunnel(ctx, u, addr)
	}
	if err != nil {
		return nil, fmt.Errorf("proxy %s: %w", u.Redacted(), err)
	}
	return nc, nil
}

// httpTunnel asks an HTTP proxy to CONNECT (RFC 9110, section 9.3.6).
func (l *link) httpTunnel(ctx context.Context, u *url.URL, addr string) (net.Conn, error) {
	nc, err := l.dialTCP(ctx, addr)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "https" {
		// The caller's ServerName is the target's.
		config := l.tlsConfig(u.Hostname())
		config.ServerName = u.Hostname()
		if nc, err = l.startTLS(ctx, nc, config); err != nil {
			return nil, fmt.Errorf("TLS: %w", err)
		}
	}
	authority := net.JoinHostPort(l.target.serverName(), l.target.port)
	b := []byte(http.MethodConnect + " " + authority + " HTTP/1.1\r\n")
	b = appendField(b, "Host", authority)
	if u.User != nil {
		b = appendField(b, "Proxy-Authorization", basicAuth(u.User))
	}
	if _, err := nc.Write(append(b, "\r\n"...)); err != nil {
		return nil, err
	}
	in := newResponseReader(nc, l.opts.MaxHeaderBytes)
	resp, err := in.read(http.MethodConnect)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", noResponse(err), err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		nc.SetReadDeadline(time.Now().Add(errorBodyWait))
		body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
		return nil, fmt.Errorf("it answered %q to CONNECT %s%s", resp.Status, authority, quoteBody(body))
	}
	if early := in.early(); len(early) > 0 {
		return &tunneled{Conn: nc, early: slices.Clone(early)}, nil
	}
	return nc, nil
}

// quoteBody is what a proxy said of its refusal, for the end of an error.
func quoteBody(body []byte) string {
	if body = bytes.TrimSpace(body); len(body) == 0 {
		return ""
	}
	return fmt.Sprintf(", saying %q", body)
}

// tunneled is a connection whose first bytes came along with the proxy's answer.
// A server that speaks first makes this happen; none should.
type tunneled struct {
	net.Conn
	early []byte
}

func (c *tunneled) Read(p []byte) (int, error) {
	if len(c.early) == 0 {
		return c.Conn.Read(p)
	}
	n := copy(p, c.early)
	c.early = c.early[n:]
	return n, nil
}

// socksTunnel asks a SOCKS5 proxy (RFC 1928) to connect. The proxy looks up the
// target's name for both schemes, as net/http has it.
func (l *link) socksTunnel(ctx context.Context, u *url.URL, addr string) (net.Conn, error) {
	var auth *proxy.Auth
	if u.User != nil {
		password, _ := u.User.Password()
		auth = &proxy.Auth{User: u.User.Username(), Password: password}
	}
	d, err := proxy.SOCKS5("tcp", addr, auth, forward{l})
	if err != nil {
		return nil, err
	}
	target := net.JoinHostPort(l.target.serverName(), l.target.port)
	if _, err := d.(proxy.ContextDialer).DialContext(ctx, "tcp", target); err != nil {
		return nil, err
	}
	// What DialContext returned is a wrapper that hides the TCP connection
	// from those who would park on it, and adds nothing: it read no further
	// than the proxy's answer.
	return l.tcp, nil
}

// forward lets the SOCKS5 client dial by a link.
type forward struct{ l *link }

func (f forward) Dial(network, addr string) (net.Conn, error) {
	return f.DialContext(context.Background(), network, addr)
}

func (f forward) DialContext(ctx context.Context, _, addr string) (net.Conn, error) {
	return f.l.dialTCP(ctx, addr)
}
