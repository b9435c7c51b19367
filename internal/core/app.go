// Package core holds the rules of uni-app's sockets: what a platform's native
// socket and uni's layer above it do, read from package platform.
//
// [App] is the centre: the sockets of one running uni-app and its global
// listeners. A [Task] is uni's SocketTask; it owns a socket, the native part,
// which dials, queues what arrives and tells the task in the order of events.
//
// Everything runs on one [Loop] and there are no locks; only the inbox of a
// socket is shared, with the goroutine that reads. Core may be entered again
// from any callback it makes.
package core

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	whatwg "github.com/nlnwa/whatwg-url/url"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// Dialer makes a connection; websocket.Dial is one.
type Dialer func(ctx context.Context, url string, o *websocket.DialOptions) (*websocket.Conn, error)

// Config is what an App is made of.
type Config struct {
	Platform *platform.Platform
	Loop     Loop

	// Context ends everything at once when it is done, from any goroutine: dials
	// and connections are cut. Nil never is.
	Context context.Context

	// Dial makes connections; nil is websocket.Dial. DialOptions are what every
	// handshake starts from; its Header is added to all of them.
	Dial        Dialer
	DialOptions websocket.DialOptions

	// Page is the URL that relative URLs resolve against, where the platform
	// has pages; "" is none.
	Page string

	// Cookies is the Cookie field of a handshake with a ws or wss URL, where the platform
	// sends one; nil is none.
	Cookies func(url string) string

	// ConnectTimeout is networkTimeout.connectSocket.
	ConnectTimeout time.Duration

	// CorkTurns lets what a turn of the loop sends leave together at its end.
	CorkTurns bool

	// Event runs fn as one macrotask; nil just runs it. What fn returns is an
	// exception that nobody caught.
	Event func(fn func() error)

	// Messages, where not nil, delivers the messages of a socket, in place of Event: it
	// calls Next until that is nil, and for each event what Event would have to.
	Messages func(Stream)

	// TaskListeners finds a task's listeners where the host keeps them; nil leaves
	// that to Task.On.
	TaskListeners func(t *Task, k Kind) []Listener

	// ListenerThrew reports an exception that the platform isolates, in the words
	// of format: %s is the exception, then the event's name. It returns what that
	// itself throws.
	ListenerThrew func(format string, k Kind, err error) error

	// Broke is told why a socket did not come to open, or ended without a closing
	// handshake, before its listeners hear that it did: what they get may not say.
	// url is what was dialed. It is called on the loop.
	Broke func(task int, url string, cause error)

	Observer Observer

	// Counts, where not nil, counts what the sockets do, beside those of other Apps.
	Counts *Counts

	// Meter, where not nil, is told of each socket and of its messages.
	Meter Meter

	// Diagnose is told of a portability problem of the script, on the loop: during
	// the call that has it, or when it shows, which may be in an event. task is 0
	// where no socket is concerned. args are those of diagnostic.Problem.At.
	Diagnose func(p *diagnostic.Problem, task int, args ...any)

	// LeavesToClose reports whether the program leaves to its close listeners, the
	// global ones or the task's, what its error listeners would have to do when a
	// connection fails; nil looks whether there are error listeners.
	LeavesToClose func(t *Task, global bool) bool

	// Allow is the allow-list of a mini program's platform; nil admits every host.
	Allow func(*url.URL) bool
	// Unchecked: the manifest has turned urlCheck off, and ws is let pass.
	Unchecked bool
	// AppID is the mini program's, for what the platform sends as Referer.
	AppID string
	// TimeoutGiven: the manifest gives networkTimeout.connectSocket.
	TimeoutGiven bool
}

// App is one running uni-app.
type App struct {
	config Config
	native *platform.Native
	layer  *platform.Layer
	page   *whatwg.Url // nil without one

	plainMessages bool // see plain
	tally         *tally

	live     []*Task // in order of creation; the first is the global socket
	globals  [kinds][]Listener
	problems problems

	*sockets
}

// sockets are those of an App and of the ones beside it.
type sockets struct {
	created int
	waiting map[string]turnstile // by address, see platform.Native.OneAtATime

	corked  []*websocket.Conn // until the end of the turn
	turnEnd func()            // endTurn
	ending  bool              // turnEnd will be called

	open      map[*socket]struct{} // connecting, open or closing; see inOrder
	hidden    time.Time            // since when the app is; zero is not
	hiding    *hiding              // as long as sockets wait for their end
	farewells []farewell
}

