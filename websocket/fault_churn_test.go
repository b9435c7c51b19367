package websocket

import (
	"net/http"
	"strings"
	"testing"
)

// Connections that come and go leave the process as it was: goroutines,
// descriptors, memory.
func TestConnectionsInARow(t *testing.T) {
	tests := []struct {
		name         string
		secure       bool
		compression  *Compression
		n, underRace int
	}{
		{"ws", false, nil, 10_000, 1_000},
		{"ws, compressed", false, &Compression{Takeover: true}, 1_000, 100},
		{"wss", true, nil, 400, 60},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			conns := make(chan *Conn)
			addr := serveAccept(t, tt.secure, 0, &AcceptOptions{Compression: tt.compression}, func(c *Conn) { conns <- c })
			url := "ws://" + addr
			if tt.secure {
				url = "wss://" + addr
			}
			opts := &DialOptions{TLS: clientTLS(), Compression: tt.compression}
			visit := func(i int) {
				c, err := Dial(t.Context(), url, opts)
				if err != nil {
					t.Fatal(err)
				}
				s := <-conns
				rc, rs := newRecorder(), newRecorder()
				rs.echo = true
				c.Start(rc)
				s.Start(rs)
				c.SendText(strings.Repeat("hello ", 30))
				rc.await(t, 1)
				comings[i%len(comings)](c, s)
				rc.awaitClose(t)
				rs.awaitClose(t)
			}
			for i := range 10 * len(comings) {
				visit(i)
			}
			check := leftovers(t)
			for i := range smaller(t, tt.n, tt.underRace) {
				visit(i)
			}
			check()
		})
	}
}

// comings are the ways in which the connections of a row end.
var comings = []func(c, s *Conn){
	func(c, _ *Conn) { c.Close(1000, "") },
	func(_, s *Conn) { s.Close(1001, "bye") },
	func(c, s *Conn) { c.Close(1000, ""); s.Close(1000, "") },
	func(c, _ *Conn) { c.CloseNow() },
	func(_, s *Conn) { s.CloseNow() },
	func(c, s *Conn) { c.SendText("\xff") }, // a violation
	func(c, s *Conn) { s.PauseReads(); c.CloseNow(); s.ResumeReads() },
}

// Handshakes that come to nothing leave nothing, on either side.
func TestRefusedHandshakesInARow(t *testing.T) {
	addr := serveHTTP(t, false, 0, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/refused" {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		Accept(w, r, &AcceptOptions{CheckOrigin: func(*http.Request) bool { return false }})
	})})
	visit := func(i int) {
		url, opts := "ws://"+addr+"/refused", &DialOptions{}
		if i%2 == 1 {
			url, opts = "ws://"+addr+"/", &DialOptions{Header: http.Header{"Origin": {"http://evil.test"}}}
		}
		if c, err := dialInTime(t, url, opts); err == nil {
			c.CloseNow()
			t.Fatal("a refused handshake succeeded")
		}
	}
	for i := range 10 {
		visit(i)
	}
	check := leftovers(t)
	for i := range smaller(t, 2_000, 200) {
		visit(i)
	}
	check()
}
