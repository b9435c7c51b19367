package main

import (
	"context"
	"maps"
	"os"
	"os/signal"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unisocket/uni/js/launch"
)

// farewellTime is how long sockets have to close when the run is ended.
const farewellTime = 3 * time.Second

// patience is how long the engine has to come to its end afterwards.
const patience = 2 * time.Second

// ending ends a run before its scripts do: --for, and Ctrl-C.
type ending struct {
	cancel   context.CancelFunc
	recorder *recorder     // or nil
	report   func()        // called before the process is left with scripts in it; or nil
	begun    chan struct{} // closed when the first script begins
	over     chan struct{} // closed when the run is ended

	mu      sync.Mutex
	scripts map[*launch.Running]struct{} // those that have begun and not ended
	cause   error                        // nil as long as nothing but the scripts ends the run
}

func newEnding(cancel context.CancelFunc) *ending {
	return &ending{cancel: cancel, begun: make(chan struct{}), over: make(chan struct{}), scripts: map[*launch.Running]struct{}{}}
}

func (e *ending) started(s *launch.Running) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.scripts[s] = struct{}{}
	select {
	case <-e.begun:
	default:
		close(e.begun)
	}
}

func (e *ending) ended(s *launch.Running) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.scripts, s)
}

func (e *ending) running() []*launch.Running {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Collect(maps.Keys(e.scripts))
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
		close(e.over)
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
	if e.report != nil {
		e.report()
	}
	os.Exit(status(e.reason()))
}

// closeSockets closes them in an orderly way and waits for that. It reports whether
// the scripts came to let it.
func (e *ending) closeSockets() bool {
	ctx, cancel := context.WithTimeout(context.Background(), farewellTime)
	defer cancel()
	let := atomic.Bool{}
	let.Store(true)
	var all sync.WaitGroup
	for _, s := range e.running() {
		all.Go(func() {
			if !s.CloseSockets(ctx) {
				let.Store(false)
			}
		})
	}
	all.Wait()
	return let.Load()
}
