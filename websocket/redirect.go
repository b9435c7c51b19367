package websocket

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// redirects tells whether the response sends the client elsewhere (RFC 9110,
// section 15.4).
func (e *HandshakeError) redirects() bool {
	switch e.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// redirected is the request that follows a redirect. Location may be relative,
// and http or https stand for ws and wss. What was meant for one host is not
// told to another, and nobody is led from wss to ws.
func (q *request) redirected(from *HandshakeError) (*request, error) {
	location := from.Header.Get("Location")
	if location == "" {
		return nil, fmt.Errorf("the server answered %q without a Location", from.Status)
	}
	ref, err := url.Parse(location)
	if err != nil {
		return nil, fmt.Errorf("redirect: %w", err)
	}
	u := q.target.url.ResolveReference(ref)
	u.Fragment, u.RawFragment = "", "" // fragments do not travel (RFC 6455, section 3)
	switch u.Scheme {
	case "http":
		u.Scheme = "ws"
	case "https":
		u.Scheme = "wss"
	}
	t, err := newTarget(u)
	if err != nil {
		return nil, fmt.Errorf("redirect: %w", err)
	}
	if q.target.secure() && !t.secure() {
		return nil, errors.New("redirect: from wss to ws, which would give up encryption; dial the ws URL if that is wanted")
	}
	next := &request{target: t, method: q.method, header: q.header, opts: q.opts}
	if !sameHost(q.target, t) {
		next.header = without(q.header, func(name string) bool {
			switch http.CanonicalHeaderKey(name) {
			case "Authorization", "Proxy-Authorization", "Cookie", "Host":
				return true
			}
			return false
		})
	}
	// As browsers do (Fetch, "HTTP-redirect fetch").
	if from.StatusCode == http.StatusSeeOther && q.method != http.MethodHead ||
		q.method == http.MethodPost && from.StatusCode <= http.StatusFound {
		next.method = http.MethodGet
	}
	return next, nil
}

// sameHost tells whether both URLs belong to one server: the same host and port,
// or the same host on the default ports of ws and wss.
func sameHost(a, b *target) bool {
	return strings.EqualFold(a.host, b.host) &&
		(a.port == b.port || a.port == a.defaultPort() && b.port == b.defaultPort())
}
