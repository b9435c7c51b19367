package uni_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/websocket"
)

// patience bounds every wait of these tests, for something that has to come.
const patience = 20 * time.Second

// newApp makes an App that is shut down when the test ends.
func newApp(t *testing.T, c uni.Config) *uni.App {
	t.Helper()
	app, err := uni.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := app.Shutdown(ctx); err != nil {
			t.Errorf("the app does not shut down: %v", err)
		}
	})
	return app
}

// settle returns when every callback that was due has run.
func settle(t *testing.T, app *uni.App) {
	t.Helper()
	done := make(chan struct{})
	app.ConnectSocket(uni.ConnectSocketOptions{
		URL:      "none://",
		Complete: func(uni.Result) { close(done) },
	})
	await(t, done, "turn of the loop")
}

// occupy keeps the loop busy until free is called.
func occupy(t *testing.T, app *uni.App) (free func()) {
	t.Helper()
	busy, until := make(chan struct{}), make(chan struct{})
	app.ConnectSocket(uni.ConnectSocketOptions{
		URL:      "none://",
		Complete: func(uni.Result) { close(busy); <-until },
	})
	await(t, busy, "turn of the loop")
	return sync.OnceFunc(func() { close(until) })
}

func connect(t *testing.T, app *uni.App, o uni.ConnectSocketOptions) *uni.SocketTask {
	t.Helper()
	task, err := app.ConnectSocket(o)
	if err != nil {
		t.Fatal(err)
	}
	return task
}

// connectOpen connects and waits until all listeners know that it is open.
func connectOpen(t *testing.T, app *uni.App, o uni.ConnectSocketOptions) *uni.SocketTask {
	t.Helper()
	opened := make(chan struct{})
	also := o.OnOpen
	o.OnOpen = func(e uni.OpenEvent) {
		if also != nil {
			also(e)
		}
		close(opened)
	}
	task := connect(t, app, o)
	await(t, opened, "open")
	settle(t, app)
	return task
}

// server is a WebSocket server whose side of each connection a test can use.
type server struct {
	url      string
	requests chan *http.Request
	conns    chan *websocket.Conn
	messages chan string
	closed   chan *websocket.CloseError
}

// serve starts a server whose options are o. before, where not nil, runs before
// the handshake is answered.
func serve(t *testing.T, o *websocket.AcceptOptions, before func(*http.Request)) *server {
	t.Helper()
	s := &server{
		requests: make(chan *http.Request, 100),
		conns:    make(chan *websocket.Conn, 100),
		messages: make(chan string, 10000),
		closed:   make(chan *websocket.CloseError, 100),
	}
	if o == nil {
		o = &websocket.AcceptOptions{}
	}
	o.CheckOrigin = func(*http.Request) bool { return true }
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if before != nil {
			before(r)
		}
		s.requests <- r
		c, err := websocket.Accept(w, r, o)
		if err != nil {
			t.Errorf("the handshake of a client: %v", err)
			return
		}
		c.Start(s)
	}))
	t.Cleanup(web.Close)
	s.url = "ws" + strings.TrimPrefix(web.URL, "http")
	return s
}

func (s *server) OnOpen(c *websocket.Conn) { s.conns <- c }
func (s *server) OnMessages(_ *websocket.Conn, batch []websocket.Message) {
	for _, m := range batch {
		s.messages <- string(m.Data)
	}
}
func (s *server) OnClose(_ *websocket.Conn, err *websocket.CloseError) { s.closed <- err }

// journal writes down what callbacks were called with, in the order of calls.
type journal struct {
	mu    sync.Mutex
	lines []string
	added chan struct{}
}

func newJournal() *journal { return &journal{added: make(chan struct{}, 1)} }

func (j *journal) add(format string, args ...any) {
	j.mu.Lock()
	j.lines = append(j.lines, fmt.Sprintf(format, args...))
	j.mu.Unlock()
	select {
	case j.added <- struct{}{}:
	default:
	}
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Join(j.lines, "\n")
}

// await returns when a line begins with prefix.
func (j *journal) await(t *testing.T, prefix string) {
	t.Helper()
	late := time.After(patience)
	for !strings.Contains("\n"+j.String(), "\n"+prefix) {
		select {
		case <-j.added:
		case <-late:
			t.Fatalf("no %q in:\n%s", prefix, j)
		}
	}
}

// is checks the whole journal.
func (j *journal) is(t *testing.T, want ...string) {
	t.Helper()
	if got := j.String(); got != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
}

// options journals the events of a task and the callbacks of its connectSocket.
func (j *journal) options(name, url string) uni.ConnectSocketOptions {
	return uni.ConnectSocketOptions{
		URL:       url,
		Success:   func(r uni.Result) { j.add("%s success %s", name, r.ErrMsg) },
		Fail:      func(e *uni.Error) { j.add("%s fail %s", name, e.ErrMsg) },
		Complete:  func(r uni.Result) { j.add("%s complete %s", name, r.ErrMsg) },
		OnOpen:    func(uni.OpenEvent) { j.add("%s open", name) },
		OnMessage: func(e uni.MessageEvent) { j.add("%s message %s", name, e.Data) },
		OnError:   func(uni.ErrorEvent) { j.add("%s error", name) },
		OnClose:   func(e uni.CloseEvent) { j.add("%s close %d %s", name, e.Code, e.Reason) },
	}
}

// global journals the events of the global listeners.
func (j *journal) global(app *uni.App) {
	app.OnSocketOpen(func(uni.OpenEvent) { j.add("global open") })
	app.OnSocketMessage(func(e uni.MessageEvent) { j.add("global message %s", e.Data) })
	app.OnSocketError(func(uni.ErrorEvent) { j.add("global error") })
	app.OnSocketClose(func(e uni.CloseEvent) { j.add("global close %d %s", e.Code, e.Reason) })
}

// send and close are those of a task, with callbacks that are journalled.
func (j *journal) send(name string, send func(uni.SendOptions) error, d uni.Data) error {
	return send(uni.SendOptions{
		Data:     d,
		Success:  func(r uni.Result) { j.add("%s success %s", name, r.ErrMsg) },
		Fail:     func(e *uni.Error) { j.add("%s fail %s %d", name, e.ErrMsg, e.ErrCode) },
		Complete: func(r uni.Result) { j.add("%s complete %s %d", name, r.ErrMsg, r.ErrCode) },
	})
}

func (j *journal) close(name string, close func(uni.CloseOptions) error, code int, reason string) error {
	return close(uni.CloseOptions{
		Code: code, Reason: reason,
		Success:  func(r uni.Result) { j.add("%s success %s", name, r.ErrMsg) },
		Fail:     func(e *uni.Error) { j.add("%s fail %s", name, e.ErrMsg) },
		Complete: func(r uni.Result) { j.add("%s complete %s", name, r.ErrMsg) },
	})
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
