package uni_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/websocket"
)

func TestOnH5TheHandshakeIsTheBrowsersOwn(t *testing.T) {
	s := serve(t, &websocket.AcceptOptions{Header: http.Header{"X-Answer": {"42"}}}, nil)
	app := newApp(t, uni.Config{Platform: "h5", PageURL: "http://page.example:8080/x/y", Header: http.Header{"X-App": {"kept"}}})
	headers := make(chan http.Header, 1)
	connectOpen(t, app, uni.ConnectSocketOptions{
		URL:    s.url,
		Header: http.Header{"X-Lost": {"1"}, "Referer": {"anything"}, "A\r\n": {"\x00"}},
		Method: "POST",
		OnOpen: func(e uni.OpenEvent) { headers <- e.Header },
	})
	r := await(t, s.requests, "request")
	for name, want := range map[string]string{
		"X-Lost": "", "Referer": "", "X-App": "kept", "Origin": "http://page.example:8080",
		"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if r.Method != "GET" {
		t.Errorf("the method is %s", r.Method)
	}
	if h := await(t, headers, "open"); h != nil {
		t.Errorf("the open event has the header %v", h)
	}
}

func TestOnH5SendBeforeOpenFailsTwiceAndReturnsTheFirst(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	app := newApp(t, uni.Config{Platform: "h5"})
	task := connect(t, app, uni.ConnectSocketOptions{URL: s.URL() + "/hang"})
	const (
		first  = "sendSocketMessage:fail SocketTask.readyState is not OPEN"
		second = "sendSocketMessage:fail Error: SocketTask.readyState is not OPEN"
		global = "sendSocketMessage:fail WebSocket is not connected"
	)
	j := newJournal()
	err := j.send("task", task.Send, uni.Text("x"))
	var failed *uni.Error
	if !errors.As(err, &failed) || failed.ErrMsg != first || failed.ErrCode != 10002 || failed.Err != nil {
		t.Errorf("Send: %#v", err)
	}
	if err := j.send("global", app.SendSocketMessage, uni.Text("x")); text(err) != global {
		t.Errorf("SendSocketMessage: %v", err)
	}
	settle(t, app)
	j.is(t, "task fail "+first+" 10002", "task complete "+first+" 10002",
		"task fail "+second+" 602001", "task complete "+second+" 602001",
		"global fail "+global+" 0", "global complete "+global+" 0")
}

func TestOnH5OnlyTheTasksSendHasAnErrorCode(t *testing.T) {
	app := newApp(t, uni.Config{Platform: "h5"})
	task := connectOpen(t, app, uni.ConnectSocketOptions{URL: serve(t, nil, nil).url})
	for name, c := range map[string]struct {
		send func(uni.SendOptions) error
		code int
	}{
		"task": {task.Send, 602001}, "global": {app.SendSocketMessage, 0},
	} {
		var failed *uni.Error
		if err := c.send(uni.SendOptions{Data: uni.Text("\xff")}); !errors.As(err, &failed) || failed.ErrCode != c.code {
			t.Errorf("%s: %#v, want the code %d", name, err, c.code)
		}
	}
}

func TestOnH5CloseBeforeOpenEndsTheAttempt(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	app := newApp(t, uni.Config{Platform: "h5"})
	j := newJournal()
	j.global(app)
	task := connect(t, app, j.options("task", s.URL()+"/hang"))
	settle(t, app)
	for range 2 {
		if err := j.close("close", task.Close, 4000, "not sent"); err != nil {
			t.Error(err)
		}
	}
	j.await(t, "task close")
	settle(t, app)
	// The error takes the task off the list: the global close listener is not called.
	j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok",
		"close success closeSocket:ok", "close complete closeSocket:ok",
		"close success closeSocket:ok", "close complete closeSocket:ok",
		"task error", "global error", "task close 1006 ")
}

func TestOnH5AConnectionThatCannotBeMadeGivesErrorThenTheTasksClose(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	for _, path := range []string{"/reject", "/reset", "/badaccept", "/redirect", "/garbage"} {
		t.Run(path[1:], func(t *testing.T) {
			app := newApp(t, uni.Config{Platform: "h5"})
			j := newJournal()
			j.global(app)
			o := j.options("task", s.URL()+path)
			o.OnError = func(e uni.ErrorEvent) {
				j.add("task error %q", e.ErrMsg)
				var h *websocket.HandshakeError
				if !errors.As(e.Err, &h) {
					t.Errorf("the cause is %T: %v", e.Err, e.Err)
				}
			}
			connect(t, app, o)
			j.await(t, "task close")
			settle(t, app)
			j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok",
				`task error ""`, "global error", "task close 1006 ")
		})
	}
}

