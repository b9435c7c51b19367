package core

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// meterLog is a Meter that writes a line of each call, and finds fault with calls that do
// not make the life of a session.
type meterLog struct {
	lines    []string
	faults   []string
	sessions map[*Session]*measured
}

// measured is what has been told of a session.
type measured struct {
	sent, received int64
	ended          bool
}

func newMeterLog() *meterLog { return &meterLog{sessions: map[*Session]*measured{}} }

func (l *meterLog) say(format string, args ...any) {
	l.lines = append(l.lines, fmt.Sprintf(format, args...))
}

func (l *meterLog) check(s *Session, what string, right bool) {
	if !right {
		l.faults = append(l.faults, fmt.Sprintf("%s: %+v", what, *s))
	}
}

func (l *meterLog) Dialed(s *Session) {
	l.say("dialed %d: %v", s.Task, s.Err)
	_, again := l.sessions[s]
	l.sessions[s] = &measured{}
	l.check(s, "dialed again", !again)
	l.check(s, "neither a connection nor an error, or both", (s.Conn == nil) != (s.Err == nil))
	l.check(s, "no start, or an end before it", !s.Start.IsZero() && s.Connecting >= 0)
	l.check(s, "no URL", strings.HasPrefix(s.URL, "ws"))
}

func (l *meterLog) Turn(s *Session) {
	l.say("turn %d: %d sent, %d received", s.Task, s.Sent, s.Received)
	m := l.sessions[s]
	l.check(s, "a turn before the connection, or after its end", m != nil && s.Conn != nil && !m.ended)
	l.check(s, "a turn with nothing new", s.Sent >= m.sent && s.Received >= m.received && s.Sent+s.Received > m.sent+m.received)
	m.sent, m.received = s.Sent, s.Received
}

func (l *meterLog) Ended(s *Session) {
	l.say("ended %d", s.Task)
	m := l.sessions[s]
	l.check(s, "the end of nothing, or a second one", m != nil && s.Conn != nil && !m.ended)
	l.check(s, "an end without the last turn", s.Sent == m.sent && s.Received == m.received)
	m.ended = true
}

// over checks that each session is over.
func (l *meterLog) over() []string {
	for s, m := range l.sessions {
		l.check(s, "a connection that has not ended", m.ended == (s.Conn != nil))
	}
	return l.faults
}

// meteredApp is an App of H5 with a meterLog.
func meteredApp(t *testing.T, change func(*Config)) (*App, *manualLoop, *meterLog) {
	t.Helper()
	l, log := newManualLoop(), newMeterLog()
	c := Config{Platform: briskly(platform.H5()), Loop: l, Meter: log, CorkTurns: true}
	if change != nil {
		change(&c)
	}
	app, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return app, l, log
}

func compare(t *testing.T, log *meterLog, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, log.lines); diff != "" {
		t.Errorf("the meter was told (-want +got):\n%s", diff)
	}
	if faults := log.over(); len(faults) > 0 {
		t.Errorf("the meter finds fault: %s", strings.Join(faults, "\n"))
	}
}

// arrived waits, without running the loop, until n things have come for a task.
func arrived(t *testing.T, task *Task, n int) {
	t.Helper()
	in := &task.socket.inbox
	for start := time.Now(); time.Since(start) < 20*time.Second; time.Sleep(time.Millisecond) {
		in.mu.Lock()
		there := len(in.queue)
		in.mu.Unlock()
		if there >= n {
			return
		}
	}
	t.Fatalf("%d things did not come", n)
}

// settled runs the loop until it has nothing to do at the moment.
func settled(l *manualLoop) {
	for l.step() {
	}
}

