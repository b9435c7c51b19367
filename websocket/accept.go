package websocket

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// acceptWriteTimeout bounds the writing of a 101 response, which is small enough
// to find room in any connection whose client is alive.
const acceptWriteTimeout = 10 * time.Second

// Accept performs the server's opening handshake (RFC 6455, section 4.2) in an
// HTTP handler and takes over its connection. Nil options mean the zero
// AcceptOptions.
//
// Where it returns an error it has answered the request already, with the status
// that fits and the error's sentence; the handler only returns. Header fields
// that were set on w do not become part of a 101 response: see
// AcceptOptions.Header. The request must have come by HTTP/1.1, and w, or what
// it unwraps to, must be an http.Hijacker. The connection is Accept's from then on:
// on Linux its descriptor is moved, and the net.Conn that a listener has given is
// closed.
//
// How long a request and its header may be, and how slowly they may come, is for the
// http.Server to say: set ReadHeaderTimeout. The response has ten seconds to leave.
func Accept(w http.ResponseWriter, r *http.Request, opts *AcceptOptions) (*Conn, error) {
	params, err := accept(w, r, opts)
	if err != nil {
		return nil, fmt.Errorf("websocket: accepting %s: %w", r.RemoteAddr, err)
	}
	return newConn(params), nil
}

func accept(w http.ResponseWriter, r *http.Request, opts *AcceptOptions) (connParams, error) {
	if opts == nil {
		opts = &AcceptOptions{}
	}
	params, response, err := opts.settle(r)
	if err != nil {
		refuse(w, err)
		return connParams{}, err
	}
	nc, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		err = fmt.Errorf("the connection cannot be taken over from %T, which a middleware may have wrapped "+
			"without Hijack or Unwrap: %w", w, err)
		refuse(w, err)
		return connParams{}, err
	}
	// The server's own timeouts may still be set; they were for requests.
	nc.SetDeadline(time.Time{})
	nc.SetWriteDeadline(time.Now().Add(acceptWriteTimeout))
	if _, err := nc.Write(response); err != nil {
		nc.Close()
		return connParams{}, fmt.Errorf("sending the response: %w", err)
	}
	nc.SetWriteDeadline(time.Time{})
	params.netConn, params.owned = nc, true
	params.early, _ = rw.Reader.Peek(rw.Reader.Buffered())
	return params, nil
}

// refusal is a handshake that the server turns down.
type refusal struct {
	status int
	reason string
}

func (e *refusal) Error() string { return e.reason }

func refusef(status int, format string, args ...any) error {
	return &refusal{status, fmt.Sprintf(format, args...)}
}

// refuse answers a handshake that came to nothing. What is wrong with the
// server itself is not told to the client.
func refuse(w http.ResponseWriter, err error) {
	var e *refusal
	if !errors.As(err, &e) {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	switch e.status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodGet)
	case http.StatusUpgradeRequired:
		w.Header().Set("Upgrade", "websocket")
		w.Header().Set("Connection", "Upgrade")
		w.Header().Set(fieldVersion, protocolVersion)
	}
	http.Error(w, e.reason, e.status)
}

// settle judges a request and returns what was agreed together with the
// response that says so.
func (o *AcceptOptions) settle(r *http.Request) (connParams, []byte, error) {
	if err := errors.Join(checkHeader(o.Header), o.Compression.check()); err != nil {
		return connParams{}, nil, fmt.Errorf("AcceptOptions: %w", err)
	}
	if err := checkRequest(r); err != nil {
		return connParams{}, nil, err
	}
	if !o.originWelcome(r) {
		return connParams{}, nil, refusef(http.StatusForbidden,
			"the origin %q is not welcome at %s", r.Header.Get("Origin"), r.Host)
	}
	subprotocol, err := o.selectSubprotocol(r.Header.Values(fieldProtocol))
	if err != nil {
		return connParams{}, nil, err
	}
	offers, err := parseExtensions(r.Header.Values(fieldExtensions))
	if err != nil {
		return connParams{}, nil, refusef(http.StatusBadRequest, "%v", err)
	}
	deflate, extensions := o.Compression.settleOffer(offers)

	b := make([]byte, 0, 512)
	b = append(b, "HTTP/1.1 101 Switching Protocols\r\n"...)
	b = appendField(b, "Upgrade", "websocket")
	b = appendField(b, "Connection", "Upgrade")
	b = appendField(b, fieldAccept, acceptValue(r.Header.Get(fieldKey)))
	if subprotocol != "" {
		b = appendField(b, fieldProtocol, subprotocol)
	}
	if extensions != "" {
		b = appendField(b, fieldExtensions, extensions)
	}
	b = appendHeader(b, o.Header)
	return connParams{
		role:        server,
		subprotocol: subprotocol,
		deflate:     deflate,
		header:      r.Header,
		options:     o.Options,
	}, append(b, "\r\n"...), nil
}

