package binding

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/internal/engine"
	ownloop "github.com/unisocket/uni/internal/loop"
)

// loop is the host's loop as core sees it, with the way an event is run there.
type loop interface {
	core.Loop
	event(fn func() error)

	// another reports, within an event, whether another one may follow without leaving
	// the engine.
	another() bool
}

// owner is a host that has this project's loop, so that a socket's reader may
// run a turn itself, and that gives the engine's errors a browser's words.
type owner interface {
	Loop() *ownloop.Loop
	Deliver(fn func() error)
	Another() bool
	Reword(v sobek.Value)
}

func newLoop(h Host) (loop, error) {
	if o, ok := h.(owner); ok {
		l := &ownLoop{owner: o}
		o.Loop().OnTurnEnd(l.turnEnd)
		return l, nil
	}
	return newHostLoop(h)
}

// ownLoop is over internal/loop.
type ownLoop struct {
	owner
	atEnd []func()
}

func (l *ownLoop) event(fn func() error) { l.Deliver(fn) }

func (l *ownLoop) another() bool { return l.Another() }

func (l *ownLoop) Acquire() core.Port { return l.Loop().Acquire() }

func (l *ownLoop) AfterFunc(d time.Duration, fn func()) { l.Loop().AfterFunc(d, fn) }

func (l *ownLoop) AtTurnEnd(fn func()) { l.atEnd = append(l.atEnd, fn) }

func (l *ownLoop) turnEnd() {
	for i, fn := range l.atEnd {
		fn()
		l.atEnd[i] = nil
	}
	l.atEnd = l.atEnd[:0]
}

// hostLoop is over nothing but RegisterCallback: each port holds one registered
// callback and registers the next when that one is used.
type hostLoop struct {
	host       Host
	trampoline sobek.Callable
	turning    bool
	atEnd      []func()
	err        error // of the current turn: the exceptions nobody caught
}

// trampoline calls its argument. Promise jobs run when the outermost call into
// JavaScript returns, so that what fn calls has to be called from JavaScript.
var trampoline = sobek.MustCompile("uni", "(function (f) { f() })", true)

func newHostLoop(h Host) (*hostLoop, error) {
	v, err := h.Runtime().RunProgram(trampoline)
	if err != nil {
		return nil, err
	}
	call, _ := sobek.AssertFunction(v)
	return &hostLoop{host: h, trampoline: call}, nil
}

func (l *hostLoop) event(fn func() error) {
	if l.host.Context().Err() != nil {
		return // the script has ended; what it had open ends without it
	}
	var err error
	_, thrown := l.trampoline(sobek.Undefined(), l.host.Runtime().ToValue(func(sobek.FunctionCall) sobek.Value {
		err = fn()
		return sobek.Undefined()
	}))
	if err == nil {
		err = thrown
	}
	l.err = errors.Join(l.err, err)
}

func (l *hostLoop) another() bool { return l.err == nil && !engine.JobsWait(l.host.Runtime()) }

// turn runs fn as a turn, what was asked for its end included.
func (l *hostLoop) turn(fn func()) error {
	l.turning, l.err = true, nil
	fn()
	for i := 0; i < len(l.atEnd); i++ {
		l.atEnd[i]()
	}
	l.atEnd = nil
	l.turning = false
	return l.err
}

func (l *hostLoop) AtTurnEnd(fn func()) {
	if l.turning {
		l.atEnd = append(l.atEnd, fn)
		return
	}
	// The script sends outside of a turn of ours: soon is the end of its own.
	l.host.RegisterCallback()(func() error { fn(); return nil })
}

// AfterFunc has fn called at once when the script ends: what waits for it holds ports, and
// goes on to find that its context is done.
func (l *hostLoop) AfterFunc(d time.Duration, fn func()) {
	callback := l.host.RegisterCallback()
	var once sync.Once
	end := func() { once.Do(func() { callback(func() error { return l.turn(fn) }) }) }
	unhook := context.AfterFunc(l.host.Context(), end)
	time.AfterFunc(d, func() {
		unhook()
		end()
	})
}

func (l *hostLoop) Acquire() core.Port {
	return &hostPort{loop: l, callback: l.host.RegisterCallback()}
}

// hostPort is a Port over registered callbacks.
type hostPort struct {
	loop *hostLoop

	mu       sync.Mutex
	callback func(func() error) // nil while its turn is on its way, and after release
	queue    []func()
	released bool
}

func (p *hostPort) Turn(fn func()) { p.Post(fn) }

func (p *hostPort) Post(fn func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.released {
		return
	}
	p.queue = append(p.queue, fn)
	if callback := p.callback; callback != nil {
		p.callback = nil
		callback(p.run)
	}
}

// run is the turn: all that was posted.
func (p *hostPort) run() error {
	p.mu.Lock()
	queue := p.queue
	p.queue = nil
	if !p.released {
		p.callback = p.loop.host.RegisterCallback()
	}
	p.mu.Unlock()
	return p.loop.turn(func() {
		for _, fn := range queue {
			fn()
		}
	})
}

func (p *hostPort) Release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.released = true
	if callback := p.callback; callback != nil {
		p.callback = nil
		callback(func() error { return nil })
	}
}
