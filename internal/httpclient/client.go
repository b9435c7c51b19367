// Package httpclient is HTTP as the scripts of an app see it: over net/http, with
// the dialing, the certificates and the proxies of the WebSocket handshakes beside
// it. It knows nothing of uni-app or of JavaScript.
//
// A [Client] has the connections and cookies of one app. [Client.Do] sends a
// [Request] and returns when the head of the [Response] is there; its body is read
// as it comes.
package httpclient

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/net/http/httpguts"

	"github.com/unisocket/uni/websocket"
)

// Config are the choices of a Client.
type Config struct {
	// Dial has what is shared with the handshakes: DialContext, TLS, Proxy, and
	// Header, whose fields every request has that does not set them itself.
	Dial websocket.DialOptions

	// Cookies keeps those of responses and sends them with later requests.
	Cookies bool

	// Connections bounds those to one host; 0 is no bound.
	Connections int
}

// Client sends requests. It may be used from several goroutines.
type Client struct {
	config    Config
	once      sync.Once
	transport atomic.Pointer[http.Transport] // nil before the first request
	jar       *Jar                           // nil keeps none
}

// New makes a Client.
func New(c Config) *Client {
	client := &Client{config: c}
	if c.Cookies {
		client.jar = NewJar()
	}
	return client
}

// connections are made with the first request.
func (c *Client) connections() *http.Transport {
	c.once.Do(func() {
		choose := c.config.Dial.Proxy
		if choose == nil {
			choose = websocket.ProxyFromEnvironment
		}
		c.transport.Store(&http.Transport{
			DialContext:       c.config.Dial.DialContext,
			TLSClientConfig:   cloned(c.config.Dial.TLS),
			Proxy:             func(r *http.Request) (*url.URL, error) { return choose(r.URL) },
			ForceAttemptHTTP2: true,
			MaxConnsPerHost:   c.config.Connections,
			// As many as may be there, lest a burst of requests dials anew each time.
			MaxIdleConnsPerHost: max(c.config.Connections, 16),
		})
	})
	return c.transport.Load()
}

// Jar has the client's cookies; nil where it keeps none.
func (c *Client) Jar() *Jar { return c.jar }

func cloned(c *tls.Config) *tls.Config {
	if c == nil {
		return nil
	}
	return c.Clone()
}

// CloseIdle closes the connections that no request uses.
func (c *Client) CloseIdle() {
	if t := c.transport.Load(); t != nil {
		t.CloseIdleConnections()
	}
}

// Redirect is what becomes of a redirection (Fetch Standard, "redirect mode").
type Redirect uint8

const (
	// Follow goes on to its target, 20 times at most.
	Follow Redirect = iota
	// Refuse makes it an error.
	Refuse
	// Manual takes it for the response.
	Manual
)

// maxRedirects is the Fetch Standard's (section 4.4, HTTP-redirect fetch).
const maxRedirects = 20

// ErrRedirect is the error of a redirection that Refuse refuses, and of one too many.
var ErrRedirect = errors.New("the response is a redirection")

// Request is what is sent. Names of header fields are sent in their canonical form.
type Request struct {
	Method string // "" is GET
	URL    string // absolute, http or https
	Header http.Header
	Body   []byte // nil is none
	// NoCookies leaves the client's cookies alone.
	NoCookies bool
	Redirect  Redirect
	// Sent, where not nil, is told how much of Body has been read by the
	// connection, from its goroutine.
	Sent func(n int64)
}

// Response is the head of what comes back, with the body to read.
type Response struct {
	StatusCode int
	StatusText string // the reason phrase, "" with HTTP/2, which has none
	Header     http.Header
	URL        string // after redirections, without a fragment
	Redirected bool
	Length     int64         // of Body; -1 is unknown, as of one that was compressed
	Body       io.ReadCloser // has to be closed
}

// Do sends r and waits for the head of the response. The context bounds the body as
// well. An error is the context's cause, wraps that of the network, or says what is
// wrong with the request.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	req, err := c.request(ctx, r)
	if err != nil {
		return nil, err
	}
	client := http.Client{Transport: c.connections(), CheckRedirect: redirects(r.Redirect)}
	if !r.NoCookies && c.jar != nil {
		client.Jar = c.jar
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, reason(ctx, err)
	}
	_, text, _ := strings.Cut(resp.Status, " ")
	if resp.ProtoMajor > 1 {
		text = ""
	}
	final := *resp.Request.URL
	final.Fragment, final.RawFragment = "", ""
	return &Response{
		StatusCode: resp.StatusCode,
		StatusText: text,
		Header:     resp.Header,
		URL:        final.String(),
		Redirected: resp.Request != req,
		Length:     resp.ContentLength,
		Body:       body{ctx, resp.Body},
	}, nil
}

// request is r as net/http has it.
func (c *Client) request(ctx context.Context, r Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, nil)
	if err != nil {
		return nil, err
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" || req.URL.Hostname() == "" {
		return nil, fmt.Errorf("the URL %q is none of http or https with a host", r.URL)
	}
	for _, header := range []http.Header{c.config.Dial.Header, r.Header} {
		for _, name := range slices.Sorted(maps.Keys(header)) {
			if err := setField(req, name, header[name]); err != nil {
				return nil, err
			}
		}
	}
	if _, given := req.Header["User-Agent"]; !given {
		req.Header["User-Agent"] = nil // none, as in the handshakes
	}
	if r.Body != nil {
		req.ContentLength = int64(len(r.Body))
		req.GetBody = func() (io.ReadCloser, error) {
			return io.NopCloser(&sending{Reader: bytes.NewReader(r.Body), sent: r.Sent}), nil
		}
		if req.Body, _ = req.GetBody(); len(r.Body) == 0 {
			req.Body = http.NoBody
		}
	}
	return req, nil
}

// setField puts a header field in the place where net/http looks for it. The
// transport asks for gzip and undoes it by itself, unless a request says otherwise.
func setField(req *http.Request, name string, values []string) error {
	if !httpguts.ValidHeaderFieldName(name) {
		return fmt.Errorf("the header name %q is not valid", name)
	}
	for _, value := range values {
		if !httpguts.ValidHeaderFieldValue(value) {
			return fmt.Errorf("the value of the header %s is not valid: it may not hold CR, LF, NUL or other control characters", name)
		}
	}
	switch name = http.CanonicalHeaderKey(name); name {
	case "Host":
		if len(values) > 0 {
			req.Host = values[0]
		}
	case "Accept-Encoding", "Content-Length":
	default:
		req.Header[name] = values
	}
	return nil
}

func redirects(mode Redirect) func(*http.Request, []*http.Request) error {
	return func(_ *http.Request, via []*http.Request) error {
		switch {
		case mode == Manual:
			return http.ErrUseLastResponse
		case mode == Refuse:
			return ErrRedirect
		case len(via) > maxRedirects:
			return fmt.Errorf("%w, the %dth in a row", ErrRedirect, len(via))
		}
		return nil
	}
}

// reason is err without the method and URL that net/http puts before it, or why the
// context ended.
func reason(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if e := (*url.Error)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}

// body has its errors as Do has them.
type body struct {
	ctx context.Context
	io.ReadCloser
}

func (b body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = reason(b.ctx, err)
	}
	return n, err
}

// sending tells how much of a body was read.
type sending struct {
	*bytes.Reader
	sent func(int64)
}

func (s *sending) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if s.sent != nil && n > 0 {
		s.sent(s.Size() - int64(s.Len()))
	}
	return n, err
}

// WriteTo is what io.Copy would take instead, in one piece.
func (s *sending) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{s})
}
