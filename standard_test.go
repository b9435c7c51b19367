package uni_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/websocket"
)

func TestOpenCarriesTheHeaderOfTheResponse(t *testing.T) {
	s := serve(t, &websocket.AcceptOptions{Header: http.Header{"X-Answer": {"42"}}}, nil)
	app := newApp(t, uni.Config{})
	headers := make(chan http.Header, 2)
	spoil := func(e uni.OpenEvent) {
		headers <- e.Header.Clone()
		e.Header.Set("X-Answer", "spoiled")
	}
	app.OnSocketOpen(spoil)
	connect(t, app, uni.ConnectSocketOptions{URL: s.url, OnOpen: spoil})
	for range 2 {
		if h := await(t, headers, "open"); h.Get("X-Answer") != "42" {
			t.Errorf("a listener got the header %v", h)
		}
	}
}

func TestAConnectionThatCannotBeMadeGivesErrorThenClose(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	handshake := func(status int) func(error) bool {
		return func(err error) bool {
			var h *websocket.HandshakeError
			return errors.As(err, &h) && h.StatusCode == status
		}
	}
	network := func(err error) bool {
		var op *net.OpError
		return errors.As(err, &op)
	}
	for name, c := range map[string]struct {
		url       string
		becauseOf func(error) bool
	}{
		"403":                             {s.URL() + "/reject", handshake(403)},
		"a redirect":                      {s.URL() + "/redirect", handshake(302)},
		"a wrong accept":                  {s.URL() + "/badaccept", handshake(101)},
		"no HTTP":                         {s.URL() + "/garbage", handshake(0)},
		"a reset":                         {s.URL() + "/reset", handshake(0)},
		"nobody listens":                  {"ws://" + nobody.Addr().String(), network},
		"a certificate that nobody knows": {s.SecureURL() + "/echo", func(err error) bool { return strings.Contains(err.Error(), "certificate") }},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp(t, uni.Config{})
			j := newJournal()
			j.global(app)
			o := j.options("task", c.url)
			causes := make(chan uni.ErrorEvent, 10)
			o.OnError = func(e uni.ErrorEvent) {
				j.add("task error")
				causes <- e
			}
			task := connect(t, app, o)
			j.await(t, "global close")
			settle(t, app)
			j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok",
				"task error", "global error", "task close 1006 ", "global close 1006 ")
			e := <-causes
			if e.Err == nil || !c.becauseOf(e.Err) {
				t.Errorf("the error is %T: %v", e.Err, e.Err)
			} else if e.ErrMsg != e.Err.Error() {
				t.Errorf("errMsg is %q, the error %q", e.ErrMsg, e.Err)
			}
			if e.Task != task {
				t.Error("the event is another task's")
			}
			if s := task.ReadyState(); s != uni.Closed {
				t.Errorf("the task is %v", s)
			}
		})
	}
}

func TestAConnectionEndsWithOneCloseAsTheServerEndsIt(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	for path, want := range map[string][]string{
		"/close1000": {"task close 1000 done", "global close 1000 done"},
		"/close1005": {"task close 1005 ", "global close 1005 "},
		"/bye":       {"task message last", "global message last", "task close 4001 bye 再见", "global close 4001 bye 再见"},
		"/drop":      {"task error", "global error", "task close 1006 ", "global close 1006 "},
		"/badutf8":   {"task error", "global error", "task close 1006 ", "global close 1006 "},
		"/huge":      {"task error", "global error", "task close 1006 ", "global close 1006 "},
		"/masked":    {"task error", "global error", "task close 1006 ", "global close 1006 "},
	} {
		t.Run(path[1:], func(t *testing.T) {
			app := newApp(t, uni.Config{})
			j := newJournal()
			j.global(app)
			o := j.options("task", s.URL()+path)
			o.Success, o.Complete = nil, nil
			connect(t, app, o)
			j.await(t, "global close")
			settle(t, app)
			j.is(t, append([]string{"task open", "global open"}, want...)...)
		})
	}
}

func TestSuccessComesAfterTheCallAndBeforeEveryEvent(t *testing.T) {
	app := newApp(t, uni.Config{DialContext: refuse})
	for range 50 {
		free := occupy(t, app) // meanwhile the dial fails and has its outcome posted
		j := newJournal()
		o := j.options("task", "ws://127.0.0.1:1/")
		dialed := make(chan struct{})
		o.OnClose = func(uni.CloseEvent) { close(dialed) }
		connect(t, app, o)
		if got := j.String(); got != "" {
			t.Fatalf("during the call came: %s", got)
		}
		free()
		await(t, dialed, "close")
		j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok", "task error")
	}
}

