package websocket

import (
	"net/http"
	"strings"
	"testing"
)

// The example of RFC 6455, section 1.3.
func TestAcceptValue(t *testing.T) {
	if got, want := acceptValue("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="; got != want {
		t.Errorf("acceptValue = %q, want %q", got, want)
	}
}

func TestKeys(t *testing.T) {
	a, b := newKey(), newKey()
	if !validKey(a) || !validKey(b) || a == b {
		t.Errorf("newKey gave %q and %q", a, b)
	}
	for _, key := range []string{"", "dGhl", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZSE=", "!!!!!!!!!!!!!!!!!!!!!!==", a + a} {
		if validKey(key) {
			t.Errorf("the key %q is accepted", key)
		}
	}
}

func TestUpgradesToWebSocket(t *testing.T) {
	tests := []struct {
		upgrade, connection string
		want                bool
	}{
		{"websocket", "Upgrade", true},
		{"WebSocket", "keep-alive, upgrade", true},
		{"h2c, websocket", "Upgrade , close", true},
		{"", "Upgrade", false},
		{"websocket", "", false},
		{"websockets", "Upgrade", false},
		{"web socket", "Upgrade", false},
		{"websocket", "upgraded", false},
		{"h2c", "Upgrade", false},
	}
	for _, tt := range tests {
		err := upgradesToWebSocket(http.Header{"Upgrade": {tt.upgrade}, "Connection": {tt.connection}})
		if (err == nil) != tt.want {
			t.Errorf("Upgrade: %s, Connection: %s: %v", tt.upgrade, tt.connection, err)
		}
	}
	split := http.Header{"Upgrade": {"h2c", "websocket"}, "Connection": {"close", "Upgrade"}}
	if err := upgradesToWebSocket(split); err != nil {
		t.Errorf("lists over several fields: %v", err)
	}
}

func TestCheckHeaderNamesTheField(t *testing.T) {
	for _, h := range []http.Header{
		{"X-Evil": {"a\r\nX-More: b"}}, {"X-Evil": {"a\nb"}}, {"X-Evil": {"fine", "a\x00b"}}, {"X-Evil\r\n": {"a"}}, {"X Evil": {"a"}},
		{"X-Evil:": {"a"}}, {"": {"a"}}, {"Upgrade": {"h2c"}}, {"connection": {"close"}}, {"sec-websocket-key": {"a"}},
		{"Sec-WebSocket-Protocol": {"a"}}, {"SEC-WEBSOCKET-EXTENSIONS": {"a"}}, {"Sec-WebSocket-Version": {"8"}},
		{"content-length": {"5"}}, {"Transfer-Encoding": {"chunked"}},
	} {
		err := checkHeader(h)
		for name := range h {
			if err == nil || !strings.Contains(err.Error(), strings.TrimRight(name, "\r\n")) {
				t.Errorf("%q: the error is %v", h, err)
			}
		}
	}
	fine := http.Header{"X-a": {"b", ""}, "x_B": {"ein Wert, 值"}, "User-Agent": {"a/1 (b)"}, "Empty": nil}
	if err := checkHeader(fine); err != nil {
		t.Errorf("%q: %v", fine, err)
	}
}

func TestCheckSubprotocols(t *testing.T) {
	for _, protocols := range [][]string{{""}, {"a b"}, {"a,b"}, {"a", "b", "a"}, {"a/b"}, {"ä"}, {"a\r\n"}} {
		if err := checkSubprotocols(protocols); err == nil {
			t.Errorf("%q are accepted", protocols)
		}
	}
	if err := checkSubprotocols([]string{"chat.v1", "CHAT.v1", "mqtt"}); err != nil {
		t.Error(err)
	}
}
