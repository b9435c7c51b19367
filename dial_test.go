package uni_test

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// refuse is a network on which nobody is reached.
func refuse(context.Context, string, string) (net.Conn, error) {
	return nil, errors.New("nobody is there")
}

// noDial fails the test if anything is dialed.
func noDial(t *testing.T) func(context.Context, string, string) (net.Conn, error) {
	return func(_ context.Context, _, addr string) (net.Conn, error) {
		t.Errorf("%s was dialed", addr)
		return nil, errors.New("nothing is to be dialed")
	}
}

// answerAfter holds back the answer to a handshake until ch is closed.
func answerAfter(ch <-chan struct{}) func(*http.Request) {
	return func(*http.Request) { <-ch }
}

// rawServer opens every connection, sends these frames and waits for the client
// to end it.
func rawServer(t *testing.T, frames []byte) (url string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
		fmt.Fprintf(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
			"Sec-WebSocket-Accept: %s\r\n\r\n%s", base64.StdEncoding.EncodeToString(sum[:]), frames)
		c.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, c)
	}))
	t.Cleanup(s.Close)
	return "ws" + strings.TrimPrefix(s.URL, "http")
}
