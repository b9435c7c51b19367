package uni_test

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
)

// stable is the value of n once it has stopped to change.
func stable(t *testing.T, n *atomic.Int64) int64 {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for last, same := n.Load(), 0; ; {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("something still goes on")
		}
		if now := n.Load(); now != last {
			last, same = now, 0
		} else if same++; same == 20 {
			return last
		}
	}
}

// noMoreGoroutines checks that there are no more than before, soon.
func noMoreGoroutines(t *testing.T, before int) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for runtime.NumGoroutine() > before {
		select {
		case <-tick.C:
		case <-late:
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines are left of %d:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func TestShutdownOfAnIdleAppReturns(t *testing.T) {
	app := newApp(t, uni.Config{})
	if err := app.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := app.Shutdown(ended); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestShutdownTellsServersAndListenersAndTheAppGoesOn(t *testing.T) {
	for _, platform := range []string{"standard", "h5"} {
		t.Run(platform, func(t *testing.T) {
			s := serve(t, nil, nil)
			hanging := devservertest.Start(t, devserver.Config{})
			app := newApp(t, uni.Config{Platform: platform})
			j := newJournal()
			open := func(name string) *uni.SocketTask {
				o := j.options(name, s.url)
				o.Success, o.Complete = nil, nil
				return connectOpen(t, app, o)
			}
			open("a")
			o := j.options("hanging", hanging.URL()+"/hang")
			o.Success, o.Complete = nil, nil
			connect(t, app, o)
			if err := app.Shutdown(t.Context()); err != nil {
				t.Fatal(err)
			}
			if e := await(t, s.closed, "close"); e.Code != 1001 {
				t.Errorf("the server was told %v", e)
			}
			for _, line := range []string{"a close 1001 ", "hanging error\nhanging close 1006 "} {
				j.await(t, line) // which is there already
			}
			open("again").Close(uni.CloseOptions{})
			j.await(t, "again close 1000")
		})
	}
}

func TestShutdownCutsWhatIsLeftWhenItsContextEnds(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	app := newApp(t, uni.Config{Platform: "h5"}) // which would wait for a minute
	closed := make(chan uni.CloseEvent, 1)
	connectOpen(t, app, uni.ConnectSocketOptions{
		URL: s.URL() + "/noclose", OnClose: func(e uni.CloseEvent) { closed <- e },
	})
	ctx, cancel := context.WithTimeout(t.Context(), short)
	defer cancel()
	if err := app.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown: %v", err)
	}
	if e := await(t, closed, "close"); e.Code != 1006 {
		t.Errorf("the close event is %d", e.Code)
	}
}

func TestTwoShutdownsAtOnceBothReturn(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	app := newApp(t, uni.Config{})
	connectOpen(t, app, uni.ConnectSocketOptions{URL: s.URL() + "/echo"})
	errs := make(chan error, 2)
	for range 2 {
		go func() { errs <- app.Shutdown(t.Context()) }()
	}
	for range 2 {
		if err := await(t, errs, "end of Shutdown"); err != nil {
			t.Error(err)
		}
	}
}

func TestNoGoroutineIsLeftWhenTheSocketsHaveEnded(t *testing.T) {
	for _, platform := range []string{"standard", "h5"} {
		t.Run(platform, func(t *testing.T) {
			before := runtime.NumGoroutine()
			s := devservertest.Start(t, devserver.Config{})
			app := newApp(t, uni.Config{Platform: platform})
			ended := make(chan string, 100)
			start := func(path string) {
				connect(t, app, uni.ConnectSocketOptions{
					URL: s.URL() + path,
					OnOpen: func(e uni.OpenEvent) {
						e.Task.Send(uni.SendOptions{Data: uni.Text("x")})
						if path == "/silent" {
							e.Task.Close(uni.CloseOptions{})
						}
					},
					OnMessage: func(e uni.MessageEvent) { e.Task.Close(uni.CloseOptions{}) },
					OnClose:   func(uni.CloseEvent) { ended <- path },
				})
			}
			paths := []string{"/echo", "/echo", "/close1000", "/drop", "/badutf8", "/reject", "/garbage", "/silent"}
			for _, path := range paths {
				start(path)
			}
			for range paths {
				await(t, ended, "close")
			}
			start("/hang")
			if err := app.Shutdown(t.Context()); err != nil {
				t.Fatal(err)
			}
			await(t, ended, "close of what was connecting")
			s.Close()
			noMoreGoroutines(t, before)
		})
	}
}
