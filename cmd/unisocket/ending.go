package main

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"time"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/uniapp"
)

// farewellTime is how long sockets have to close when the run is ended.
const farewellTime = 3 * time.Second

// patience is how long the engine has to come to its end afterwards.
const patience = 2 * time.Second

// ending ends a run before its script does: --for, and Ctrl-C.
type ending struct {
	cancel   context.CancelFunc
	recorder *recorder     // or nil
	begun    chan struct{} // closed when the script begins

	mu      sync.Mutex
	runtime *js.Runtime
	binding *binding.Binding
	app     *uniapp.App
	cause   error // nil as long as nothing but the script ends the run
}

func (e *ending) started(r *js.Runtime, b *binding.Binding, app *uniapp.App) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.runtime, e.binding, e.app = r, b, app
	close(e.begun)
}

// reason is what ended the run, also where the script came to its own end because
// its sockets were closed.
func (e *ending) reason() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.cause
}

func (e *ending) because(cause error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cause = cause
}

var errInterrupted = &failure{status: 130} // as shells have it for SIGINT

// watch waits for the end of d from the script's beginning, if d is a time, and for
// Ctrl-C. The first one closes the sockets in an orderly way, the second ends at once.
func (e *ending) watch(d time.Duration) (stop func()) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt)
	done := make(chan struct{})
	go func() {
		begun := e.begun
		var timer <-chan time.Time
		for ended := false; !ended; {
			select {
			case <-done:
				return
			case <-begun:
				begun = nil
				if d > 0 {
					timer = time.After(d)
				}
			case <-timer:
				if e.recorder != nil {
					e.recorder.over()
				}
				e.because(&failure{})
				ended = true
			case <-signals:
				e.because(errInterrupted)
				ended = true
			}
		}
		closed := make(chan struct{})
		go func() {
			if !e.closeSockets() && e.recorder != nil {
				e.recorder.busy()
			}
			close(closed)
		}()
		select {
		case <-done:
		case <-closed:
		case <-signals:
			e.because(errInterrupted)
		}
		e.cancel()
		select {
		case <-done:
		case <-time.After(patience):
			e.leave()
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}

// leave ends the process, where the engine is busy in a built-in function and hears of
// no end.
func (e *ending) leave() {
	if e.recorder != nil {
		e.recorder.end()
	}
	os.Exit(status(e.reason()))
}

// closeSockets closes them in an orderly way and waits for that. It reports whether
// the script came to let it.
func (e *ending) closeSockets() bool {
	e.mu.Lock()
	r, b, app := e.runtime, e.binding, e.app
	e.mu.Unlock()
	if r == nil {
		return true // there is no script yet
	}
	timeout := time.After(farewellTime)
	begun := make(chan (<-chan struct{}), 1)
	port := r.Loop().Acquire()
	defer port.Release()
	port.Post(func() {
		app.End()
		begun <- b.Shutdown()
	})
	select {
	case closed := <-begun:
		select {
		case <-closed:
		case <-timeout:
		}
		return true
	case <-timeout:
		return false
	}
}
