package network

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/httpclient"
)

// What a page adds to a request and what a browser keeps from it (Fetch Standard).

// origin is scheme, host and port of a URL.
func origin(u *whatwg.Url) string { return u.Protocol() + "//" + u.Host() }

// CrossOrigin reports whether a URL is of another origin than the page.
func (n *Network) CrossOrigin(raw string) bool {
	u, err := whatwg.Parse(raw)
	return n.rules.Page && err == nil && origin(u) != origin(n.page)
}

// blocked are the requests that a browser does not send: to a bad port (Fetch,
// section 2.9), or over http from a page that came over https (Mixed Content).
func (n *Network) blocked(x *Exchange) error {
	if !n.rules.Page {
		return nil
	}
	u, err := url.Parse(x.request.URL)
	if err != nil {
		return err
	}
	if port, _ := strconv.Atoi(u.Port()); slices.Contains(n.config.Platform.Native.URL.BlockedPorts, port) {
		return errors.New("port " + u.Port() + " is one that browsers do not connect to")
	}
	if n.page.Scheme() == "https" && u.Scheme == "http" && !thisMachine(u.Hostname()) {
		n.DiagnoseAt(diagnostic.MixedContent, x.place, x.request.URL)
		return errors.New("mixed content: a page that came over https sends no requests over http")
	}
	return nil
}

// thisMachine reports whether a host is potentially trustworthy without TLS (Secure
// Contexts, section 3.1).
func thisMachine(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// wire is a request as it goes out.
func (n *Network) wire(r *Request) httpclient.Request {
	wire := httpclient.Request{
		Method: r.Method, URL: r.URL, Header: r.Header.Clone(), Body: r.Body, Redirect: r.Redirect,
		NoCookies: r.Credentials == Omit || r.Credentials == SameOrigin && n.CrossOrigin(r.URL),
	}
	if wire.Header == nil {
		wire.Header = http.Header{}
	}
	for name, values := range r.Added {
		if wire.Header.Get(name) == "" {
			wire.Header[name] = values
		}
	}
	if n.rules.Page {
		n.addPage(r, wire.Header)
	}
	return wire
}

// addPage sets Origin and Referer, the latter by the policy that is the default,
// strict-origin-when-cross-origin (Referrer Policy, section 3.7).
func (n *Network) addPage(r *Request, h http.Header) {
	cross := n.CrossOrigin(r.URL)
	if cross || r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Origin", origin(n.page))
	}
	switch {
	case n.page.Scheme() == "https" && strings.HasPrefix(r.URL, "http:"):
	case cross:
		h.Set("Referer", origin(n.page)+"/")
	default:
		h.Set("Referer", n.page.Href(true))
	}
}

// checkSharing tells of an answer that a browser would not show to the page. Of one
// that it would, the page sees the header that the server exposes.
func (n *Network) checkSharing(x *Exchange, resp *httpclient.Response) {
	if x.request.Opaque || !n.CrossOrigin(resp.URL) {
		return
	}
	include, own := x.request.Credentials == Include, origin(n.page)
	if shared(resp.Header, own, include) {
		resp.Header = exposed(resp.Header, include)
		return
	}
	if include && resp.Header.Get("Access-Control-Allow-Origin") == own {
		own += " with credentials"
	}
	where, _, _ := strings.Cut(resp.URL, "?")
	n.DiagnoseAt(diagnostic.AnswerNotShared, x.place, where, own)
}

// shared reports whether a header lets a page of an origin see the answer (Fetch,
// section 4.10, "CORS check").
func shared(h http.Header, origin string, credentials bool) bool {
	switch h.Get("Access-Control-Allow-Origin") {
	case "*":
		return !credentials
	case origin:
		return !credentials || h.Get("Access-Control-Allow-Credentials") == "true"
	}
	return false
}

// exposed are the fields that a page of another origin sees (Fetch, section 2.2.2,
// "CORS-safelisted response-header name"). With credentials * is no wildcard.
func exposed(h http.Header, credentials bool) http.Header {
	names := map[string]bool{
		"Cache-Control": true, "Content-Language": true, "Content-Length": true, "Content-Type": true,
		"Expires": true, "Last-Modified": true, "Pragma": true,
	}
	for name := range strings.SplitSeq(strings.Join(h.Values("Access-Control-Expose-Headers"), ","), ",") {
		if name = strings.TrimSpace(name); name == "*" && !credentials {
			return h
		}
		names[http.CanonicalHeaderKey(name)] = true
	}
	seen := http.Header{}
	for name, values := range h {
		if names[name] {
			seen[name] = values
		}
	}
	return seen
}

// CheckHeader reports whether a page may set a header field (Fetch, section 2.2.2,
// "forbidden request-header"), and tells of one that it may not.
func (n *Network) CheckHeader(name, value string) bool {
	if !n.rules.Page || !forbidden(strings.ToLower(name), value) {
		return true
	}
	n.DiagnoseAt(diagnostic.HeaderForbidden, n.Caller(), name)
	return false
}

func forbidden(name, value string) bool {
	switch name {
	case "accept-charset", "accept-encoding", "access-control-request-headers", "access-control-request-method",
		"connection", "content-length", "cookie", "cookie2", "date", "dnt", "expect", "host", "keep-alive", "origin",
		"referer", "set-cookie", "te", "trailer", "transfer-encoding", "upgrade", "via":
		return true
	case "x-http-method", "x-http-method-override", "x-method-override":
		for method := range strings.SplitSeq(value, ",") {
			if ForbiddenMethod(strings.TrimSpace(method)) {
				return true
			}
		}
	}
	return strings.HasPrefix(name, "proxy-") || strings.HasPrefix(name, "sec-")
}

// ForbiddenMethod reports whether a page may not use a method (Fetch, section 2.2.1).
func ForbiddenMethod(method string) bool {
	switch strings.ToUpper(method) {
	case "CONNECT", "TRACE", "TRACK":
		return true
	}
	return false
}
