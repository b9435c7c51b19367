package websocket

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseTarget(t *testing.T) {
	type parts struct{ Address, Host, Resource, HTTP string }
	tests := []struct {
		url  string
		want parts
	}{
		{"ws://example.test", parts{"example.test:80", "example.test", "/", "http://example.test"}},
		{"WSS://Example.test/", parts{"Example.test:443", "Example.test", "/", "https://Example.test/"}},
		{"ws://example.test:80/", parts{"example.test:80", "example.test", "/", "http://example.test/"}},
		{"ws://example.test:/", parts{"example.test:80", "example.test", "/", "http://example.test/"}},
		{"wss://example.test:80/a", parts{"example.test:80", "example.test:80", "/a", "https://example.test:80/a"}},
		{"ws://u:p@127.0.0.1:8080/a/b?c=d", parts{"127.0.0.1:8080", "127.0.0.1:8080", "/a/b?c=d", "http://127.0.0.1:8080/a/b?c=d"}},
		{"ws://[::1]/", parts{"[::1]:80", "[::1]", "/", "http://[::1]/"}},
		{"ws://[::1]:81/", parts{"[::1]:81", "[::1]:81", "/", "http://[::1]:81/"}},
		{"wss://[fe80::1%25eth0]:81/", parts{"[fe80::1%eth0]:81", "[fe80::1]:81", "/", "https://[fe80::1]:81/"}},
		{"ws://bücher.test/ü", parts{"xn--bcher-kva.test:80", "xn--bcher-kva.test", "/%C3%BC", "http://xn--bcher-kva.test/%C3%BC"}},
		{"ws://例子.test?房间=一 号", parts{"xn--fsqu00a.test:80", "xn--fsqu00a.test", "/?%E6%88%BF%E9%97%B4=%E4%B8%80%20%E5%8F%B7", "http://xn--fsqu00a.test?房间=一 号"}},
		{"ws://h/a%2Fb?", parts{"h:80", "h", "/a%2Fb?", "http://h/a%2Fb?"}},
		{"ws://h//a b", parts{"h:80", "h", "//a%20b", "http://h//a%20b"}},
		{`ws://h/?a=<"b'>`, parts{"h:80", "h", "/?a=%3C%22b%27%3E", `http://h/?a=<"b'>`}},
	}
	for _, tt := range tests {
		target, err := parseTarget(tt.url)
		if err != nil {
			t.Errorf("%s: %v", tt.url, err)
			continue
		}
		got := parts{target.address(), target.hostField(), target.resource(), target.httpURL().String()}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s:\n%s", tt.url, diff)
		}
	}
}

func TestParseTargetRefuses(t *testing.T) {
	tests := []struct{ url, want string }{
		{"", "scheme"},
		{"example.test", "scheme"},
		{"//example.test/", "scheme"},
		{"http://example.test/", `scheme "http"; use ws or wss`},
		{"ws:example.test", "no host"},
		{"ws:///path", "no host"},
		{"ws://:80/", "no host"},
		{"ws://example.test/#", "fragment"},
		{"ws://example.test/#a", "fragment"},
		{"ws://example.test:65536/", "65536"},
		{"ws://example.test:0/", "port 0"},
		{"ws://example.test:http/", "port"},
		{"ws://exa mple.test/", "host"},
		{"ws://example.test/\r\nX-Evil: a", "control"},
		{"ws://-ü-.test/", "-ü-.test"},
		{"ws://[::1/", "]"},
	}
	for _, tt := range tests {
		if _, err := parseTarget(tt.url); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: the error is %v, want one with %q", tt.url, err, tt.want)
		}
	}
}

func TestTargetKeepsSecretsOutOfErrors(t *testing.T) {
	target, err := parseTarget("wss://user:secret@example.test:8443/path?token=secret")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := target.String(), "wss://example.test:8443/path"; got != want {
		t.Errorf("the target is named %q, want %q", got, want)
	}
}
