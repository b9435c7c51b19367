package websocket

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// rawRequest is what a rawServer got, as it came and as net/http reads it.
type rawRequest struct {
	*http.Request
	raw  string
	conn net.Conn
}

// rawServer answers the first request of every connection by what serve does
// and then waits for the client to close, without which the test does not end:
// no Dial that failed may leave its connection behind. In what serve returns,
// {accept} stands for the right Sec-WebSocket-Accept. The result is HOST:PORT.
func rawServer(t testing.TB, serve func(*rawRequest) string) string {
	return serveRaw(t, listenLocal(t), serve)
}

func listenLocal(t testing.TB) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func serveRaw(t testing.TB, l net.Listener, serve func(*rawRequest) string) string {
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer nc.Close()
				var raw bytes.Buffer
				br := bufio.NewReader(io.TeeReader(nc, &raw))
				r, err := http.ReadRequest(br)
				if err != nil {
					return
				}
				answer := serve(&rawRequest{r, raw.String(), nc})
				answer = strings.ReplaceAll(answer, "{accept}", acceptValue(r.Header.Get("Sec-WebSocket-Key")))
				io.WriteString(nc, answer)
				io.Copy(io.Discard, nc)
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		conns.Wait()
	})
	return l.Addr().String()
}

// answering is a rawServer that says the same to everybody.
func answering(t testing.TB, answer string) string {
	return rawServer(t, func(*rawRequest) string { return answer })
}

// switching is a 101 response with more header lines.
func switching(lines ...string) string {
	return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: {accept}\r\n" + strings.Join(append(lines, ""), "\r\n") + "\r\n"
}

// mustDial performs a handshake that has to succeed, and closes its connection
// at the end of the test.
func mustDial(t testing.TB, url string, opts *DialOptions) connParams {
	t.Helper()
	p, err := dial(context.Background(), url, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.netConn.Close() })
	return p
}
