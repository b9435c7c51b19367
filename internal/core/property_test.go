package core

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// Whatever a program, its servers and the network do, in whatever order, the
// events of a task are those of one life, and so is what a Meter is told.
func TestEveryTaskLivesOneLife(t *testing.T) {
	f := newFarm(t)
	for _, p := range []*platform.Platform{platform.Standard(), platform.H5()} {
		t.Run(p.Name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				w := newWorld(rt, f, briskly(p))
				rt.Repeat(map[string]func(*rapid.T){
					"connect":     w.connect,
					"let through": w.letThrough,
					"run a task":  func(*rapid.T) { w.step() },
					"send":        w.send,
					"close":       w.close,
					"server send": w.serverSend,
					"server ends": w.serverEnds,
					"":            func(*rapid.T) { w.check() },
				})
				w.end()
			})
		})
	}
}

// world is an App with up to three sockets in the hands of a test.
type world struct {
	t     *rapid.T
	farm  *farm
	loop  *manualLoop
	app   *App
	meter *meterLog
	gates sync.Map // of gates, by path
	lives []*life
}

// life is what is known of one task.
type life struct {
	world *world
	task  *Task
	gate  *gate
	peer  *peer
	conn  *websocket.Conn // the server's, nil before it is needed

	allowed bool // the gate was opened
	state   State
	events  []Kind
	offered []string // sent by the server
	got     []string
	sent    []string // accepted from the program

	closeAt      int // the listener closes at that message, 0 never
	closed       bool
	serverCloses bool // in an orderly way
	dropped      bool
}

func newWorld(t *rapid.T, f *farm, p *platform.Platform) *world {
	w := &world{t: t, farm: f, loop: newManualLoop(), meter: newMeterLog()}
	app, err := New(Config{Platform: p, Loop: w.loop, Meter: w.meter, Dial: gatedDial(&w.gates), Page: "http://localhost/"})
	if err != nil {
		t.Fatal(err)
	}
	w.app = app
	return w
}

func (w *world) connect(t *rapid.T) {
	if len(w.lives) == 3 {
		t.Skip("that is enough")
	}
	path, peer := w.farm.place()
	l := &life{
		world: w, peer: peer,
		gate:    &gate{reached: make(chan struct{}), verdict: make(chan error, 1)},
		closeAt: rapid.IntRange(0, 3).Draw(t, "closes at message"),
	}
	w.gates.Store(path, l.gate)
	listeners := map[Kind]Listener{}
	for k := range Kind(kinds) {
		listeners[k] = l.listen
	}
	task, r := w.app.Connect(ConnectOptions{URL: w.farm.url + path, Listeners: listeners}, Callbacks{})
	if !r.OK {
		t.Fatal(r.ErrMsg)
	}
	l.task = task
	w.lives = append(w.lives, l)
}

// listen checks an event against those before it.
func (l *life) listen(e *Event) error {
	t := l.world.t
	has := func(k Kind) bool { return slices.Contains(l.events, k) }
	switch {
	case has(Close):
		t.Fatalf("task %d: %v after close", l.task.id, e.Kind)
	case e.Kind != MessageEvent && has(e.Kind):
		t.Fatalf("task %d: %v twice", l.task.id, e.Kind)
	case has(Error) && e.Kind != Close:
		t.Fatalf("task %d: %v after error", l.task.id, e.Kind)
	case e.Kind == MessageEvent && !has(Open):
		t.Fatalf("task %d: a message before open", l.task.id)
	case e.Kind == MessageEvent && l.closed && !l.world.app.native.MessagesAfterClose:
		t.Fatalf("task %d: a message after close was called", l.task.id)
	}
	l.events = append(l.events, e.Kind)
	if e.Kind == MessageEvent {
		l.got = append(l.got, string(e.Message.Data))
		if len(l.got) == l.closeAt {
			l.closeNow(4000)
		}
	}
	return nil
}

// one picks a life that fits.
func (w *world) one(t *rapid.T, fits func(*life) bool) *life {
	var fitting []*life
	for _, l := range w.lives {
		if fits(l) {
			fitting = append(fitting, l)
		}
	}
	if len(fitting) == 0 {
		t.Skip("there is none")
	}
	return rapid.SampledFrom(fitting).Draw(t, "task")
}

func (l *life) String() string { return fmt.Sprint(l.task.id) }

func (w *world) letThrough(t *rapid.T) {
	l := w.one(t, func(l *life) bool { return !l.allowed })
	var verdict error
	if rapid.IntRange(0, 3).Draw(t, "refused if 0") == 0 {
		verdict = errRefused
	}
	l.open(verdict)
	if rapid.Bool().Draw(t, "wait") && w.app.native.OneAtATime == 0 {
		w.until(func() bool { return l.task.State() != StateConnecting })
	}
}

func (l *life) open(verdict error) {
	l.allowed = true
	l.gate.verdict <- verdict
}

func isOpen(l *life) bool { return l.task.State() == StateOpen }

func (w *world) send(t *rapid.T) {
	l := w.one(t, func(*life) bool { return true })
	m := fmt.Sprint("client ", len(l.sent))
	state, ok := l.task.State(), 0
	l.task.Send(Outgoing{Text: m}, Callbacks{Success: func(*Result) error { ok++; return nil }})
	if ok > 0 && state != StateOpen {
		t.Fatalf("task %d: a send succeeded in the state %v", l.task.id, state)
	}
	if ok > 0 {
		l.sent = append(l.sent, m)
	}
}

func (w *world) close(t *rapid.T) {
	w.one(t, func(*life) bool { return true }).closeNow(3000)
}

