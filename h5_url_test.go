package uni_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/unisocket/uni"
)

// The texts are Chromium's (docs/behaviour.md, section 7a).
func TestOnH5AURLOrSubprotocolThatABrowserRefusesFailsTheCall(t *testing.T) {
	const (
		construct = "connectSocket:fail SyntaxError: Failed to construct 'WebSocket': "
		scheme    = construct + "The URL's scheme must be either 'http', 'https', 'ws', or 'wss'. '%s' is not allowed."
		fragment  = construct + "The URL contains a fragment identifier ('%s'). Fragment identifiers are not allowed in WebSocket URLs."
		protocol  = construct + "The subprotocol '%s' is invalid."
		duplicate = construct + "The subprotocol '%s' is duplicated."
		insecure  = "connectSocket:fail SecurityError: Failed to construct 'WebSocket': An insecure WebSocket connection may not be initiated from a page loaded over HTTPS."
	)
	invalid := func(url string) string { return construct + "The URL '" + url + "' is invalid." }
	of := func(format, arg string) string { return strings.Replace(format, "%s", arg, 1) }
	const page, securePage = "http://page.example/", "https://page.example/"
	for _, c := range []struct {
		page, url string
		protocols []string
		want      string
	}{
		{page, "ws://", nil, invalid("ws://")},
		{page, "ws://[", nil, invalid("ws://[")},
		{page, "ws://a:99999/", nil, invalid("ws://a:99999/")},
		{page, "ws://a:b/", nil, invalid("ws://a:b/")},
		{page, "ws://1.2.3.4.5.256/", nil, invalid("ws://1.2.3.4.5.256/")},
		{page, "ftp://a/", nil, of(scheme, "ftp")},
		{page, "FILE:///a", nil, of(scheme, "file")},
		{page, "mailto:a@b", nil, of(scheme, "mailto")},
		{page, "localhost:8080", nil, of(scheme, "localhost")},
		{page, "ws://a/#f", nil, of(fragment, "f")},
		{page, "#f", nil, of(fragment, "f")},
		{page, "ws://a/?q#", nil, of(fragment, "")},
		{page, "ws://a/", []string{""}, of(protocol, "")},
		{page, "ws://a/", []string{"a b"}, of(protocol, "a b")},
		{page, "ws://a/", []string{"ok", "a,b"}, of(protocol, "a,b")},
		{page, "ws://a/", []string{"\t"}, of(protocol, `\u0009`)},
		{page, "ws://a/", []string{"协议"}, of(protocol, `\u534F\u8BAE`)},
		{page, "ws://a/", []string{`\`}, of(protocol, `\\`)},
		{page, "ws://a/", []string{"a", "b", "a"}, of(duplicate, "a")},
		{page, "ftp://a/#f", []string{"a b"}, of(scheme, "ftp")},
		{page, "ws://a/#f", []string{"a b"}, of(fragment, "f")},
		{page, "ws://a/", []string{"x", "x", "a b"}, of(protocol, "a b")},
		{securePage, "ws://name.example/", nil, insecure},
		{securePage, "http://name.example/", nil, insecure},
		{securePage, "ws://8.8.8.8/", nil, insecure},
		{securePage, "ws://[2001:db8::1]/", nil, insecure},
		{securePage, "ws://notlocalhost/", nil, insecure},
		{securePage, "ws://a/#f", nil, of(fragment, "f")},
		{securePage, "ws://a/", []string{"a b"}, of(protocol, "a b")},
	} {
		t.Run(fmt.Sprint(c.url, c.protocols), func(t *testing.T) {
			app := newApp(t, uni.Config{Platform: "h5", PageURL: c.page, DialContext: noDial(t)})
			j := newJournal()
			o := j.options("task", c.url)
			o.Protocols = c.protocols
			_, err := app.ConnectSocket(o)
			if text(err) != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
			settle(t, app)
			j.is(t, "task fail "+c.want, "task complete "+c.want)
		})
	}
}

func TestOnH5URLsResolveAgainstThePage(t *testing.T) {
	for _, c := range []struct{ page, url, address, request string }{
		{"", "", "localhost:80", "/"},
		{"", "chat", "localhost:80", "/chat"},
		{"", "bad url", "localhost:80", "/bad%20url"},
		{"http://h:8080/a/b?c", "", "h:8080", "/a/b?c"},
		{"http://h:8080/a/b?c", "d?e", "h:8080", "/a/d?e"},
		{"http://h:8080/a/b?c", "/d", "h:8080", "/d"},
		{"http://h:8080/a/b#f", "?q", "h:8080", "/a/b?q"},
		{"http://h:8080/a/b", "//i/j", "i:80", "/j"},
		{"http://h/", "http://i:81/j", "i:81", "/j"},
		{"http://h/", "  WS://I:80/../k\t ", "i:80", "/k"},
		{"http://h/", "ws://0x7f.1/", "127.0.0.1:80", "/"},
		{"http://h/", "ws://例子.example/", "xn--fsqu00a.example:80", "/"},
		{"https://h/", "https://i", "i:443", ""},
		{"https://h/x", "y", "h:443", ""},
		{"https://h:8443/x", "wss://i:1234/y", "i:1234", ""},
		// From a page that came over https, ws leads to this machine and to
		// addresses that nobody else has.
		{"https://h/", "ws://localhost:8080/", "localhost:8080", "/"},
		{"https://h/", "ws://a.localhost/", "a.localhost:80", "/"},
		{"https://h/", "ws://a.local/", "a.local:80", "/"},
		{"https://h/", "ws://127.0.0.1:8080/", "127.0.0.1:8080", "/"},
		{"https://h/", "ws://[::1]/", "[::1]:80", "/"},
		{"https://h/", "ws://192.168.1.1/", "192.168.1.1:80", "/"},
		{"https://h/", "ws://10.0.0.1/", "10.0.0.1:80", "/"},
	} {
		t.Run(c.page+" "+c.url, func(t *testing.T) {
			dialed := make(chan string, 1)
			s := serve(t, nil, nil)
			app := newApp(t, uni.Config{
				Platform: "h5", PageURL: c.page,
				DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
					dialed <- addr
					if c.request == "" { // wss, which these servers do not speak
						return refuse(ctx, network, addr)
					}
					var d net.Dialer
					return d.DialContext(ctx, "tcp", strings.TrimPrefix(s.url, "ws://"))
				},
			})
			connect(t, app, uni.ConnectSocketOptions{URL: c.url})
			if got := await(t, dialed, "dial"); got != c.address {
				t.Errorf("%s was dialed, want %s", got, c.address)
			}
			if c.request == "" {
				return
			}
			if got := await(t, s.requests, "request").RequestURI; got != c.request {
				t.Errorf("%s was asked for, want %s", got, c.request)
			}
		})
	}
}

func TestOnH5SomePortsAreBlocked(t *testing.T) {
	for _, port := range []string{"1", "22", "25", "6000", "6666", "10080"} {
		app := newApp(t, uni.Config{Platform: "h5", DialContext: noDial(t)})
		j := newJournal()
		j.global(app)
		connect(t, app, j.options("task", "ws://name.example:"+port+"/"))
		j.await(t, "task close")
		j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok", "task error", "global error", "task close 1006 ")
	}
}

func TestOnH5AHostWithASpaceIsNotFound(t *testing.T) {
	app := newApp(t, uni.Config{Platform: "h5", DialContext: noDial(t)})
	j := newJournal()
	connect(t, app, j.options("task", "ws://a b/"))
	j.await(t, "task close")
	j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok", "task error", "task close 1006 ")
}
