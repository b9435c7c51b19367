package uni_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/websocket"
)

const short = 20 * time.Millisecond

func manifestOf(timeout time.Duration) *manifest.Manifest {
	return &manifest.Manifest{NetworkTimeout: manifest.NetworkTimeout{ConnectSocket: timeout}}
}

func TestAHandshakeThatTakesTooLongGivesErrorThenClose(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	for name, c := range map[string]struct {
		manifest *manifest.Manifest
		option   time.Duration
	}{
		"by the option":                   {nil, short},
		"by the manifest":                 {manifestOf(short), 0},
		"by the option over the manifest": {manifestOf(time.Hour), short},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp(t, uni.Config{Manifest: c.manifest})
			j := newJournal()
			j.global(app)
			o := j.options("task", s.URL()+"/hang")
			causes := make(chan error, 1)
			o.OnError = func(e uni.ErrorEvent) { causes <- e.Err }
			o.Timeout = c.option
			connect(t, app, o)
			j.await(t, "global close")
			j.is(t, "task success connectSocket:ok", "task complete connectSocket:ok",
				"global error", "task close 1006 ", "global close 1006 ")
			if err := <-causes; !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// Two handshakes go on at once: the one that would have been the first to run out
// of time does not, while the other's time passes twice.
func TestOnH5NeitherOptionNorManifestBoundTheHandshake(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	h5 := newApp(t, uni.Config{Platform: "h5", Manifest: manifestOf(short)})
	task := connect(t, h5, uni.ConnectSocketOptions{URL: s.URL() + "/hang", Timeout: short})
	standard := newApp(t, uni.Config{Manifest: manifestOf(2 * short)})
	for range 2 {
		closed := make(chan struct{})
		connect(t, standard, uni.ConnectSocketOptions{
			URL: s.URL() + "/hang", OnClose: func(uni.CloseEvent) { close(closed) },
		})
		await(t, closed, "timeout")
	}
	if s := task.ReadyState(); s != uni.Connecting {
		t.Errorf("the task is %v", s)
	}
}

// No platform sends pings; a Go program may ask for them, and then learns that the
// server has gone.
func TestKeepAliveTellsThatTheServerHasGone(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{KeepAlive: websocket.KeepAlive{Interval: short}})
	j := newJournal()
	j.global(app)
	o := j.options("task", s.url)
	causes := make(chan error, 1)
	o.OnError = func(e uni.ErrorEvent) { causes <- e.Err }
	connectOpen(t, app, o)
	silent := <-s.conns
	silent.PauseReads() // it answers nothing, as if it had gone
	j.await(t, "global close 1006 ")
	if err := <-causes; !errors.Is(err, websocket.ErrPingTimeout) {
		t.Errorf("the error is %v", err)
	}
	silent.CloseNow()
	<-s.closed
}
