// Package loop is the event loop on which a uni-app lives: its sockets' events,
// its timers and, in the JavaScript runtime, all of its script.
//
// A [Loop] is a lock and a queue, not a goroutine. Whoever runs the queue is the
// loop for that time: a goroutine that [Port.Post] started, the goroutine of a
// timer that came due, or a socket's reader inside [Port.Turn]. Only one does so
// at a time, and what it did happens before what the next one does, so code that
// runs on the loop needs no locks.
//
// Work runs in turns. A turn takes what is queued, then the timers that are due,
// until nothing is left (or the turn grew long), and ends with the functions of
// [Loop.OnTurnEnd], where sockets flush what they wrote.
//
// A loop ends by having nothing left to wait for, as Node does: [Loop.Wait]
// returns when no port is held, no timer is pending and nothing is queued.
package loop

import (
	"context"
	"sync"
	"time"
)

// turnLimit bounds the tasks of one turn, so that what a busy turn wrote still
// leaves, and a reader's goroutine that runs a turn comes back to its socket.
const turnLimit = 1024

// Loop is an event loop; see the package comment. All methods may be called from
// any goroutine, except that Wait must not be called on the loop itself.
type Loop struct {
	mu      sync.Mutex
	queue   []func()
	running bool // some goroutine is the loop, or has been started to be
	ports   int

	// After Unhold: ports keep the loop alive only until nothing has run for
	// patience.
	patience time.Duration
	unheld   bool
	lastTurn time.Time
	idle     *time.Timer

	stopped bool
	err     error
	changed chan struct{} // closed when Wait should look again; nil if nobody waits
	then    func(error)   // of Then
	turnEnd []func()

	timers   timerHeap
	held     int // of timers, those that keep the loop alive
	timerSeq uint64
	alarm    *time.Timer // fires for the first of timers; set only while idle
}

// New makes a loop.
func New() *Loop { return &Loop{} }

// OnTurnEnd has fn called on the loop at the end of every turn, before the loop
// goes idle. It cannot be undone.
func (l *Loop) OnTurnEnd(fn func()) {
	l.mu.Lock()
	l.turnEnd = append(l.turnEnd, fn)
	l.mu.Unlock()
}

// Wait returns nil when no port is held, no timer is pending and no work is
// queued or running; the error of Stop, once the task that was running has
// returned; or the context's error when that comes first, which leaves the loop
// as it is.
func (l *Loop) Wait(ctx context.Context) error {
	for {
		l.mu.Lock()
		if !l.running {
			if l.stopped {
				defer l.mu.Unlock()
				return l.err
			}
			if l.quiet() {
				l.mu.Unlock()
				return nil
			}
		}
		if l.changed == nil {
			l.changed = make(chan struct{})
		}
		changed := l.changed
		l.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Then has fn called when Wait would return, with what that returns, once and on a
// goroutine of its own: nobody has to wait.
func (l *Loop) Then(fn func(error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.then = fn
	l.notify()
}

// Stop ends the loop: the task that is running comes to its end, nothing else
// runs any more, and Wait returns err. Only the first call counts.
func (l *Loop) Stop(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		return
	}
	l.stopped, l.err = true, err
	l.queue, l.timers, l.held = nil, nil, 0
	if l.idle != nil {
		l.idle.Stop()
	}
	if l.alarm != nil {
		l.alarm.Stop()
	}
	l.notify()
}

// Unhold has ports keep the loop alive only as long as something runs on it: once
// nothing has for patience, the loop ends without them.
func (l *Loop) Unhold(patience time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.idle == nil && !l.stopped {
		l.patience, l.lastTurn = patience, time.Now()
		l.idle = time.AfterFunc(patience, l.idled)
	}
}

// idled lets ports go, or looks again later.
func (l *Loop) idled() {
	l.mu.Lock()
	defer l.mu.Unlock()
	left := l.patience - time.Since(l.lastTurn)
	switch {
	case l.stopped:
	case l.running:
		l.idle.Reset(l.patience)
	case left > 0:
		l.idle.Reset(left)
	default:
		l.unheld = true
		l.settle()
	}
}

// quiet reports, under mu, whether an idle loop has nothing to wait for.
func (l *Loop) quiet() bool {
	return (l.ports == 0 || l.unheld) && len(l.queue) == 0 && l.held == 0
}

// notify has Wait look again, and ends what Then waits for; under mu.
func (l *Loop) notify() {
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
	if fn := l.then; fn != nil && !l.running && (l.stopped || l.quiet()) {
		l.then = nil
		go fn(l.err)
	}
}

// settle is called under mu when the loop may have become quiet.
func (l *Loop) settle() {
	if !l.running && l.quiet() {
		l.notify()
	}
}

// run is the loop: turns until none has anything to do. The caller has set
// running and holds no lock.
func (l *Loop) run() {
	for l.turn(nil) {
	}
}

// turn runs first, then what waits, and reports whether there is more to do, in
// which case the caller still is the loop.
func (l *Loop) turn(first func()) (more bool) {
	n := 0
	if first != nil {
		first()
		n++
	}
	for n < turnLimit {
		ran := l.runQueue() + l.runTimers()
		if ran == 0 {
			break
		}
		n += ran
	}
	if n > 0 {
		l.endTurn()
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		l.running = false
		l.notify()
		return false
	}
	if len(l.queue) > 0 {
		return true
	}
	l.running = false
	if l.idle != nil {
		l.lastTurn = time.Now()
	}
	l.arm()
	l.settle()
	return false
}

// runQueue runs what is queued now and returns how many tasks that were. What
// they post themselves is left for the next call: timers get their share.
func (l *Loop) runQueue() int {
	l.mu.Lock()
	tasks := l.queue
	l.queue = nil
	l.mu.Unlock()
	for i, task := range tasks {
		if i > 0 && l.isStopped() {
			break
		}
		tasks[i] = nil
		task()
	}
	return len(tasks)
}

func (l *Loop) endTurn() {
	l.mu.Lock()
	hooks := l.turnEnd
	if l.stopped {
		hooks = nil
	}
	l.mu.Unlock()
	for _, hook := range hooks {
		hook()
	}
}

func (l *Loop) isStopped() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stopped
}