// checkRequest holds a request against RFC 6455, section 4.2.1.
func checkRequest(r *http.Request) error {
	if !r.ProtoAtLeast(1, 1) || r.ProtoMajor > 1 {
		return refusef(http.StatusHTTPVersionNotSupported, "a WebSocket handshake takes HTTP/1.1; this request came by %s", r.Proto)
	}
	if r.Method != http.MethodGet {
		return refusef(http.StatusMethodNotAllowed, "a WebSocket handshake takes GET, not %s", r.Method)
	}
	if err := upgradesToWebSocket(r.Header); err != nil {
		return refusef(http.StatusUpgradeRequired, "this is a WebSocket endpoint: %v", err)
	}
	if versions := r.Header.Values(fieldVersion); len(versions) != 1 || versions[0] != protocolVersion {
		return refusef(http.StatusUpgradeRequired, "%s is %q; %s is the one version there is", fieldVersion, versions, protocolVersion)
	}
	keys := r.Header.Values(fieldKey)
	switch {
	case len(keys) != 1 || !validKey(keys[0]):
		return refusef(http.StatusBadRequest, "%s is %q where one value of 16 bytes in base64 is due", fieldKey, keys)
	case r.Host == "":
		return refusef(http.StatusBadRequest, "the request has no Host")
	case r.ContentLength != 0:
		// The body would be read as frames.
		return refusef(http.StatusBadRequest, "a WebSocket handshake has no body")
	}
	return nil
}

// originWelcome keeps the pages of other sites out (RFC 6455, section 10.2).
// Clients that are no browsers send no Origin.
func (o *AcceptOptions) originWelcome(r *http.Request) bool {
	origins := r.Header.Values("Origin")
	switch {
	case len(origins) == 0:
		return true
	case o.CheckOrigin != nil:
		return o.CheckOrigin(r)
	case len(origins) > 1:
		return false
	}
	origin, err := url.Parse(origins[0])
	if err != nil || origin.Host == "" {
		return false
	}
	own := url.URL{Scheme: origin.Scheme, Host: r.Host}
	return strings.EqualFold(hostOf(origin), hostOf(&own))
}

// hostOf is a URL's host with its port where that is not the scheme's own, which
// Origin and Host may both leave out.
func hostOf(u *url.URL) string {
	if port := u.Port(); port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		return strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.Host
}

// selectSubprotocol chooses among the subprotocols that the fields of a request
// offer; none offered and none chosen are "".
func (o *AcceptOptions) selectSubprotocol(fields []string) (string, error) {
	var offered []string
	for _, field := range fields {
		for p := range strings.SplitSeq(field, ",") {
			if p = strings.Trim(p, " \t"); p != "" {
				offered = append(offered, p)
			}
		}
	}
	if err := checkSubprotocols(offered); err != nil {
		return "", refusef(http.StatusBadRequest, "%s: %v", fieldProtocol, err)
	}
	if o.SelectSubprotocol != nil {
		selected := o.SelectSubprotocol(offered)
		if selected != "" && !slices.Contains(offered, selected) {
			return "", fmt.Errorf("SelectSubprotocol returned %q, which is none of the offered %q", selected, offered)
		}
		return selected, nil
	}
	for _, p := range o.Subprotocols {
		if slices.Contains(offered, p) {
			return p, nil
		}
	}
	return "", nil
}
