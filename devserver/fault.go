package devserver

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

func redirect(_ *Server, w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/echo", http.StatusFound)
}

func reject(_ *Server, w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "this endpoint rejects every handshake", http.StatusForbidden)
}

func reset(*Server, http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func hang(s *Server, w http.ResponseWriter, _ *http.Request) { s.takeOver(w, "", true) }

func garbage(s *Server, w http.ResponseWriter, _ *http.Request) {
	s.takeOver(w, "\x00\x01\x02 this is not HTTP\r\n\r\n", false)
}

func badAccept(s *Server, w http.ResponseWriter, r *http.Request) {
	s.takeOver(w, switching(r, acceptValue("another key")), true)
}

// byHand is an endpoint that opens a connection, sends these bytes, whatever the
// protocol says of them, and then nothing more.
func byHand(frames string) func(*Server, http.ResponseWriter, *http.Request) {
	return func(s *Server, w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("Sec-WebSocket-Key")
		if key == "" {
			http.Error(w, "this is a WebSocket endpoint", http.StatusUpgradeRequired)
			return
		}
		s.takeOver(w, switching(r, acceptValue(key))+frames, true)
	}
}

// switching is a 101 response by the rules of the scenario endpoints.
func switching(r *http.Request, accept string) string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
	fmt.Fprintf(&b, "Sec-WebSocket-Accept: %s\r\n", accept)
	offered := strings.FieldsFunc(strings.Join(r.Header.Values("Sec-WebSocket-Protocol"), ","),
		func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if slices.Contains(offered, scenarioProtocol) {
		fmt.Fprintf(&b, "Sec-WebSocket-Protocol: %s\r\n", scenarioProtocol)
	}
	b.WriteString("\r\n")
	return b.String()
}

// acceptValue is Sec-WebSocket-Accept for a key (RFC 6455, section 4.2.2).
func acceptValue(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// takeOver writes raw bytes to the connection of a request. Then it ends the
// connection, or waits until the client does, or the server closes.
func (s *Server) takeOver(w http.ResponseWriter, raw string, wait bool) {
	nc, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "the connection cannot be taken over", http.StatusInternalServerError)
		return
	}
	defer nc.Close()
	defer context.AfterFunc(s.ctx, func() { nc.Close() })()
	if _, err := io.WriteString(nc, raw); err != nil {
		return
	}
	if wait {
		io.Copy(io.Discard, nc)
	}
}
