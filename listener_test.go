package uni_test

import (
	"testing"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
)

func TestListenersAccumulateAndRunInOrderTheTasksFirst(t *testing.T) {
	for _, platform := range []string{"standard", "h5"} {
		t.Run(platform, func(t *testing.T) {
			s := serve(t, nil, nil)
			app := newApp(t, uni.Config{Platform: platform})
			j := newJournal()
			say := func(line string) func(uni.MessageEvent) {
				return func(uni.MessageEvent) { j.add("%s", line) }
			}
			task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url, OnMessage: say("task option")})
			twice := say("twice")
			app.OnSocketMessage(say("global 1"))
			app.OnSocketMessage(twice)
			task.OnMessage(say("task 1"))
			task.OnMessage(twice)
			task.OnMessage(twice)
			app.OnSocketMessage(say("global 2"))
			await(t, s.conns, "connection").SendText("x")
			j.await(t, "global 2")
			j.is(t, "task option", "task 1", "twice", "twice", "global 1", "twice", "global 2")
		})
	}
}

func TestAListenerThatIsAddedDuringAnEventWaitsForTheNext(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	j := newJournal()
	task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url})
	task.OnMessage(func(e uni.MessageEvent) {
		j.add("task %s", e.Data)
		task.OnMessage(func(e uni.MessageEvent) { j.add("added %s", e.Data) })
	})
	app.OnSocketMessage(func(e uni.MessageEvent) {
		j.add("global %s", e.Data)
		app.OnSocketMessage(func(e uni.MessageEvent) { j.add("added globally %s", e.Data) })
	})
	c := await(t, s.conns, "connection")
	c.SendText("1")
	c.SendText("2")
	j.await(t, "added globally 2")
	settle(t, app)
	j.is(t, "task 1", "global 1", "task 2", "added 2", "global 2", "added globally 2")
}

func TestAListenerThatComesAfterItsEventIsNotCalled(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	j := newJournal()
	task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url})
	task.OnOpen(func(uni.OpenEvent) { j.add("open") })
	app.OnSocketOpen(func(uni.OpenEvent) { j.add("global open") })
	task.OnClose(func(uni.CloseEvent) { j.add("close") })
	task.Close(uni.CloseOptions{})
	j.await(t, "close")
	task.OnClose(func(uni.CloseEvent) { j.add("late close") })
	settle(t, app)
	j.is(t, "close")
}

// Whatever kind of callback it comes from, a call returns.
func TestEveryCallbackMayCallTheAPI(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{}).URL()
	app := newApp(t, uni.Config{})
	called := make(chan string, 1000)
	use := func(from string, task *uni.SocketTask) {
		app.OnSocketOpen(func(uni.OpenEvent) {})
		app.OnSocketMessage(func(uni.MessageEvent) {})
		app.OnSocketError(func(uni.ErrorEvent) {})
		app.OnSocketClose(func(uni.CloseEvent) {})
		app.SendSocketMessage(uni.SendOptions{Data: uni.Text("x"), Complete: func(uni.Result) {}})
		app.CloseSocket(uni.CloseOptions{Code: 1, Complete: func(uni.Result) {}}) // refused
		other, err := app.ConnectSocket(uni.ConnectSocketOptions{URL: s, Complete: func(uni.Result) {}})
		if err != nil {
			t.Error(err)
			return
		}
		for _, task := range []*uni.SocketTask{task, other} {
			if task == nil {
				continue
			}
			task.OnOpen(func(uni.OpenEvent) { task.Close(uni.CloseOptions{}) })
			task.OnMessage(func(uni.MessageEvent) {})
			task.OnError(func(uni.ErrorEvent) {})
			task.OnClose(func(uni.CloseEvent) {})
			task.Send(uni.SendOptions{Data: uni.Text("x"), Complete: func(uni.Result) {}})
			task.Close(uni.CloseOptions{Code: 1, Complete: func(uni.Result) {}}) // refused
			task.ReadyState()
			task.BufferedAmount()
			task.Subprotocol()
		}
		called <- from
	}
	var task *uni.SocketTask
	connectOpen(t, app, uni.ConnectSocketOptions{
		URL:      s,
		Success:  func(uni.Result) { use("connect success", nil) },
		Complete: func(uni.Result) { use("connect complete", nil) },
		OnOpen: func(e uni.OpenEvent) {
			use("open", e.Task)
			task = e.Task
		},
		OnMessage: func(e uni.MessageEvent) { use("message", e.Task) },
		OnClose:   func(e uni.CloseEvent) { use("close", e.Task) },
	})
	task.Send(uni.SendOptions{
		Data:     uni.Text("x"),
		Success:  func(uni.Result) { use("send success", task) },
		Complete: func(uni.Result) { use("send complete", task) },
	})
	task.Send(uni.SendOptions{Data: uni.Text("\xff"), Fail: func(*uni.Error) { use("send fail", task) }})
	connect(t, app, uni.ConnectSocketOptions{
		URL: s + "/reject", OnError: func(e uni.ErrorEvent) { use("error", e.Task) },
	})
	missing := map[string]bool{
		"connect success": true, "connect complete": true, "open": true, "message": true,
		"send success": true, "send complete": true, "send fail": true, "error": true,
	}
	for len(missing) > 0 {
		delete(missing, await(t, called, "callback"))
	}
	task.Close(uni.CloseOptions{
		Success: func(uni.Result) { use("close success", task) },
	})
	missing = map[string]bool{"close success": true, "close": true}
	for len(missing) > 0 {
		delete(missing, await(t, called, "callback"))
	}
}

func TestASlowCallbackDelaysTheOthersAndLosesNothing(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	j := newJournal()
	slow, free := make(chan struct{}), make(chan struct{})
	connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url, OnMessage: func(e uni.MessageEvent) {
		if e.Data.String() == "slow" {
			close(slow)
			<-free
		}
		j.add("a %s", e.Data)
	}})
	a := await(t, s.conns, "connection")
	b := connectOpen(t, app, uni.ConnectSocketOptions{
		URL:       s.url,
		OnMessage: func(e uni.MessageEvent) { j.add("b %s", e.Data) },
		OnClose:   func(uni.CloseEvent) { j.add("b close") },
	})
	sb := await(t, s.conns, "connection")
	a.SendText("slow")
	await(t, slow, "slow callback")
	sb.SendText("x")
	sb.SendText("y")
	// Calls return while a callback is slow, and what they send on another
	// socket leaves.
	if err := b.Send(uni.SendOptions{Data: uni.Text("from b")}); err != nil {
		t.Error(err)
	}
	if got := await(t, s.messages, "message of another socket"); got != "from b" {
		t.Errorf("the server got %q", got)
	}
	sb.Close(1000, "")
	close(free)
	j.await(t, "b close")
	j.is(t, "a slow", "b x", "b y", "b close")
}
