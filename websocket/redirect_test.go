package websocket

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func redirectTo(status int, location string) string {
	return fmt.Sprintf("HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", status, location)
}

func TestDialFollowsRedirects(t *testing.T) {
	tests := []struct {
		name     string
		status   int
		location string // HERE is the server's address
		method   string
		want     string // the second request's line
	}{
		{"301, absolute path", 301, "/b?c", "", "GET /b?c HTTP/1.1"},
		{"302, relative", 302, "b", "", "GET /a/b HTTP/1.1"},
		{"303", 303, "ws://HERE/b", "PUT", "GET /b HTTP/1.1"},
		{"307, by http", 307, "http://HERE/b", "POST", "POST /b HTTP/1.1"},
		{"308, without scheme", 308, "//HERE/b", "", "GET /b HTTP/1.1"},
		{"302 of POST", 302, "/b", "POST", "GET /b HTTP/1.1"},
		{"302 of PUT", 302, "/b", "PUT", "PUT /b HTTP/1.1"},
		{"a fragment", 302, "/b#c", "", "GET /b HTTP/1.1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			second := make(chan *rawRequest, 1)
			addr := rawServer(t, func(r *rawRequest) string {
				if r.URL.Path == "/a/" {
					return redirectTo(tt.status, strings.ReplaceAll(tt.location, "HERE", r.Host))
				}
				second <- r
				return switching()
			})
			mustDial(t, "ws://"+addr+"/a/", &DialOptions{Redirects: 1, Method: tt.method, Header: http.Header{"authorization": {"a"}, "cookie": {"b=c"}}})
			r := <-second
			if line, _, _ := strings.Cut(r.raw, "\r\n"); line != tt.want {
				t.Errorf("the second request is %q, want %q", line, tt.want)
			}
			if r.Header.Get("Authorization") != "a" || r.Header.Get("Cookie") != "b=c" {
				t.Errorf("the same host is not told what it was told before: %v", r.Header)
			}
		})
	}
}

func TestRedirectTellsAnotherHostNoSecrets(t *testing.T) {
	second := make(chan *rawRequest, 1)
	other := rawServer(t, func(r *rawRequest) string { second <- r; return switching() })
	addr := answering(t, redirectTo(302, "ws://"+other+"/"))
	mustDial(t, "ws://user:pass@"+addr, &DialOptions{Redirects: 1, Header: http.Header{
		"authorization": {"a"}, "COOKIE": {"b=c"}, "Host": {"example.test"}, "X-Other": {"d"},
	}})
	r := <-second
	if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Host != other || r.Header.Get("X-Other") != "d" {
		t.Errorf("the second request is\n%s", r.raw)
	}
}

func TestRedirectThatIsNotFollowed(t *testing.T) {
	tests := []struct {
		name      string
		answer    string
		redirects int
		want      string
	}{
		{"because none was asked for", redirectTo(302, "/"), 0, `"302 Moved"`},
		{"because there are too many", redirectTo(302, "/"), 3, "more redirects than the 3"},
		{"for want of a Location", "HTTP/1.1 302 Moved\r\nContent-Length: 0\r\n\r\n", 3, "Location"},
		{"because its Location is none", redirectTo(302, "ws://[::1"), 3, "redirect"},
		{"because its scheme is another", redirectTo(302, "ftp://127.0.0.1/"), 3, "ftp"},
		{"because its status is none of redirects", "HTTP/1.1 300 Choices\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", 3, `"300 Choices"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Dial(context.Background(), "ws://"+answering(t, tt.answer), &DialOptions{Redirects: tt.redirects})
			var failed *HandshakeError
			if !errors.As(err, &failed) || failed.StatusCode/100 != 3 || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestRedirectStaysEncrypted(t *testing.T) {
	for location, want := range map[string]string{
		"ws://example.test/b": "", "http://example.test/b": "",
		"https://example.test/b": "wss://example.test/b", "/b": "wss://example.test/b", "//other.test/": "wss://other.test/",
	} {
		from, err := parseTarget("wss://example.test/a")
		if err != nil {
			t.Fatal(err)
		}
		q := &request{target: from, method: "GET", opts: &DialOptions{}}
		next, err := q.redirected(&HandshakeError{StatusCode: 302, Header: http.Header{"Location": {location}}})
		if want == "" {
			if err == nil || !strings.Contains(err.Error(), "wss to ws") {
				t.Errorf("%s: the error is %v", location, err)
			}
		} else if err != nil || next.target.String() != want {
			t.Errorf("%s leads to %v, %v, want %s", location, next.target, err, want)
		}
	}
}

func TestSameHost(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"ws://a.test/x", "ws://A.test:80/y", true},
		{"ws://a.test", "wss://a.test", true},
		{"ws://a.test", "ws://b.a.test", false},
		{"ws://a.test", "ws://a.test:81", false},
		{"ws://a.test:81", "wss://a.test", false},
		{"ws://a.test:81", "wss://a.test:81", true},
	}
	for _, tt := range tests {
		a, err := parseTarget(tt.a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := parseTarget(tt.b)
		if err != nil {
			t.Fatal(err)
		}
		if sameHost(a, b) != tt.want || sameHost(b, a) != tt.want {
			t.Errorf("%s and %s: same host is not %v", a, b, tt.want)
		}
	}
}
