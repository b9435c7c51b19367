package uni_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
)

// RFC 6455, section 4.1: "there MUST be no more than one connection in a
// CONNECTING state" for an address.
func TestOnH5ConnectionsToOneAddressAreMadeOneByOne(t *testing.T) {
	var making atomic.Int32
	s := serve(t, nil, func(r *http.Request) {
		if making.Add(1) > 1 {
			t.Error("two handshakes go on at once")
		}
		for range 1000 {
			runtime.Gosched() // gives a second one the time to come
		}
		making.Add(-1)
	})
	app := newApp(t, uni.Config{Platform: "h5"})
	j := newJournal()
	var want []string
	for i := range 6 {
		connect(t, app, uni.ConnectSocketOptions{
			URL:    fmt.Sprintf("%s/%d", s.url, i),
			OnOpen: func(uni.OpenEvent) { j.add("open %d", i) },
		})
		want = append(want, fmt.Sprintf("open %d", i))
	}
	j.await(t, "open 5")
	j.is(t, want...)
}

// requestLog tells the paths of a server's requests.
func requestLog(t *testing.T) (s *devserver.Server, paths chan string) {
	paths = make(chan string, 100)
	s = devservertest.Start(t, devserver.Config{Log: func(e devserver.Event) {
		if e.Kind == devserver.Request {
			paths <- e.Path
		}
	}})
	return s, paths
}

func TestOnH5AConnectionWaitsForTheOneThatHangs(t *testing.T) {
	s, paths := requestLog(t)
	app := newApp(t, uni.Config{
		Platform: "h5",
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) { // whatever the name
			var d net.Dialer
			return d.DialContext(ctx, network, s.Addr().String())
		},
	})
	j := newJournal()
	task := func(name, path string) *uni.SocketTask {
		o := j.options(name, s.URL()+path)
		o.Success, o.Complete = nil, nil
		return connect(t, app, o)
	}
	hanging := task("hanging", "/hang")
	if p := await(t, paths, "request"); p != "/hang" {
		t.Fatalf("%s was asked for first", p)
	}
	second := task("second", "/silent")
	third := task("third", "/silent?3")
	// Another host name is another address.
	connectOpen(t, app, uni.ConnectSocketOptions{URL: "ws://elsewhere.example/echo"})
	if p := await(t, paths, "request"); p != "/echo" {
		t.Errorf("%s was asked for while the first one hangs", p)
	}
	if a, b := second.ReadyState(), third.ReadyState(); a != uni.Connecting || b != uni.Connecting {
		t.Errorf("those that wait are %v and %v", a, b)
	}

	// One that waits can be closed, and is not dialed any more.
	if err := second.Close(uni.CloseOptions{}); err != nil {
		t.Error(err)
	}
	j.await(t, "second close")
	if err := hanging.Close(uni.CloseOptions{}); err != nil {
		t.Error(err)
	}
	j.await(t, "third open")
	if p := await(t, paths, "request"); p != "/silent" {
		t.Errorf("%s was asked for", p)
	}
	settle(t, app)
	j.is(t, "second error", "second close 1006 ", "hanging error", "hanging close 1006 ", "third open")
	if len(paths) > 0 {
		t.Errorf("%s was asked for, too", <-paths)
	}
}

func TestOnH5ShutdownEndsThoseThatWait(t *testing.T) {
	s, paths := requestLog(t)
	app := newApp(t, uni.Config{Platform: "h5"})
	j := newJournal()
	for i, path := range []string{"/hang", "/echo", "/echo"} {
		o := j.options(fmt.Sprint(i), s.URL()+path)
		o.Success, o.Complete = nil, nil
		connect(t, app, o)
	}
	await(t, paths, "request")
	if err := app.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		j.await(t, fmt.Sprintf("%d error\n%d close 1006 ", i, i))
	}
	// The address is free again.
	connectOpen(t, app, uni.ConnectSocketOptions{URL: s.URL() + "/silent"})
	if p := await(t, paths, "request"); p != "/silent" {
		t.Errorf("%s was asked for", p)
	}
}
