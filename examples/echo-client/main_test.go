package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/unisocket/uni/websocket"
)

// serving is a server that plays a script on every connection, and its URL.
func serving(t *testing.T, opts *websocket.AcceptOptions, play func(t *testing.T, c *websocket.Conn)) string {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, opts)
		if err != nil {
			t.Errorf("the handshake: %v", err)
			return
		}
		play(t, c)
	}))
	t.Cleanup(srv.Close)
	return "ws" + strings.TrimPrefix(srv.URL, "http") + "/runCase?case=1&agent=echo-client"
}

// converse sends messages and wants each back, then closes and waits for the end.
func converse(t *testing.T, c *websocket.Conn, messages ...[]byte) {
	for i, m := range messages {
		typ := websocket.Text
		if i%2 == 1 {
			typ = websocket.Binary
		}
		if err := c.Write(t.Context(), typ, m); err != nil {
			t.Errorf("message %d: %v", i, err)
			return
		}
		if back, data, err := c.Read(t.Context()); back != typ || !bytes.Equal(data, m) {
			t.Errorf("message %d, %v of %d bytes, came back as %v of %d bytes, %v", i, typ, len(m), back, len(data), err)
			return
		}
	}
	c.Close(websocket.StatusNormalClosure, "that was all")
	c.Read(t.Context())
}

func TestItEchoesUntilTheServerCloses(t *testing.T) {
	tests := []struct {
		name        string
		compression *websocket.Compression
		size        int // of the longest message
	}{
		{"16 MiB without compression", nil, 16 << 20},
		{"with takeover", &websocket.Compression{Takeover: true, Threshold: -1}, 100_000},
		{"without takeover", &websocket.Compression{ServerNoContextTakeover: true, ClientNoContextTakeover: true, Threshold: -1}, 100_000},
		{"through small windows", &websocket.Compression{ServerMaxWindowBits: 9, ClientMaxWindowBits: 9, Takeover: true, Threshold: -1}, 100_000},
	}
	const greeting = "你好, world; "
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			long := bytes.Repeat([]byte(greeting), tt.size/len(greeting))
			url := serving(t, &websocket.AcceptOptions{Compression: tt.compression}, func(t *testing.T, c *websocket.Conn) {
				if c.Compressed() != (tt.compression != nil) {
					t.Errorf("compression was agreed: %v", c.Compressed())
				}
				converse(t, c, []byte("hello"), []byte{0, 1, 0xff}, nil, nil, []byte("hello"), long, long)
			})
			var said bytes.Buffer
			if status := run([]string{url}, &said); status != 0 || said.Len() > 0 {
				t.Errorf("it ends with %d and says %q", status, said.String())
			}
		})
	}
}

// A server may write first and read later; what it wrote comes back all the same.
func TestItReadsAheadOfItsEchoes(t *testing.T) {
	const count, size = 10, 1 << 20
	url := serving(t, nil, func(t *testing.T, c *websocket.Conn) {
		for range count {
			if err := c.Write(t.Context(), websocket.Binary, make([]byte, size)); err != nil {
				t.Error(err)
				return
			}
		}
		for i := range count {
			if _, data, err := c.Read(t.Context()); len(data) != size {
				t.Errorf("echo %d: %d bytes, %v", i, len(data), err)
				return
			}
		}
		converse(t, c)
	})
	if status := run([]string{url}, t.Output()); status != 0 {
		t.Errorf("it ends with %d", status)
	}
}

func TestItSaysWhatWentWrong(t *testing.T) {
	cut := serving(t, nil, func(_ *testing.T, c *websocket.Conn) { c.CloseNow() })
	refusing := httptest.NewServer(http.NotFoundHandler())
	defer refusing.Close()
	tests := []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"no URL", nil, 2, "usage: echo-client URL"},
		{"two", []string{"ws://a", "ws://b"}, 2, "usage: echo-client URL"},
		{"none of WebSocket", []string{"http://127.0.0.1/"}, 2, "use ws or wss"},
		{"a server that refuses", []string{"ws" + strings.TrimPrefix(refusing.URL, "http")}, 1, `answered "404 Not Found" where 101 was due`},
		{"a connection that breaks", []string{cut}, 1, "closed with 1006"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var said bytes.Buffer
			if status := run(tt.args, &said); status != tt.status || !strings.Contains(said.String(), tt.says) {
				t.Errorf("it ends with %d and says %q", status, said.String())
			}
		})
	}
}