func TestAMeterIsToldOfEachTurn(t *testing.T) {
	f := newFarm(t)
	counts := new(Counts)
	for _, cork := range []bool{false, true} {
		app, l, log := meteredApp(t, func(c *Config) { c.CorkTurns, c.Counts = cork, counts })
		path, peer := f.place()
		start := time.Now()
		task, _ := app.Connect(ConnectOptions{URL: f.url + path, Listeners: map[Kind]Listener{
			Open:  func(*Event) error { log.say("open"); return nil },
			Close: func(*Event) error { log.say("close"); return nil },
		}}, Callbacks{})
		runUntil(t, l, func() bool { return task.State() == StateOpen })
		session := task.socket.session
		if session.URL != f.url+path || session.Start.Before(start) || session.Conn != task.socket.conn {
			t.Errorf("the session is %+v", session)
		}
		for range 3 {
			task.Send(Outgoing{Text: "hello"}, Callbacks{})
		}
		settled(l)
		task.Send(Outgoing{Text: "hello"}, Callbacks{})
		settled(l)

		server := <-peer.opened
		server.Cork()
		server.SendText("one")
		server.SendText("two")
		server.Uncork()
		arrived(t, task, 2)
		settled(l)

		// The answer to a message counts in the same turn as that.
		task.On(MessageEvent, func(*Event) error { return task.Send(Outgoing{Text: "answer"}, Callbacks{}) })
		server.SendText("three")
		arrived(t, task, 1)
		settled(l)

		// What comes with the end is told before it.
		server.Cork()
		server.SendText("last")
		server.Close(1000, "")
		server.Uncork()
		arrived(t, task, 3) // the message, the close frame, and the end
		runUntil(t, l, func() bool { return l.held == 0 })
		compare(t, log, "dialed 1: <nil>", "open", "turn 1: 3 sent, 0 received", "turn 1: 4 sent, 0 received",
			"turn 1: 4 sent, 2 received", "turn 1: 5 sent, 3 received",
			"turn 1: 5 sent, 4 received", "ended 1", "close")
	}
	if counts.Sent.Load() != 10 || counts.Received.Load() != 8 || counts.Opened.Load() != 2 || counts.Open.Load() != 0 {
		t.Errorf("the counts are %d sent, %d received, %d opened, %d open",
			counts.Sent.Load(), counts.Received.Load(), counts.Opened.Load(), counts.Open.Load())
	}
}

func TestAMeterIsToldOfAHandshakeThatFails(t *testing.T) {
	app, l, log := meteredApp(t, func(c *Config) {
		c.Dial = func(context.Context, string, *websocket.DialOptions) (*websocket.Conn, error) { return nil, errRefused }
	})
	app.Connect(ConnectOptions{URL: "ws://localhost/", Listeners: map[Kind]Listener{
		Close: func(*Event) error { log.say("close"); return nil },
	}}, Callbacks{})
	runUntil(t, l, func() bool { return l.held == 0 })
	compare(t, log, "dialed 1: nobody is there", "close")
}

// Whoever gives a socket up, and whether it waits for its turn or is dialing: the session
// has ended with that, also if a connection comes in the end.
func TestAMeterIsToldOfASocketThatIsGivenUp(t *testing.T) {
	f := newFarm(t)
	for name, giveUp := range map[string]func(*App, []*Task){
		"close": func(_ *App, tasks []*Task) {
			for _, task := range tasks {
				task.Close(CloseOptions{Code: 1000}, Callbacks{})
			}
		},
		"Cut":      func(a *App, _ []*Task) { a.Cut() },
		"Shutdown": func(a *App, _ []*Task) { a.Shutdown(1001, "") },
	} {
		t.Run(name, func(t *testing.T) {
			d := &stubborn{reached: make(chan string, 10), free: make(chan struct{})}
			app, l, log := meteredApp(t, func(c *Config) { c.Dial = d.dial })
			var tasks []*Task
			for range 2 { // to the same address: the second one waits
				path, _ := f.place()
				task, _ := app.Connect(ConnectOptions{URL: f.url + path}, Callbacks{})
				tasks = append(tasks, task)
			}
			<-d.reached
			giveUp(app, tasks)
			if len(log.lines) != 2 {
				t.Errorf("told at once was %q", log.lines)
			}
			runUntil(t, l, func() bool { return tasks[0].State() == StateClosed && tasks[1].State() == StateClosed })
			close(d.free)
			runUntil(t, l, func() bool { return l.held == 0 })
			compare(t, log, "dialed 1: "+errClosedWhileConnecting.Error(), "dialed 2: "+errClosedWhileConnecting.Error())
		})
	}
}

