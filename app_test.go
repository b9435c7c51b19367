package uni_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/websocket"
)

// echo is a websocket.Handler that sends everything back.
type echo struct{}

func (echo) OnOpen(*websocket.Conn) {}
func (echo) OnMessages(c *websocket.Conn, msgs []websocket.Message) {
	for _, m := range msgs {
		c.Send(m.Type, m.Data)
	}
}
func (echo) OnClose(*websocket.Conn, *websocket.CloseError) {}

func echoServer(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		c.Start(echo{})
	}))
	t.Cleanup(s.Close)
	return "ws" + strings.TrimPrefix(s.URL, "http")
}

func await[T any](t *testing.T, ch <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(10 * time.Second):
		t.Fatalf("no %s", what)
		panic("unreachable")
	}
}

func TestATaskConnectsTalksAndCloses(t *testing.T) {
	app, err := uni.New(uni.Config{})
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 10)
	closed := make(chan uni.CloseEvent, 1)
	succeeded := make(chan uni.Result, 1)
	task, err := app.ConnectSocket(uni.ConnectSocketOptions{
		URL:     echoServer(t),
		Success: func(r uni.Result) { succeeded <- r },
	})
	if err != nil {
		t.Fatal(err)
	}
	task.OnOpen(func(e uni.OpenEvent) {
		if e.Header.Get("Upgrade") == "" {
			t.Error("the open event has no header")
		}
		for _, d := range []uni.Data{uni.Text("hello 好"), uni.Bytes([]byte{1, 2, 255})} {
			if err := task.Send(uni.SendOptions{Data: d}); err != nil {
				t.Error(err)
			}
		}
	})
	task.OnMessage(func(e uni.MessageEvent) {
		got <- e.Data.String()
		if !e.Data.IsText() {
			if err := task.Close(uni.CloseOptions{Code: 3001, Reason: "done"}); err != nil {
				t.Error(err)
			}
		}
	})
	task.OnClose(func(e uni.CloseEvent) { closed <- e })
	if r := await(t, succeeded, "success"); r.ErrMsg != "connectSocket:ok" {
		t.Errorf("success got %v", r)
	}
	for _, want := range []string{"hello 好", "\x01\x02\xff"} {
		if s := await(t, got, "message"); s != want {
			t.Errorf("got %q, want %q", s, want)
		}
	}
	if e := await(t, closed, "close"); e.Code != 3001 || e.Reason != "done" {
		t.Errorf("the close event is %v", e)
	}
}
