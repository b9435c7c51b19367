package network

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/httpclient"
)

// A browser asks a server of another origin whether a page may send a request that a
// form could not (Fetch, section 4.8, "CORS-preflight fetch"). It is asked here, too;
// where the server says no, that is told of and the request is sent all the same.

// preflight is what is asked for a request.
type preflight struct {
	method      string
	fields      []string // names of the header that are not safelisted, sorted
	credentials bool
	origin      string
}

// preflightAge is how long an answer holds where it does not say so, and
// longestPreflightAge Chromium's bound.
const (
	preflightAge        = 5 * time.Second
	longestPreflightAge = 2 * time.Hour
)

// preflightFor is what has to be asked before x, or nil.
func (n *Network) preflightFor(x *Exchange) *preflight {
	r := &x.request
	if r.Opaque || !n.CrossOrigin(r.URL) {
		return nil
	}
	p := &preflight{method: r.Method, credentials: r.Credentials == Include, origin: origin(n.page)}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if lower := strings.ToLower(name); !safelisted(lower, strings.Join(r.Header[name], ", ")) {
			p.fields = append(p.fields, lower)
		}
	}
	simple := safeMethod(r.Method) && len(p.fields) == 0 && x.handlers.Sent == nil
	if simple || time.Now().Before(n.preflights[p.key(r.URL)]) {
		return nil
	}
	return p
}

// safeMethod: a CORS-safelisted method (Fetch, section 2.2.1).
func safeMethod(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodPost
}

// safelisted: a CORS-safelisted request-header (Fetch, section 2.2.2).
func safelisted(name, value string) bool {
	if len(value) > 128 {
		return false
	}
	switch name {
	case "accept", "accept-language", "content-language":
		return true
	case "range":
		return strings.HasPrefix(value, "bytes=") && !strings.Contains(value, ",")
	case "content-type":
		essence, _, _ := strings.Cut(value, ";")
		switch strings.ToLower(strings.TrimSpace(essence)) {
		case "application/x-www-form-urlencoded", "multipart/form-data", "text/plain":
			return true
		}
	}
	return false
}

// key is by what answers are kept.
func (p *preflight) key(url string) string {
	return fmt.Sprint(url, " ", p.method, p.fields, p.credentials)
}

// ask asks, on the exchange's goroutine. A server that cannot be reached will not be
// by the request itself.
func (p *preflight) ask(ctx context.Context, x *Exchange, wire httpclient.Request) {
	h := http.Header{"Accept": {"*/*"}, "Origin": {p.origin}, "Access-Control-Request-Method": {p.method}}
	if len(p.fields) > 0 {
		h.Set("Access-Control-Request-Headers", strings.Join(p.fields, ","))
	}
	resp, err := x.network.client.Do(ctx, httpclient.Request{
		Method: http.MethodOptions, URL: wire.URL, Header: h, NoCookies: true, Redirect: httpclient.Manual,
	})
	if err != nil {
		return
	}
	resp.Body.Close()
	problem := p.problem(resp)
	x.post(func() {
		n := x.network
		if problem != "" {
			where, _, _ := strings.Cut(wire.URL, "?")
			n.DiagnoseAt(diagnostic.PreflightRefused, x.place, where, problem)
			return
		}
		age := preflightAge
		if seconds, err := strconv.Atoi(resp.Header.Get("Access-Control-Max-Age")); err == nil {
			age = min(time.Duration(max(seconds, 0))*time.Second, longestPreflightAge)
		}
		n.preflights[p.key(wire.URL)] = time.Now().Add(age)
	})
}

// problem says what is wrong with an answer; "" is nothing.
func (p *preflight) problem(resp *httpclient.Response) string {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Sprintf("is %d %s", resp.StatusCode, resp.StatusText)
	}
	if !shared(resp.Header, p.origin, p.credentials) {
		return "does not allow the origin " + p.origin
	}
	admits := func(list, what string, wildcard bool) bool {
		for item := range strings.SplitSeq(strings.Join(resp.Header.Values(list), ","), ",") {
			if item = strings.TrimSpace(item); strings.EqualFold(item, what) || item == "*" && wildcard {
				return true
			}
		}
		return false
	}
	if !safeMethod(p.method) && !admits("Access-Control-Allow-Methods", p.method, !p.credentials) {
		return "does not allow the method " + p.method
	}
	for _, name := range p.fields {
		if !admits("Access-Control-Allow-Headers", name, !p.credentials && name != "authorization") {
			return "does not allow the header " + name
		}
	}
	return ""
}