func (l *life) closeNow(code int) {
	before, ok := l.task.State(), false
	l.task.Close(CloseOptions{Code: code}, Callbacks{Success: func(*Result) error { ok = true; return nil }})
	refused := before == StateConnecting && l.world.app.native.CloseConnecting == platform.Refuse
	if ok == refused {
		l.world.t.Fatalf("task %d: close in the state %v succeeded: %t", l.task.id, before, ok)
	}
	l.closed = l.closed || ok
}

// server is the server's side of a connection that is open.
func (l *life) server() *websocket.Conn {
	if l.conn == nil {
		select {
		case l.conn = <-l.peer.opened:
		case <-time.After(20 * time.Second):
			l.world.t.Fatalf("task %d: the server does not know that it is open", l.task.id)
		}
	}
	return l.conn
}

func (w *world) serverSend(t *rapid.T) {
	l := w.one(t, isOpen)
	c := l.server()
	for range rapid.IntRange(1, 4).Draw(t, "messages") {
		m := fmt.Sprint("server ", len(l.offered))
		if c.SendText(m) == nil {
			l.offered = append(l.offered, m)
		}
	}
}

func (w *world) serverEnds(t *rapid.T) {
	l := w.one(t, isOpen)
	c := l.server()
	if rapid.Bool().Draw(t, "orderly") {
		c.Close(4999, "from the server")
		l.serverCloses = true
	} else {
		c.CloseNow()
		l.dropped = true
	}
	if rapid.Bool().Draw(t, "wait") {
		w.until(func() bool { return l.task.State() == StateClosed })
	}
}

func (w *world) step() bool {
	ran := w.loop.step()
	w.check()
	return ran
}

// until runs the loop until cond holds.
func (w *world) until(cond func() bool) {
	late := time.After(20 * time.Second)
	for !cond() {
		if w.step() {
			continue
		}
		select {
		case <-w.loop.added:
		case <-late:
			w.t.Fatalf("nothing happens any more:\n%s", w)
		}
	}
}

func (w *world) String() string {
	s := ""
	for _, l := range w.lives {
		s += fmt.Sprintf("task %d: %v, events %v\n", l.task.id, l.task.State(), l.events)
	}
	return s
}

// check is what holds between any two steps.
func (w *world) check() {
	for _, l := range w.lives {
		now := l.task.State()
		if now < l.state {
			w.t.Fatalf("task %d: the ready state went from %v to %v", l.task.id, l.state, now)
		}
		l.state = now
		ended := slices.Contains(l.events, Close)
		if live := slices.Contains(w.app.live, l.task); ended && live {
			w.t.Fatalf("task %d is live after its close event", l.task.id)
		} else if !live && !ended && !slices.Contains(l.events, Error) {
			w.t.Fatalf("task %d is not live", l.task.id)
		}
	}
	if !slices.IsSortedFunc(w.app.live, func(a, b *Task) int { return a.id - b.id }) {
		w.t.Fatal("the live list is not in the order of creation")
	}
}

// end brings every life to its end and looks back.
func (w *world) end() {
	for _, l := range w.lives {
		if !l.allowed {
			l.open(nil)
		}
	}
	for _, l := range w.lives {
		w.until(func() bool { return l.task.State() != StateConnecting })
		l.closeNow(1000)
	}
	w.until(func() bool { return len(w.app.open) == 0 && len(w.app.waiting) == 0 && w.quiet() })
	if len(w.app.live) > 0 || len(w.app.farewells) > 0 {
		w.t.Fatalf("something is left: %d live, %d farewells", len(w.app.live), len(w.app.farewells))
	}
	for _, l := range w.lives {
		l.lookBack()
	}
	if faults := w.meter.over(); len(faults) > 0 {
		w.t.Fatalf("the meter finds fault: %q", faults)
	}
}

// quiet reports whether the loop would end.
func (w *world) quiet() bool {
	w.loop.mu.Lock()
	defer w.loop.mu.Unlock()
	return w.loop.held == 0 && len(w.loop.queue) == 0
}

func (l *life) lookBack() {
	t := l.world.t
	if len(l.events) == 0 || l.events[len(l.events)-1] != Close {
		t.Fatalf("task %d: the last of %v is not close", l.task.id, l.events)
	}
	if s := l.task.State(); s != StateClosed {
		t.Fatalf("task %d is %v", l.task.id, s)
	}
	if !prefix(l.got, l.offered) {
		t.Fatalf("task %d: the server sent %q, the listener got %q", l.task.id, l.offered, l.got)
	}
	if l.conn != nil || slices.Contains(l.events, Open) {
		// The server has ended, too, when its side is closed.
		select {
		case _, more := <-l.peer.opened:
			if more {
				<-l.peer.opened
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("task %d: the server's side does not end", l.task.id)
		}
	}
	received := l.peer.received()
	if !prefix(received, l.sent) {
		t.Fatalf("task %d: %q was sent, the server got %q", l.task.id, l.sent, received)
	}
	if orderly := !l.dropped && !l.serverCloses; orderly && len(received) < len(l.sent) {
		t.Fatalf("task %d: %q was accepted before an orderly close, the server got %q", l.task.id, l.sent, received)
	}
	if delivered := l.serverCloses && !l.dropped && l.world.app.native.MessagesAfterClose; delivered && len(l.got) < len(l.offered) {
		t.Fatalf("task %d: the server sent %q before its close, the listener got %q", l.task.id, l.offered, l.got)
	}
}

// prefix reports whether a is the beginning of b.
func prefix(a, b []string) bool { return len(a) <= len(b) && slices.Equal(a, b[:len(a)]) }