// closeInMessage closes a socket in its first message; a second one came along
// with it.
func closeInMessage(t *testing.T, c uni.Config) *journal {
	s := serve(t, nil, nil)
	app := newApp(t, c)
	j := newJournal()
	o := j.options("task", s.url)
	o.Success, o.Complete, o.OnOpen = nil, nil, nil
	o.OnMessage = func(e uni.MessageEvent) {
		j.add("task message %s", e.Data)
		e.Task.Close(uni.CloseOptions{Code: 3000, Reason: "enough"})
	}
	connectOpen(t, app, o)
	app.OnSocketMessage(func(e uni.MessageEvent) { j.add("global message %s", e.Data) })
	conn := await(t, s.conns, "connection")
	conn.Cork()
	conn.SendText("1")
	conn.SendText("2")
	conn.Uncork()
	j.await(t, "task close")
	return j
}

func TestOnH5NothingIsDeliveredAfterClose(t *testing.T) {
	closeInMessage(t, uni.Config{Platform: "h5"}).is(t,
		"task message 1", "global message 1", "task close 3000 enough")
}

func TestOnStandardMessagesAreDeliveredUntilTheCloseEvent(t *testing.T) {
	closeInMessage(t, uni.Config{}).is(t,
		"task message 1", "global message 1", "task message 2", "global message 2", "task close 3000 enough")
}

func TestOnH5CloseAdmitsWhatABrowserAdmits(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{Platform: "h5"})
	const (
		code   = "closeSocket:fail InvalidAccessError: Failed to execute 'close' on 'WebSocket': The close code must be either 1000, or between 3000 and 4999. %d is neither."
		reason = "closeSocket:fail SyntaxError: Failed to execute 'close' on 'WebSocket': The close reason must not be greater than 123 UTF-8 bytes."
	)
	for _, c := range []struct {
		code   int
		reason string
		want   string
	}{
		{1001, "", strings.Replace(code, "%d", "1001", 1)},
		{2999, "", strings.Replace(code, "%d", "2999", 1)},
		{5000, "", strings.Replace(code, "%d", "5000", 1)},
		{1000, strings.Repeat("a", 124), reason},
		{1000, strings.Repeat("好", 42), reason},
		{0, "", ""},
		{1000, "", ""},
		{3000, strings.Repeat("a", 123), ""},
		{4999, strings.Repeat("好", 41), ""},
	} {
		task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url})
		if err := task.Close(uni.CloseOptions{Code: c.code, Reason: c.reason}); text(err) != c.want {
			t.Errorf("Close(%d, %q): %v, want %s", c.code, c.reason, err, c.want)
		}
	}
}

func TestOnH5CloseFramesMayCarryCodesThatTheRFCReserves(t *testing.T) {
	app := func() *uni.App { return newApp(t, uni.Config{Platform: "h5"}) }
	for _, c := range []struct {
		code int
		want []string
	}{
		{1004, []string{"task close 1004 x"}},
		{1014, []string{"task close 1014 x"}},
		{1016, []string{"task close 1016 x"}},
		{2999, []string{"task close 2999 x"}},
		{5000, []string{"task close 5000 x"}},
		{65535, []string{"task close 65535 x"}},
		{1005, []string{"task error", "task close 1006 "}},
		{1006, []string{"task error", "task close 1006 "}},
		{1015, []string{"task error", "task close 1006 "}},
	} {
		j := newJournal()
		o := j.options("task", rawServer(t, []byte{0x88, 3, byte(c.code >> 8), byte(c.code), 'x'}))
		o.Success, o.Complete, o.OnOpen = nil, nil, nil
		connect(t, app(), o)
		j.await(t, "task close")
		j.is(t, c.want...)
	}
}

func TestOnStandardACloseFrameWithAReservedCodeIsAnError(t *testing.T) {
	j := newJournal()
	o := j.options("task", rawServer(t, []byte{0x88, 2, 1004 >> 8, 1004 & 0xff}))
	o.Success, o.Complete, o.OnOpen = nil, nil, nil
	causes := make(chan error, 1)
	o.OnError = func(e uni.ErrorEvent) { causes <- e.Err }
	connect(t, newApp(t, uni.Config{}), o)
	j.await(t, "task close")
	j.is(t, "task close 1006 ")
	var violation *websocket.ProtocolError
	if err := await(t, causes, "error"); !errors.As(err, &violation) {
		t.Errorf("the cause is %T: %v", err, err)
	}
}
