package uni_test

import (
	"strings"
	"testing"

	"github.com/unisocket/uni"
)

func TestCloseSendsItsCodeAndReasonAndTheCloseEventCarriesThem(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	for _, c := range []struct {
		code   int
		reason string
		want   int
	}{
		{0, "", 1000},
		{0, "the default code", 1000},
		{1000, "x", 1000},
		{1001, "", 1001},
		{1003, "", 1003},
		{1007, "", 1007},
		{1014, "", 1014},
		{3000, "", 3000},
		{4999, "再见", 4999},
		{4000, strings.Repeat("a", 123), 4000},
		{4000, strings.Repeat("好", 41), 4000}, // 123 bytes
	} {
		closed := make(chan uni.CloseEvent, 1)
		task := connectOpen(t, app, uni.ConnectSocketOptions{
			URL: s.url, OnClose: func(e uni.CloseEvent) { closed <- e },
		})
		j := newJournal()
		if err := j.close("close", task.Close, c.code, c.reason); err != nil {
			t.Errorf("Close(%d, %q): %v", c.code, c.reason, err)
			continue
		}
		if e := await(t, s.closed, "close on the server"); int(e.Code) != c.want || e.Reason != c.reason || e.Err != nil {
			t.Errorf("Close(%d, %q) reached the server as %v", c.code, c.reason, e)
		}
		if e := await(t, closed, "close event"); e.Code != c.want || e.Reason != c.reason || e.Task != task {
			t.Errorf("Close(%d, %q) gave the event %d %q", c.code, c.reason, e.Code, e.Reason)
		}
		j.is(t, "close success closeSocket:ok", "close complete closeSocket:ok")
	}
}

func TestCloseRefusesCodesAndReasonsThatMayNotBeSent(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url})
	const (
		codeText   = " may not be sent: use 1000, one of 1001 to 1003 and 1007 to 1014, or 3000 to 4999"
		tooLong    = "closeSocket:fail the close reason is longer than 123 bytes of UTF-8"
		notUTF8    = "closeSocket:fail the close reason is not valid UTF-8"
		codePrefix = "closeSocket:fail close code "
	)
	for _, c := range []struct {
		code   int
		reason string
		want   string
	}{
		{-1, "", codePrefix + "-1" + codeText},
		{1, "", codePrefix + "1" + codeText},
		{999, "", codePrefix + "999" + codeText},
		{1004, "", codePrefix + "1004" + codeText},
		{1005, "", codePrefix + "1005" + codeText},
		{1006, "", codePrefix + "1006" + codeText},
		{1015, "", codePrefix + "1015" + codeText},
		{2999, "", codePrefix + "2999" + codeText},
		{5000, "", codePrefix + "5000" + codeText},
		{65536 + 1000, "", codePrefix + "66536" + codeText},
		{4000, strings.Repeat("a", 124), tooLong},
		{4000, strings.Repeat("好", 42), tooLong}, // 42 characters, 126 bytes
		{4000, "\xff", notUTF8},
	} {
		j := newJournal()
		if err := j.close("close", task.Close, c.code, c.reason); text(err) != c.want {
			t.Errorf("Close(%d, %q): %v, want %s", c.code, c.reason, err, c.want)
		}
		if err := app.CloseSocket(uni.CloseOptions{Code: c.code, Reason: c.reason}); text(err) != c.want {
			t.Errorf("CloseSocket(%d, %q): %v, want %s", c.code, c.reason, err, c.want)
		}
		settle(t, app)
		j.is(t, "close fail "+c.want, "close complete "+c.want)
	}
	if s := task.ReadyState(); s != uni.Open {
		t.Errorf("the task is %v afterwards", s)
	}
}

func TestCloseTwiceSucceedsTwiceAndGivesOneCloseEvent(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	j := newJournal()
	task := connectOpen(t, app, j.options("task", s.url))
	// One callback, so that the answer of the server cannot come in between.
	task.OnMessage(func(uni.MessageEvent) {
		for range 2 {
			if err := j.close("close", task.Close, 4001, "first"); err != nil {
				t.Error(err)
			}
		}
		if s := task.ReadyState(); s != uni.Closing {
			t.Errorf("the task is %v", s)
		}
	})
	await(t, s.conns, "connection").SendText("go")
	j.await(t, "task close")
	settle(t, app)
	j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok", "task open", "task message go",
		"close success closeSocket:ok", "close complete closeSocket:ok",
		"close success closeSocket:ok", "close complete closeSocket:ok", "task close 4001 first")
}

// The server's close frame is there already when the listener closes (§1.3).
func TestSuccessOfACloseComesBeforeTheCloseEvent(t *testing.T) {
	for _, platform := range []string{"standard", "h5"} {
		t.Run(platform, func(t *testing.T) {
			s := serve(t, nil, nil)
			app := newApp(t, uni.Config{Platform: platform})
			j := newJournal()
			connectOpen(t, app, uni.ConnectSocketOptions{
				URL: s.url,
				OnMessage: func(e uni.MessageEvent) {
					if err := j.close("close", e.Task.Close, 0, ""); err != nil {
						t.Error(err)
					}
				},
				OnClose: func(e uni.CloseEvent) { j.add("close event %d", e.Code) },
			})
			free := occupy(t, app)
			c := await(t, s.conns, "connection")
			c.SendText("x")
			c.Close(4000, "")
			await(t, s.closed, "answer to the close frame")
			free()
			j.await(t, "close event")
			j.is(t, "close success closeSocket:ok", "close complete closeSocket:ok", "close event 4000")
		})
	}
}

func TestWhatWasSentBeforeCloseArrives(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url})
	const n = 1000
	for range n {
		if err := task.Send(uni.SendOptions{Data: uni.Bytes(make([]byte, 1000))}); err != nil {
			t.Fatal(err)
		}
	}
	if err := task.Close(uni.CloseOptions{}); err != nil {
		t.Fatal(err)
	}
	if e := await(t, s.closed, "close"); e.Code != 1000 {
		t.Errorf("the server saw %v", e)
	}
	if got := len(s.messages); got != n {
		t.Errorf("%d of %d messages arrived", got, n)
	}
}
