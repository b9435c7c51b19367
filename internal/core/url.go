package core

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"

	whatwg "github.com/nlnwa/whatwg-url/url"

	"github.com/unisocket/uni/platform"
)

// readURL reads the url option as the platform does.
func (s *socket) readURL(raw string) error {
	if s.native.URL.WHATWG {
		return s.readWHATWG(raw)
	}
	if raw == "" {
		return errEmptyURL
	}
	u, err := url.Parse(raw)
	if err != nil {
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err
		}
		return fmt.Errorf("invalid url %q: %w", raw, err)
	}
	if s.native.URL.HTTP && (u.Scheme == "http" || u.Scheme == "https") {
		u.Scheme = strings.Replace(u.Scheme, "http", "ws", 1)
	}
	switch {
	case s.native.URL.MaxLength > 0 && len(raw) > s.native.URL.MaxLength:
		return fmt.Errorf("invalid url: it is longer than %d bytes", s.native.URL.MaxLength)
	case u.Scheme == "":
		return fmt.Errorf("invalid url %q: it has to begin with ws:// or wss://", raw)
	case u.Scheme != "ws" && u.Scheme != "wss":
		return fmt.Errorf("invalid url %q: %w", raw, errScheme)
	case u.Hostname() == "":
		return fmt.Errorf("invalid url %q: it names no host", raw)
	case s.native.URL.HTTP && strings.Contains(raw, "#"):
		u.Fragment = "" // which OkHttp and Foundation take and leave out
	case u.Fragment != "" || strings.Contains(raw, "#"):
		return fmt.Errorf("invalid url %q: a WebSocket URL has no fragment (#)", raw)
	}
	s.target = raw
	if s.native.URL.HTTP {
		s.target = u.String()
	}
	s.address = address(u.Scheme, u.Hostname(), u.Port())
	return nil
}

var (
	errEmptyURL = errors.New(`invalid url "": it has to begin with ws:// or wss://`)
	errScheme   = errors.New("it has to begin with ws:// or wss://")
)

// readWHATWG is the URL part of a browser's WebSocket constructor (WHATWG
// WebSockets, section 3.1), in the order of Chromium's checks.
func (s *socket) readWHATWG(raw string) error {
	rule, page := &s.native.URL, s.app.page
	parse := whatwg.Parse
	if page != nil {
		parse = page.Parse
	}
	u, err := parse(raw)
	if err != nil {
		// Chromium takes a host with a space, which no lookup ever finds.
		if host, ok := spaceInHost(raw); ok {
			if _, err := parse(strings.Replace(raw, host, strings.ReplaceAll(host, " ", "-"), 1)); err == nil {
				s.blocked = fmt.Errorf("there is no host %q", host)
				return nil
			}
		}
		return exceptionf(rule.Invalid, raw)
	}
	switch u.Scheme() {
	case "http":
		u.SetProtocol("ws")
	case "https":
		u.SetProtocol("wss")
	}
	if u.Scheme() != "ws" && u.Scheme() != "wss" {
		return exceptionf(rule.Scheme, u.Scheme())
	}
	if _, fragment, ok := strings.Cut(u.Href(false), "#"); ok {
		return exceptionf(rule.Fragment, fragment)
	}
	s.insecure = rule.SecurePageOnly && u.Scheme() == "ws" && page != nil && page.Scheme() == "https" && !trustworthy(u.Hostname())
	s.target = u.Href(true)
	s.address = address(u.Scheme(), strings.Trim(u.Hostname(), "[]"), u.Port())
	if u.Port() != "" && slices.Contains(rule.BlockedPorts, u.DecodedPort()) {
		s.blocked = fmt.Errorf("port %s is one that browsers do not connect to", u.Port())
	}
	return nil
}

func exceptionf(e platform.Exception, arg any) error {
	e.Text = filled(e.Text, arg)
	return exception(e)
}

func address(scheme, host, port string) string {
	if port == "" {
		port = "80"
		if scheme == "wss" {
			port = "443"
		}
	}
	return net.JoinHostPort(host, port)
}

// spaceInHost finds the host of an absolute URL if it has a space in it.
func spaceInHost(raw string) (string, bool) {
	_, rest, ok := strings.Cut(strings.TrimSpace(raw), "://")
	if !ok {
		return "", false
	}
	host, _, _ := strings.Cut(rest, "/")
	return host, strings.Contains(host, " ")
}

// trustworthy reports whether a page that came over https may use ws to the
// host: this machine, and addresses and names that no certificate can be had
// for (§7a).
func trustworthy(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified())
}

// checkSubprotocols is the protocols part of the constructor.
func checkSubprotocols(rule platform.URLRule, protocols []string) error {
	for _, p := range protocols {
		if !isToken(p) {
			return exceptionf(rule.Subprotocol, escapeNonPrintable(p))
		}
	}
	for i, p := range protocols {
		if slices.Contains(protocols[:i], p) {
			return exceptionf(rule.Duplicate, escapeNonPrintable(p))
		}
	}
	return nil
}

// isToken reports whether p is a token of RFC 9110, section 5.6.2.
func isToken(p string) bool {
	for i := range len(p) {
		if c := p[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	return p != ""
}

// escapeNonPrintable writes a backslash twice and what is not printable ASCII as
// \u and four hex digits, as Chromium's messages do.
func escapeNonPrintable(p string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(p)) {
		switch {
		case unit == '\\':
			b.WriteString(`\\`)
		case unit >= 0x20 && unit < 0x7f:
			b.WriteByte(byte(unit))
		default:
			b.WriteString(`\u` + strings.ToUpper(fmt.Sprintf("%04x", unit)))
		}
	}
	return b.String()
}
