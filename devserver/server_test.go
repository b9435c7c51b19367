package devserver_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/websocket"
)

func TestManyConnectionsAtOnce(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	const n = 200
	var opened, ended sync.WaitGroup
	opened.Add(n)
	for i := range n {
		ended.Go(func() {
			c, err := websocket.Dial(patience(t), s.URL()+"/many", nil)
			opened.Done()
			if err != nil {
				t.Error(err)
				return
			}
			defer c.CloseNow()
			opened.Wait()
			own := fmt.Sprint(i)
			c.SendText(own)
			if _, got, err := c.Read(patience(t)); string(got) != own {
				t.Errorf("connection %d got %q, %v", i, got, err)
			}
		})
	}
	ended.Wait()
}

// A client that sends more than the server holds back, and only then reads,
// gets everything in order once it does.
func TestEchoWaitsForAClientThatDoesNotRead(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{NoCompression: true})
	c := dial(t, s.URL()+"/slow", nil)
	const n = 40
	message := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, 1<<20) }
	for i := range n {
		if err := c.Send(websocket.Binary, message(i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		if _, got, err := c.Read(patience(t)); err != nil || !bytes.Equal(got, message(i)) {
			t.Fatalf("message %d: %d bytes, %v", i, len(got), err)
		}
	}
}

func TestCloseTellsClients(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	var clients []*websocket.Conn
	for _, path := range []string{"/echo", "/silent", "/other"} {
		c := dial(t, s.URL()+path, nil)
		c.SendText("x")
		clients = append(clients, c)
	}
	var ends sync.WaitGroup
	for _, c := range clients {
		ends.Go(func() {
			for {
				_, _, err := c.Read(patience(t))
				var end *websocket.CloseError
				if err == nil {
					continue // an echo
				}
				if !errors.As(err, &end) || end.Code != websocket.StatusGoingAway || end.Err != nil {
					t.Errorf("the client saw %v", err)
				}
				return
			}
		})
	}
	s.Close()
	ends.Wait()
	if _, err := websocket.Dial(patience(t), s.URL()+"/echo", nil); err == nil {
		t.Error("a closed server still answers")
	}
	if err := s.Start(""); !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("Start after Close gives %v", err)
	}
}

// Close ends all that can be in progress: handshakes that hang, clients that
// never answer a close frame, say nothing at all, stop in the middle of a
// request or of TLS, keep an idle HTTP connection, or have just been left.
func TestCloseLeavesNothingBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	logged, paths := arrivals()
	s, err := devserver.New(devserver.Config{Log: logged})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(""); err != nil {
		t.Fatal(err)
	}
	const upgrade = " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	arrived := 0
	var clients []net.Conn
	for _, sent := range []string{
		"",
		"GET /ec",
		"\x16\x03\x01\x02\x00",
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /hang" + upgrade,
		"GET /hang" + upgrade + "and more",
		"GET /half" + upgrade,
		"GET /badaccept" + upgrade,
		"GET /echo" + upgrade,
		"GET /close1000" + upgrade,
		"GET /badutf8" + upgrade,
	} {
		nc, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		clients = append(clients, nc)
		io.WriteString(nc, sent)
		if strings.HasSuffix(sent, "\r\n\r\n") || strings.HasSuffix(sent, "and more") {
			arrived++
		}
	}
	for range arrived {
		<-paths
	}
	s.Close()
	s.Close()
	for i, nc := range clients {
		nc.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.Copy(io.Discard, nc); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("client %d is still connected", i)
		}
		nc.Close()
	}
	settled(t, before)
}

func TestIsAHandler(t *testing.T) {
	before := runtime.NumGoroutine()
	s, err := devserver.New(devserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	outer := httptest.NewServer(s)
	c, err := websocket.Dial(patience(t), "ws"+strings.TrimPrefix(outer.URL, "http")+"/hello", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := next(t, c); got != "text hello" {
		t.Errorf("got %q", got)
	}
	if s.URL() != "" || s.Addr() != nil {
		t.Errorf("a server without a port has the URL %q and the address %v", s.URL(), s.Addr())
	}
	go s.Close()
	next(t, c)
	if got := next(t, c); got != "close 1001 the server is closing" {
		t.Errorf("when the server closed: %q", got)
	}
	s.Close()
	resp, err := http.Get(outer.URL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("after Close: %s", resp.Status)
	}
	outer.Close()
	settled(t, before)
}

func TestListensWhereItIsTold(t *testing.T) {
	s, err := devserver.New(devserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, addr := range []string{"", ":0", "127.0.0.1:0"} {
		if err := s.Start(addr); err != nil {
			t.Fatal(err)
		}
	}
	if host, _, _ := net.SplitHostPort(s.Addr().String()); host != "127.0.0.1" {
		t.Errorf("without a host it listens at %v", s.Addr())
	}
	if want := "ws://" + s.Addr().String(); s.URL() != want {
		t.Errorf("URL is %q, want %q", s.URL(), want)
	}
	for _, addr := range []string{"nowhere", s.Addr().String(), "127.0.0.1:99999"} {
		if err := s.Start(addr); err == nil {
			t.Errorf("Start(%q) gives no error", addr)
		}
	}
}

func TestLogTellsALife(t *testing.T) {
	events := make(chan devserver.Event, 100)
	s := devservertest.Start(t, devserver.Config{Log: func(e devserver.Event) { events <- e }})
	c := dial(t, s.URL()+"/a%1bb", &websocket.DialOptions{Subprotocols: []string{"mqtt"}, Header: header("Host", "shop.example")})
	c.Close(3001, "好")
	next(t, c)
	remote := c.LocalAddr().String()
	for _, want := range []string{
		`request ` + remote + ` "ws://shop.example/a\x1bb"`,
		`open ` + remote + ` "ws://shop.example/a\x1bb" [mqtt]`,
		`close ` + remote + ` "ws://shop.example/a\x1bb" [mqtt]: the connection was closed with 3001 "好"`,
	} {
		if got := (<-events).String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