// New makes an App. It fails if the page's URL is none, or a header of
// DialOptions cannot be sent.
func New(c Config) (*App, error) {
	if err := checkHeader(c.DialOptions.Header); err != nil {
		return nil, err
	}
	if c.Context == nil {
		c.Context = context.Background()
	}
	if c.Dial == nil {
		c.Dial = websocket.Dial
	}
	if c.Event == nil {
		c.Event = func(fn func() error) { fn() }
	}
	a := &App{
		config: c,
		native: c.Platform.Native,
		layer:  c.Platform.Layer,

		plainMessages: plain(c.Platform.Layer),
		tally:         newTally(c.Counts, c.Meter),
		sockets:       &sockets{open: map[*socket]struct{}{}, waiting: map[string]turnstile{}},
	}
	a.turnEnd = a.endTurn
	if c.Page == "" {
		return a, nil
	}
	page, err := whatwg.Parse(c.Page)
	if err != nil || page.Scheme() != "http" && page.Scheme() != "https" {
		return nil, fmt.Errorf("the page %q is not an http or https URL", c.Page)
	}
	a.page = page
	return a, nil
}

// Beside is an App with another layer over the same native, or with none, in the same
// program: what the platform counts and what Shutdown, Cut, Hide and Show act on is that
// of both. Its tasks' listeners are those of ConnectOptions and Task.On, and it looks for
// no portability problems.
func (a *App) Beside(l *platform.Layer) *App {
	c := a.config
	c.Messages, c.TaskListeners, c.ListenerThrew, c.Diagnose, c.LeavesToClose = nil, nil, nil, nil, nil
	return &App{config: c, native: a.native, layer: l, page: a.page, plainMessages: plain(l), tally: a.tally, sockets: a.sockets}
}

// On adds a listener to the global functions onSocketOpen and so on.
func (a *App) On(k Kind, fn Listener) {
	a.ObserveCall(nil, "onSocket"+k.String(), "")
	a.diagnoseAgain(k)
	if a.layer.Replace {
		a.globals[k] = []Listener{fn}
		return
	}
	a.globals[k] = append(a.globals[k], fn)
}

// Off takes a global listener away, by its place among those that were added,
// where listeners accumulate.
func (a *App) Off(k Kind, i int) {
	if i < len(a.globals[k]) {
		a.problems.registered[k]--
		a.globals[k] = slices.Delete(slices.Clone(a.globals[k]), i, i+1)
	}
}

// Global is the task that the global functions act on, the oldest live one, or nil.
func (a *App) Global() *Task {
	if len(a.live) == 0 {
		return nil
	}
	return a.live[0]
}

// Send is sendSocketMessage.
func (a *App) Send(m Outgoing, cb Callbacks) {
	t := a.Global()
	a.diagnoseGlobal("sendSocketMessage", t)
	if a.observed() {
		a.observe(Record{Kind: RecordCall, Task: t.number(), Name: "sendSocketMessage", Text: m.String(), Data: m.bytes(), Binary: m.Binary})
	}
	// Where a global function fails as its task does, the task is asked in any state.
	if t == nil || t.State() != StateOpen && !a.layer.GlobalFail {
		a.settle(cb, t.failed(a.layer.GlobalSendNotOpen, nil))
		return
	}
	if a.layer.GlobalAlwaysOK {
		t.send(m, Callbacks{})
		a.settle(cb, Result{Task: t.id, ErrMsg: "sendSocketMessage:ok", OK: true})
		return
	}
	t.send(m, a.asGlobal("sendSocketMessage", cb))
}

// SendFailed is what sendSocketMessage does when err was found in its arguments.
func (a *App) SendFailed(err error, cb Callbacks) {
	a.ObserveCall(a.Global(), "sendSocketMessage", err.Error())
	a.settle(a.asGlobal("sendSocketMessage", cb), a.Global().failed(a.layer.SendCatch, err))
}

// SendNothing is sendSocketMessage where the socket is open and there is nothing
// to send.
func (a *App) SendNothing(cb Callbacks) {
	a.ObserveCall(a.Global(), "sendSocketMessage", "nothing")
	a.settle(cb, Result{Task: a.Global().number(), ErrMsg: "sendSocketMessage:ok", OK: true})
}

// CloseFailed is what closeSocket does when err was found in its arguments.
func (a *App) CloseFailed(err error, cb Callbacks) {
	a.ObserveCall(a.Global(), "closeSocket", err.Error())
	a.settle(a.asGlobal("closeSocket", cb), a.Global().failed(a.layer.CloseCatch, err))
}

