package uni_test

import (
	"testing"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/websocket"
)

// pair is an App with two open tasks, a older than b, and the server's side of each.
type pair struct {
	app    *uni.App
	j      *journal
	a, b   *uni.SocketTask
	sa, sb *websocket.Conn
	server *server
}

func openPair(t *testing.T, platform string) *pair {
	t.Helper()
	p := &pair{app: newApp(t, uni.Config{Platform: platform}), j: newJournal(), server: serve(t, nil, nil)}
	open := func(name string) (*uni.SocketTask, *websocket.Conn) {
		o := p.j.options(name, p.server.url)
		o.Success, o.Complete, o.OnOpen = nil, nil, nil
		return connectOpen(t, p.app, o), await(t, p.server.conns, "connection")
	}
	p.a, p.sa = open("a")
	p.b, p.sb = open("b")
	p.j.global(p.app)
	return p
}

func (p *pair) sendGlobally(t *testing.T, s string) {
	t.Helper()
	if err := p.app.SendSocketMessage(uni.SendOptions{Data: uni.Text(s)}); err != nil {
		t.Fatal(err)
	}
}

func TestTheOldestLiveTaskIsTheGlobalSocketUntilItHasEnded(t *testing.T) {
	for _, platform := range []string{"standard", "h5"} {
		t.Run(platform, func(t *testing.T) {
			p := openPair(t, platform)
			p.sa.SendText("to a")
			p.j.await(t, "global message to a")
			p.sb.SendText("to b")
			p.j.await(t, "b message to b")

			if err := p.app.CloseSocket(uni.CloseOptions{Code: 4000, Reason: "a first"}); err != nil {
				t.Fatal(err)
			}
			p.j.await(t, "global close 4000")
			p.sb.SendText("to b again")
			p.j.await(t, "global message to b again")
			p.sendGlobally(t, "for b")
			if got := await(t, p.server.messages, "message"); got != "for b" {
				t.Errorf("the server got %q", got)
			}

			if err := p.app.CloseSocket(uni.CloseOptions{Code: 4001, Reason: "b next"}); err != nil {
				t.Fatal(err)
			}
			p.j.await(t, "global close 4001")
			settle(t, p.app)
			p.j.is(t, "a message to a", "global message to a", "b message to b",
				"a close 4000 a first", "global close 4000 a first",
				"b message to b again", "global message to b again",
				"b close 4001 b next", "global close 4001 b next")
		})
	}
}

func TestATaskThatIsClosingStillIsTheGlobalSocket(t *testing.T) {
	p := openPair(t, "")
	checked := make(chan error, 2)
	p.a.OnMessage(func(uni.MessageEvent) { // no event can come in between
		if err := p.a.Close(uni.CloseOptions{Code: 4000}); err != nil {
			t.Error(err)
		}
		checked <- p.app.SendSocketMessage(uni.SendOptions{Data: uni.Text("x")})
		checked <- p.app.CloseSocket(uni.CloseOptions{Code: 4001})
	})
	p.sa.SendText("go")
	if err := await(t, checked, "send"); text(err) != "sendSocketMessage:fail WebSocket is not connected" {
		t.Errorf("sending on a task that is closing: %v", err)
	}
	if err := await(t, checked, "close"); err != nil {
		t.Errorf("closing a task that is closing: %v", err)
	}
	p.j.await(t, "global close")
	if s := p.b.ReadyState(); s != uni.Open {
		t.Errorf("b is %v", s)
	}
	p.j.is(t, "a message go", "global message go", "a close 4000 ", "global close 4000 ")
}

func TestAConnectingTaskKeepsTheGlobalFunctionsFromTheNext(t *testing.T) {
	answer := make(chan struct{})
	hanging := serve(t, nil, answerAfter(answer))
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	connect(t, app, uni.ConnectSocketOptions{URL: hanging.url})
	connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url})
	err := app.SendSocketMessage(uni.SendOptions{Data: uni.Text("x")})
	if text(err) != "sendSocketMessage:fail WebSocket is not connected" {
		t.Errorf("got %v", err)
	}
	opened := make(chan struct{})
	app.OnSocketOpen(func(uni.OpenEvent) { close(opened) })
	close(answer)
	await(t, opened, "global open")
	if err := app.SendSocketMessage(uni.SendOptions{Data: uni.Text("y")}); err != nil {
		t.Error(err)
	}
	if got := await(t, hanging.messages, "message"); got != "y" {
		t.Errorf("got %q", got)
	}
}

func TestGlobalListenersStayForTheSocketsToCome(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	j := newJournal()
	j.global(app)
	for i, want := range []string{"global close 4000 ", "global close 4001 "} {
		task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url})
		if err := task.Close(uni.CloseOptions{Code: 4000 + i}); err != nil {
			t.Fatal(err)
		}
		j.await(t, want)
	}
	j.is(t, "global open", "global close 4000 ", "global open", "global close 4001 ")
}

func TestThePackageFunctionsActOnOneApp(t *testing.T) {
	s := serve(t, nil, nil)
	j := newJournal()
	uni.OnSocketOpen(func(uni.OpenEvent) { j.add("open") })
	uni.OnSocketMessage(func(e uni.MessageEvent) { j.add("message %s", e.Data) })
	uni.OnSocketError(func(e uni.ErrorEvent) { j.add("error %s", e.ErrMsg) })
	uni.OnSocketClose(func(e uni.CloseEvent) { j.add("close %d %s", e.Code, e.Reason) })

	if err := uni.SendSocketMessage(uni.SendOptions{}); text(err) != "sendSocketMessage:fail WebSocket is not connected" {
		t.Errorf("SendSocketMessage: %v", err)
	}
	if err := uni.CloseSocket(uni.CloseOptions{}); text(err) != "closeSocket:fail WebSocket is not connected" {
		t.Errorf("CloseSocket: %v", err)
	}
	if _, err := uni.ConnectSocket(uni.ConnectSocketOptions{URL: s.url}); err != nil {
		t.Fatal(err)
	}
	j.await(t, "open")
	if err := uni.SendSocketMessage(uni.SendOptions{Data: uni.Text("hello")}); err != nil {
		t.Error(err)
	}
	if got := await(t, s.messages, "message"); got != "hello" {
		t.Errorf("the server got %q", got)
	}
	await(t, s.conns, "connection").SendText("you too")
	j.await(t, "message")
	if err := uni.CloseSocket(uni.CloseOptions{Reason: "enough"}); err != nil {
		t.Error(err)
	}
	j.await(t, "close")
	j.is(t, "open", "message you too", "close 1000 enough")
}