func TestAMeterIsToldOfTheEndOfTheContext(t *testing.T) {
	f := newFarm(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var gates sync.Map
	app, l, log := meteredApp(t, func(c *Config) {
		c.Context = ctx
		c.Dial = gatedDial(&gates)
	})
	connect := func() (*Task, *gate) {
		path, _ := f.place()
		g := &gate{reached: make(chan struct{}), verdict: make(chan error, 1)}
		gates.Store(path, g)
		task, _ := app.Connect(ConnectOptions{URL: f.url + path}, Callbacks{})
		return task, g
	}
	open, g := connect()
	g.verdict <- nil
	runUntil(t, l, func() bool { return open.State() == StateOpen })
	_, g = connect()
	<-g.reached
	open.Send(Outgoing{Text: "last"}, Callbacks{})
	cancel()
	runUntil(t, l, func() bool { return l.held == 0 })
	slices.Sort(log.lines) // either may be first
	compare(t, log, "dialed 1: <nil>", "dialed 2: context canceled", "ended 1", "turn 1: 1 sent, 0 received")
}

func TestASocketThatIsRefusedIsNoSession(t *testing.T) {
	for _, p := range platform.All() {
		for _, o := range []ConnectOptions{{URL: ""}, {URL: "ftp://example.com/"}, {URL: "ws://example.com/", Err: errors.New("thrown")}} {
			app, l, log := meteredApp(t, func(c *Config) { c.Platform = p })
			app.Connect(o, Callbacks{})
			runUntil(t, l, func() bool { return l.held == 0 })
			if len(log.lines) > 0 {
				t.Errorf("%v: of a socket with the URL %q and the error %v was told %q", p, o.URL, o.Err, log.lines)
			}
		}
	}
}

func TestSocketsBesideAreMeasured(t *testing.T) {
	f := newFarm(t)
	app, l, log := meteredApp(t, nil)
	beside := app.Beside(platform.H5().Bare)
	var tasks []*Task
	for _, a := range []*App{app, beside} {
		path, _ := f.place()
		task, _ := a.Connect(ConnectOptions{URL: f.url + path}, Callbacks{})
		runUntil(t, l, func() bool { return task.State() == StateOpen })
		tasks = append(tasks, task)
	}
	settled(l)
	for _, task := range tasks {
		task.Send(Outgoing{Text: "hello"}, Callbacks{})
	}
	settled(l)
	tasks[1].Close(CloseOptions{Code: 1000}, Callbacks{})
	runUntil(t, l, func() bool { return tasks[1].State() == StateClosed })
	app.Cut()
	runUntil(t, l, func() bool { return l.held == 0 })
	compare(t, log, "dialed 1: <nil>", "dialed 2: <nil>", "turn 1: 1 sent, 0 received", "turn 2: 1 sent, 0 received", "ended 2", "ended 1")
}

// A socket that the platform ends because its app is hidden ends for the Meter, too.
func TestAMeterIsToldOfASuspendedSocket(t *testing.T) {
	f := newFarm(t)
	app, l, log := meteredApp(t, func(c *Config) {
		native, p := *c.Platform.Native, *c.Platform
		native.Background.After = time.Nanosecond
		p.Native = &native
		c.Platform = &p
	})
	path, _ := f.place()
	task, _ := app.Connect(ConnectOptions{URL: f.url + path}, Callbacks{})
	runUntil(t, l, func() bool { return task.State() == StateOpen })
	app.suspend()
	runUntil(t, l, func() bool { return l.held == 0 })
	compare(t, log, "dialed 1: <nil>", "ended 1")
}

// Who counts alone makes nothing for a socket, and asks for no turn's end.
func TestCountsTakeNoSession(t *testing.T) {
	f := newFarm(t)
	counts := new(Counts)
	app, l, _ := meteredApp(t, func(c *Config) { c.Meter, c.Counts, c.CorkTurns = nil, counts, false })
	path, _ := f.place()
	task, _ := app.Connect(ConnectOptions{URL: f.url + path}, Callbacks{})
	runUntil(t, l, func() bool { return task.State() == StateOpen })
	settled(l)
	task.Send(Outgoing{Text: "hello"}, Callbacks{})
	if task.socket.session != nil || app.ending || counts.Sent.Load() != 1 {
		t.Errorf("the session is %v, the turn's end awaited: %v, sent are %d", task.socket.session, app.ending, counts.Sent.Load())
	}
	app.Cut()
	runUntil(t, l, func() bool { return l.held == 0 })
	if counts.Broken.Load() != 1 || counts.Open.Load() != 0 || counts.Connecting.Load() != 0 {
		t.Errorf("in the end %d are broken, %d open, %d connecting", counts.Broken.Load(), counts.Open.Load(), counts.Connecting.Load())
	}
}

// What DialOptions say of pongs holds for every socket.
func TestPongsReachTheHost(t *testing.T) {
	f := newFarm(t)
	got := make(chan string, 1)
	app, l, _ := meteredApp(t, func(c *Config) {
		c.DialOptions.OnPong = func(_ *websocket.Conn, data []byte) { got <- string(data) }
		c.DialOptions.HandOver = true
	})
	path, _ := f.place()
	task, _ := app.Connect(ConnectOptions{URL: f.url + path}, Callbacks{})
	runUntil(t, l, func() bool { return task.State() == StateOpen })
	task.socket.session.Conn.Ping([]byte("when"))
	if data := <-got; data != "when" {
		t.Errorf("the pong has %q", data)
	}
	if !task.socket.dial.HandOver {
		t.Error("HandOver was lost")
	}
	app.Cut()
	runUntil(t, l, func() bool { return l.held == 0 })
}