// CloseSocket is closeSocket.
func (a *App) CloseSocket(o CloseOptions, cb Callbacks) {
	t := a.Global()
	a.observe(Record{Kind: RecordCall, Task: t.number(), Name: "closeSocket", Text: o.String()})
	a.diagnoseGlobal("closeSocket", t)
	a.diagnoseOtherSocket(t)
	if t == nil {
		a.settle(cb, t.failed(a.layer.GlobalCloseNone, nil))
		return
	}
	if a.layer.GlobalAlwaysOK {
		t.close(o, Callbacks{})
		a.settle(cb, Result{Task: t.id, ErrMsg: "closeSocket:ok", OK: true})
		return
	}
	t.close(o, a.asGlobal("closeSocket", cb))
}

// asGlobal is what a global function makes of a task's callbacks: the error
// code is lost, unless it is a UniError's, and callbacks come as one settlement.
func (a *App) asGlobal(api string, cb Callbacks) Callbacks {
	plain := func(fn func(*Result) error) func(*Result) error {
		if fn == nil {
			return nil
		}
		return func(r *Result) error {
			switch {
			case a.layer.GlobalFail && !r.OK:
				r.ErrMsg, r.ErrCode, r.Subject = api+":fail", 0, ""
			case r.Subject == "" && !a.layer.NumericErrors:
				r.ErrCode = 0
			}
			r.Global = true
			return fn(r)
		}
	}
	return Callbacks{API: api, Success: plain(cb.Success), Fail: plain(cb.Fail), Complete: plain(cb.Complete)}
}

// Refused calls back that the host found the arguments of a call wrong.
func (a *App) Refused(cb Callbacks, errMsg string) {
	a.settle(cb, Result{ErrMsg: errMsg})
}

// Shutdown closes every socket in an orderly way, as an app that ends does. The
// channel that it returns is closed when those have ended; sockets that
// listeners open meanwhile are not waited for.
func (a *App) Shutdown(code int, reason string) <-chan struct{} {
	w := farewell{left: maps.Clone(a.open), done: make(chan struct{})}
	if len(w.left) == 0 {
		close(w.done)
		return w.done
	}
	a.farewells = append(a.farewells, w)
	for _, s := range a.inOrder() {
		s.shutdown(websocket.StatusCode(code), reason)
	}
	a.flush()
	return w.done
}

// farewell waits for sockets that Shutdown closes.
type farewell struct {
	left map[*socket]struct{}
	done chan struct{}
}

// inOrder are the sockets that there are now, in order of creation.
func (a *App) inOrder() []*socket {
	return slices.SortedFunc(maps.Keys(a.open), func(s, other *socket) int { return s.task.id - other.task.id })
}

// ended takes a socket off the books.
func (a *App) ended(s *socket) {
	delete(a.open, s)
	if len(a.open) == 0 && a.hiding != nil {
		a.hiding.end() // there is nothing left to close
	}
	for _, w := range a.farewells {
		delete(w.left, s)
		if len(w.left) == 0 {
			close(w.done)
		}
	}
	a.farewells = slices.DeleteFunc(a.farewells, func(w farewell) bool { return len(w.left) == 0 })
}

// Cut ends every socket at once.
func (a *App) Cut() {
	for _, s := range a.inOrder() {
		s.cut()
	}
}

// cork holds back what c sends until the end of the turn.
func (a *App) cork(c *websocket.Conn) {
	if !a.config.CorkTurns {
		return
	}
	for _, d := range a.corked {
		if d == c {
			return
		}
	}
	a.awaitTurnEnd()
	c.Cork()
	a.corked = append(a.corked, c)
}

// flushTurn lets what the turn has sent so far leave.
func (a *App) flushTurn() {
	for _, c := range a.corked {
		c.Flush()
	}
}

// awaitTurnEnd has endTurn called.
func (a *App) awaitTurnEnd() {
	if !a.ending {
		a.ending = true
		a.config.Loop.AtTurnEnd(a.turnEnd)
	}
}

func (a *App) endTurn() {
	a.ending = false
	a.flush()
	a.tally.endTurn()
}

// flush lets what the turn has sent leave, and holds back nothing more.
func (a *App) flush() {
	for i, c := range a.corked {
		c.Uncork()
		a.corked[i] = nil
	}
	a.corked = a.corked[:0]
}

func (a *App) remove(t *Task) {
	for i, other := range a.live {
		if other == t {
			a.live = append(a.live[:i:i], a.live[i+1:]...)
			return
		}
	}
}
