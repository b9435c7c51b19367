package websocket

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/net/idna"
)

// target is a ws or wss URL taken apart as the handshake needs it
// (RFC 6455, section 3).
type target struct {
	url  *url.URL
	host string // in ASCII, an IPv6 address without brackets, with its zone
	port string
}

func parseTarget(rawURL string) (*target, error) {
	// An empty fragment leaves no trace in a url.URL, so look at the text.
	if strings.Contains(rawURL, "#") {
		return nil, errors.New("the URL has a fragment, which RFC 6455, section 3 forbids; write a '#' of the path as %23")
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	return newTarget(u)
}

func newTarget(u *url.URL) (*target, error) {
	t := &target{url: u, host: u.Hostname(), port: u.Port()}
	switch {
	case u.Scheme != "ws" && u.Scheme != "wss":
		return nil, fmt.Errorf("the URL %q has the scheme %q; use ws or wss", u.Redacted(), u.Scheme)
	case t.host == "":
		return nil, fmt.Errorf("the URL %q has no host", u.Redacted())
	case t.port == "":
		t.port = t.defaultPort()
	}
	if n, err := strconv.ParseUint(t.port, 10, 16); err != nil || n == 0 {
		return nil, fmt.Errorf("the URL %q has the port %s, which is none of 1 to 65535", u.Redacted(), t.port)
	}
	if !isASCII(t.host) {
		host, err := idna.Lookup.ToASCII(t.host)
		if err != nil {
			return nil, fmt.Errorf("the host %q of the URL: %w", t.host, err)
		}
		t.host = host
	}
	if !httpguts.ValidHostHeader(t.hostField()) {
		return nil, fmt.Errorf("the host %q of the URL contains what no host may", t.host)
	}
	return t, nil
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}

func (t *target) secure() bool { return t.url.Scheme == "wss" }

func (t *target) defaultPort() string {
	if t.secure() {
		return "443"
	}
	return "80"
}

// address is what net.Dial takes.
func (t *target) address() string { return net.JoinHostPort(t.host, t.port) }

// serverName is the host as certificates and the Host field have it: a zone
// means something on this machine only (RFC 6874, section 4).
func (t *target) serverName() string {
	host, _, _ := strings.Cut(t.host, "%")
	return host
}

// hostField is the value of Host: with the port where it is not the scheme's
// own (RFC 6455, section 4.1, item 4).
func (t *target) hostField() string {
	if t.port != t.defaultPort() {
		return net.JoinHostPort(t.serverName(), t.port)
	}
	if strings.Contains(t.host, ":") {
		return "[" + t.serverName() + "]"
	}
	return t.host
}

// resource is the resource name of RFC 6455, section 3, which every method has
// as its request target.
func (t *target) resource() string {
	path := t.url.EscapedPath()
	if path == "" {
		path = "/"
	}
	if t.url.RawQuery == "" && !t.url.ForceQuery {
		return path
	}
	return path + "?" + escapeQuery(t.url.RawQuery)
}

// escapeQuery escapes what net/url leaves in a query although it may not stand
// in a request line, the bytes that the query percent-encode set of WHATWG URL
// names.
func escapeQuery(query string) string {
	var b strings.Builder
	for i := 0; i < len(query); i++ {
		switch c := query[i]; {
		case c <= ' ', c >= 0x7f, c == '"', c == '<', c == '>', c == '\'', c == '#':
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// httpURL is the URL by which proxies are chosen and cookies are kept.
func (t *target) httpURL() *url.URL {
	u := *t.url
	u.User = nil
	u.Host = t.hostField()
	u.Scheme = "http"
	if t.secure() {
		u.Scheme = "https"
	}
	return &u
}

// String names the target in errors: without user information and query, where
// secrets live.
func (t *target) String() string {
	u := url.URL{Scheme: t.url.Scheme, Host: t.hostField(), Path: t.url.Path, RawPath: t.url.RawPath}
	return u.String()
}