func TestACallThatFailsSaysSoToItsCallerAndToItsCallbacks(t *testing.T) {
	header := func(name, value string) uni.ConnectSocketOptions {
		return uni.ConnectSocketOptions{URL: "ws://127.0.0.1:1/", Header: http.Header{name: {value}}}
	}
	for name, c := range map[string]struct {
		options uni.ConnectSocketOptions
		want    string
	}{
		"no URL":            {uni.ConnectSocketOptions{}, `invalid url "": it has to begin with ws:// or wss://`},
		"http":              {uni.ConnectSocketOptions{URL: "http://a/"}, `invalid url "http://a/": it has to begin with ws:// or wss://`},
		"no host":           {uni.ConnectSocketOptions{URL: "ws:///x"}, `invalid url "ws:///x": it names no host`},
		"a fragment":        {uni.ConnectSocketOptions{URL: "ws://a/#"}, `invalid url "ws://a/#": a WebSocket URL has no fragment (#)`},
		"a space in a host": {uni.ConnectSocketOptions{URL: "ws://a b/"}, `invalid url "ws://a b/": invalid character " " in host name`},
		"Referer":           {header("Referer", "x"), "the header Referer may not be set"},
		"rEFERER":           {header("rEFERER", "x"), "the header rEFERER may not be set"},
		"CR LF":             {header("X-A", "1\r\nX-B: 2"), `the value "1\r\nX-B: 2" of the header X-A is not valid: it may not hold CR, LF, NUL or other control characters`},
		"NUL":               {header("X-A", "\x00"), `the value "\x00" of the header X-A is not valid: it may not hold CR, LF, NUL or other control characters`},
		"LF in a name":      {header("X\n-A", "1"), `the header name "X\n-A" is not valid: it has to be letters, digits and -`},
		"no name":           {header("", "1"), `the header name "" is not valid: it has to be letters, digits and -`},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp(t, uni.Config{DialContext: noDial(t)})
			j := newJournal()
			c.options.Success = func(uni.Result) { j.add("success") }
			c.options.Fail = func(e *uni.Error) { j.add("fail %s", e.ErrMsg) }
			c.options.Complete = func(r uni.Result) { j.add("complete %s", r.ErrMsg) }
			c.options.OnError = func(uni.ErrorEvent) { j.add("error") }
			c.options.OnClose = func(uni.CloseEvent) { j.add("close") }
			task, err := app.ConnectSocket(c.options)
			var failed *uni.Error
			if !errors.As(err, &failed) {
				t.Fatalf("the call returned %v", err)
			}
			want := "connectSocket:fail " + c.want
			if failed.ErrMsg != want || err.Error() != want {
				t.Errorf("got  %s\nwant %s", failed.ErrMsg, want)
			}
			if failed.Err == nil || failed.Err.Error() != c.want {
				t.Errorf("the cause is %v", failed.Err)
			}
			if task != nil {
				t.Error("there is a task")
			}
			settle(t, app)
			j.is(t, "fail "+want, "complete "+want)
		})
	}
}

func TestWhatIsNotOpenFailsToSendOnce(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	app := newApp(t, uni.Config{})
	const notConnected = "sendSocketMessage:fail WebSocket is not connected"

	j := newJournal()
	if err := j.send("none", app.SendSocketMessage, uni.Text("x")); text(err) != notConnected {
		t.Errorf("without a socket: %v", err)
	}
	task := connect(t, app, uni.ConnectSocketOptions{URL: s.URL() + "/hang"})
	if err := j.send("task", task.Send, uni.Text("x")); text(err) != notConnected {
		t.Errorf("before open: %v", err)
	}
	if err := j.send("global", app.SendSocketMessage, uni.Bytes(nil)); text(err) != notConnected {
		t.Errorf("globally before open: %v", err)
	}
	settle(t, app)
	j.is(t,
		"none fail "+notConnected+" 0", "none complete "+notConnected+" 0",
		"task fail "+notConnected+" 0", "task complete "+notConnected+" 0",
		"global fail "+notConnected+" 0", "global complete "+notConnected+" 0")
}

func TestAClosedTaskDoesNotSend(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	app := newApp(t, uni.Config{})
	closed := make(chan struct{})
	task := connectOpen(t, app, uni.ConnectSocketOptions{
		URL: s.URL() + "/echo", OnClose: func(uni.CloseEvent) { close(closed) },
	})
	const notConnected = "sendSocketMessage:fail WebSocket is not connected"
	if err := task.Close(uni.CloseOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := task.Send(uni.SendOptions{}); text(err) != notConnected {
		t.Errorf("while closing: %v", err)
	}
	await(t, closed, "close")
	settle(t, app) // the listener was called before the task left the list
	if err := task.Send(uni.SendOptions{}); text(err) != notConnected {
		t.Errorf("after close: %v", err)
	}
	if err := task.Close(uni.CloseOptions{}); err != nil {
		t.Errorf("closing what is closed: %v", err)
	}
	if err := app.CloseSocket(uni.CloseOptions{}); text(err) != "closeSocket:fail WebSocket is not connected" {
		t.Errorf("closing the global socket, which there is none of: %v", err)
	}
}

func TestCloseBeforeOpenFailsAndTheConnectionStillOpens(t *testing.T) {
	answer := make(chan struct{})
	s := serve(t, nil, answerAfter(answer))
	app := newApp(t, uni.Config{})
	j := newJournal()
	task := connect(t, app, j.options("task", s.url))
	const notConnected = "closeSocket:fail WebSocket is not connected"
	if err := j.close("close", task.Close, 0, ""); text(err) != notConnected {
		t.Errorf("Close: %v", err)
	}
	if err := j.close("closeSocket", app.CloseSocket, 0, ""); text(err) != notConnected {
		t.Errorf("CloseSocket: %v", err)
	}
	if s := task.ReadyState(); s != uni.Connecting {
		t.Errorf("the task is %v", s)
	}
	close(answer)
	j.await(t, "task open")
	j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok",
		"close fail "+notConnected, "close complete "+notConnected,
		"closeSocket fail "+notConnected, "closeSocket complete "+notConnected, "task open")
}
