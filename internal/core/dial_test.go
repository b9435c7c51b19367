package core

import (
	"context"
	"testing"
	"time"

	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// stubborn is a dial that does not heed its context: a name lookup, say.
type stubborn struct {
	reached chan string
	free    chan struct{}
}

func (d *stubborn) dial(_ context.Context, url string, o *websocket.DialOptions) (*websocket.Conn, error) {
	d.reached <- url
	<-d.free
	return websocket.Dial(context.Background(), url, o)
}

func stubbornH5(t *testing.T) (*App, *manualLoop, *stubborn) {
	t.Helper()
	d := &stubborn{reached: make(chan string, 10), free: make(chan struct{})}
	l := newManualLoop()
	app, err := New(Config{Platform: briskly(platform.H5()), Loop: l, Dial: d.dial})
	if err != nil {
		t.Fatal(err)
	}
	return app, l, d
}

// runUntil runs the loop until cond holds.
func runUntil(t *testing.T, l *manualLoop, cond func() bool) {
	t.Helper()
	late := time.After(20 * time.Second)
	for !cond() {
		if l.step() {
			continue
		}
		select {
		case <-l.added:
		case <-late:
			t.Fatal("nothing happens any more")
		}
	}
}

func TestAConnectionThatComesAfterCloseIsCut(t *testing.T) {
	f := newFarm(t)
	app, l, d := stubbornH5(t)
	path, peer := f.place()
	task, _ := app.Connect(ConnectOptions{URL: f.url + path}, Callbacks{})
	task.Close(CloseOptions{Code: 1000}, Callbacks{})
	runUntil(t, l, func() bool { return task.State() == StateClosed })
	close(d.free)
	runUntil(t, l, func() bool { return l.held == 0 })
	for range 2 { // the connection, and its end
		select {
		case <-peer.opened:
		case <-time.After(20 * time.Second):
			t.Fatal("the server's side is still there")
		}
	}
}

// RFC 6455, section 4.1: the connection that was given up may still be made.
func TestTheNextConnectionWaitsForADialThatWasCancelled(t *testing.T) {
	f := newFarm(t)
	app, l, d := stubbornH5(t)
	connect := func() *Task {
		path, _ := f.place()
		task, _ := app.Connect(ConnectOptions{URL: f.url + path}, Callbacks{})
		return task
	}
	first, second := connect(), connect()
	first.Close(CloseOptions{Code: 1000}, Callbacks{})
	runUntil(t, l, func() bool { return first.State() == StateClosed })
	if queue := app.waiting[first.socket.address]; len(queue) != 2 || queue[0] != first.socket {
		t.Errorf("the queue of the address is %v", queue)
	}
	close(d.free)
	runUntil(t, l, func() bool { return second.State() == StateOpen })
	if n := len(d.reached); n != 2 {
		t.Errorf("%d connections were dialed", n)
	}
	app.Cut()
	runUntil(t, l, func() bool { return len(app.open) == 0 })
}
