package websocket

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// checkDialOptions finds whatever would make a handshake request wrong, so that
// nothing is dialed for it.
func checkDialOptions(opts *DialOptions) error {
	if opts.Method != "" && !isToken(opts.Method) {
		return fmt.Errorf("the method %q is not a token (RFC 9110, section 9.1)", opts.Method)
	}
	if err := checkHeader(opts.Header); err != nil {
		return err
	}
	if hosts := fieldValues(opts.Header, "Host"); len(hosts) > 1 {
		return errors.New("the header field Host is given twice")
	} else if len(hosts) == 1 && (hosts[0] == "" || !httpguts.ValidHostHeader(hosts[0])) {
		return fmt.Errorf("the header field Host has the value %q, which is no host", hosts[0])
	}
	if err := checkSubprotocols(opts.Subprotocols); err != nil {
		return err
	}
	return opts.Compression.check()
}

// fieldValues are the values of a field whatever the spelling of its name in h,
// which need not be canonical.
func fieldValues(h http.Header, name string) []string {
	var values []string
	for k, v := range h {
		if strings.EqualFold(k, name) {
			values = append(values, v...)
		}
	}
	return values
}

// request is the client's half of the handshake (RFC 6455, section 4.1).
type request struct {
	target *target
	method string
	header http.Header // the caller's, checked
	key    string
	opts   *DialOptions
}

// bytes is the request as it goes out. It is not built by http.Request.Write,
// which adds a User-Agent, rewrites the spelling of Host, and gives CONNECT an
// authority for its target.
func (q *request) bytes() []byte {
	b := make([]byte, 0, 1024)
	b = append(b, q.method+" "+q.target.resource()+" HTTP/1.1\r\n"...)
	host := q.target.hostField()
	if given := fieldValues(q.header, "Host"); len(given) > 0 {
		host = given[0]
	}
	b = appendField(b, "Host", host)
	b = appendField(b, "Upgrade", "websocket")
	b = appendField(b, "Connection", "Upgrade")
	b = appendField(b, fieldKey, q.key)
	b = appendField(b, fieldVersion, protocolVersion)
	if len(q.opts.Subprotocols) > 0 {
		b = appendField(b, fieldProtocol, strings.Join(q.opts.Subprotocols, ", "))
	}
	if q.opts.Compression != nil {
		b = appendField(b, fieldExtensions, q.opts.Compression.offer())
	}
	switch q.method {
	case http.MethodPost, http.MethodPut, http.MethodPatch:
		// Their meaning wants a body, so say that there is none (RFC 9110, section 8.6).
		b = appendField(b, "Content-Length", "0")
	}
	if user := q.target.url.User; user != nil && len(fieldValues(q.header, "Authorization")) == 0 {
		b = appendField(b, "Authorization", basicAuth(user))
	}
	cookies := q.jarCookies()
	if cookies != "" {
		// A client sends one Cookie field (RFC 6265, section 5.4).
		b = appendField(b, "Cookie", strings.Join(append(fieldValues(q.header, "Cookie"), cookies), "; "))
	}
	b = appendHeader(b, without(q.header, func(name string) bool {
		return strings.EqualFold(name, "Host") || cookies != "" && strings.EqualFold(name, "Cookie")
	}))
	return append(b, "\r\n"...)
}

// jarCookies are the jar's for the target, as one value.
func (q *request) jarCookies() string {
	if q.opts.Jar == nil {
		return ""
	}
	r := http.Request{Header: make(http.Header)}
	for _, c := range q.opts.Jar.Cookies(q.target.httpURL()) {
		r.AddCookie(c)
	}
	return r.Header.Get("Cookie")
}

// without is h less the fields that drop names.
func without(h http.Header, drop func(name string) bool) http.Header {
	rest := make(http.Header, len(h))
	for name, values := range h {
		if !drop(name) {
			rest[name] = values
		}
	}
	return rest
}

// basicAuth is the Authorization of a URL's user information (RFC 7617).
func basicAuth(user *url.Userinfo) string {
	password, _ := user.Password()
	r := http.Request{Header: make(http.Header)}
	r.SetBasicAuth(user.Username(), password)
	return r.Header.Get("Authorization")
}
