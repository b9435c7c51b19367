package uni

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/internal/loop"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// Observer is told of every call, callback, event, state change and frame of an
// App. Its method is called where they happen: on the goroutine that calls the
// API, on the loop, and for frames on the goroutine that reads or writes them. It
// must be safe for that, and must not call the App.
type Observer = core.Observer

// Record is one thing that an Observer is told.
type Record = core.Record

// The kinds of records.
const (
	RecordCall     = core.RecordCall     // a function of the API was called
	RecordCallback = core.RecordCallback // success, fail or complete is called
	RecordEvent    = core.RecordEvent    // listeners are about to be called
	RecordState    = core.RecordState    // the ready state changed
	RecordFrame    = core.RecordFrame    // a frame was read or queued
	RecordOutcome  = core.RecordOutcome  // a call succeeded or failed, whether it has callbacks or not: Detail is "success" or "fail"
	RecordHeard    = core.RecordHeard    // listeners are called with an event: Detail is "on" for a task's own, "onSocket" for the global ones
	RecordResponse = core.RecordResponse // the head of an HTTP response came: Name is its status, Text method and URL
)

// Config is what an App is made of. The zero value is an app on the platform
// "standard".
type Config struct {
	// Platform is a name of platform.Names, with a version if you like
	// ("mp-weixin@1.6.0"), "" for "standard"; Vue is 2 or 3, 0 for the newest that
	// there is. The rules are the platform's; what is JavaScript's alone, such as a
	// missing function or base64 for bytes, is not imitated in Go.
	Platform string
	Vue      int

	// Manifest gives networkTimeout.connectSocket, which bounds the handshake on
	// the platforms that obey it; nil is an empty one, with 60000 ms.
	Manifest *manifest.Manifest

	// PageURL is the page that relative URLs resolve against, on the platforms
	// that have pages; "" means http://localhost/.
	PageURL string

	// Header is added to every handshake, whatever the platform.
	Header http.Header

	// TLS, Proxy and DialContext are those of websocket.DialOptions.
	TLS         *tls.Config
	Proxy       func(*url.URL) (*url.URL, error)
	DialContext func(ctx context.Context, network, addr string) (net.Conn, error)

	// KeepAlive has pings sent and finds out that a server has gone, with an error
	// and close 1006. The zero value does not: no platform of uni-app does.
	KeepAlive websocket.KeepAlive

	Observer Observer

	// Diagnose is told of the portability problems of the program on the platform
	// (docs/behaviour.md, section 6), without a place, each time one shows. It runs on
	// the goroutine that calls the App, or on the loop in an event, with the App locked:
	// it must not call the App.
	Diagnose func(diagnostic.Diagnostic)

	// Allow is the list of allowed socket domains of a mini program's platform: it is
	// asked for each URL before anything is dialed. Nil admits every host, unless the
	// manifest has urlCheck on.
	Allow func(*url.URL) bool
}

// App is one running uni-app.
type App struct {
	// mu guards core. It is not held while callbacks of the user run, which may
	// call the App again.
	mu   sync.Mutex
	core *core.App
	loop *loop.Loop
	port *loop.Port // for callbacks
	due  []func()   // the callbacks of calls that have not run; mu
}

// New makes an App. It fails if the platform, the page or a header is none.
func New(c Config) (*App, error) {
	if c.Platform == "" {
		c.Platform = platform.Standard().Name
	}
	p, err := platform.Lookup(c.Platform, c.Vue)
	if err != nil {
		return nil, err
	}
	if c.PageURL == "" {
		c.PageURL = "http://localhost/"
	}
	// Callbacks in Go come later by themselves: put off by core, too, those of
	// ConnectSocket would come after those of the next call.
	layer, ours := *p.Layer, *p
	layer.ConnectLater, layer.CallbacksLater, ours.Layer = false, false, &layer

	timeout, _ := c.Manifest.ConnectTimeout(p.Node, p.ConnectTimeoutDefault())
	check, given := c.Manifest.URLCheck(p.Node)
	allow := c.Allow
	if allow == nil && given && check {
		allow = func(*url.URL) bool { return false }
	}

	if err := c.Manifest.CheckFor(p.Vue); err != nil {
		return nil, err
	}
	var diagnose func(*diagnostic.Problem, int, ...any)
	if c.Diagnose != nil {
		diagnose = func(p *diagnostic.Problem, task int, args ...any) {
			c.Diagnose(p.At(diagnostic.Place{}, task, args...))
		}
	}

	a := &App{loop: loop.New()}
	a.port = a.loop.Acquire()
	a.core, err = core.New(core.Config{
		Platform: &ours,
		Loop:     appLoop{a},
		DialOptions: websocket.DialOptions{
			Header: c.Header, TLS: c.TLS, Proxy: c.Proxy, DialContext: c.DialContext,
			Options: websocket.Options{KeepAlive: c.KeepAlive},
		},
		Page:           c.PageURL,
		ConnectTimeout: timeout,
		Unchecked:      given && !check,
		Allow:          allow,
		TimeoutGiven:   c.Manifest.ConnectTimeoutGiven(p.Node),
		AppID:          c.Manifest.AppID(p.Node),
		Event: func(fn func() error) {
			a.runDue()
			fn()
		},
		Observer: c.Observer,
		Diagnose: diagnose,
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// ConnectSocketOptions are those of ConnectSocket. Which of them reach the
// handshake is the platform's: see docs/behaviour.md, section 4a.
type ConnectSocketOptions struct {
	URL       string
	Header    http.Header // standard refuses Referer
	Method    string      // "" is GET
	Protocols []string

	// Timeout bounds the handshake; 0 leaves that to the manifest.
	Timeout time.Duration
	// TCPNoDelay: nil is true. PerMessageDeflate offers compression, which some
	// platforms do in any case.
	TCPNoDelay        *bool
	PerMessageDeflate bool
	// Multiple is Alipay's option: a socket beside the one of the global functions.
	Multiple bool

	// Success, Fail and Complete report whether the call was accepted, not
	// whether the connection opened.
	Success  func(Result)
	Fail     func(*Error)
	Complete func(Result)

	// OnOpen, OnMessage, OnError and OnClose are the first listeners of the
	// task, attached before anything can happen. They are how a program that
	// calls from outside of the App's callbacks misses nothing: a listener that
	// is attached to the task later races with the connection. Each may be nil.
	OnOpen    func(OpenEvent)
	OnMessage func(MessageEvent)
	OnError   func(ErrorEvent)
	OnClose   func(CloseEvent)
}

// ConnectSocket begins to connect. The error is that of the call: a bad URL, a
// header that may not be set. Whether the connection opens is told to the
// listeners of the task. One that is attached after its event is not called.
func (a *App) ConnectSocket(o ConnectSocketOptions) (*SocketTask, error) {
	cb := &callbacks{app: a, api: "connectSocket", success: o.Success, fail: o.Fail, complete: o.Complete}
	a.mu.Lock()
	defer a.mu.Unlock()
	t, r := a.core.Connect(core.ConnectOptions{
		URL: o.URL, Header: o.Header, Method: o.Method, Protocols: o.Protocols,
		Timeout: o.Timeout, Nagle: o.TCPNoDelay != nil && !*o.TCPNoDelay, Deflate: o.PerMessageDeflate,
		Multiple:  o.Multiple,
		Listeners: a.listeners(&o),
	}, cb.core())
	if !r.OK {
		return nil, &Error{r.ErrMsg, r.ErrCode, r.Cause}
	}
	task := &SocketTask{a, t}
	t.Value = task
	return task, nil
}

// listeners are those that the options bring along.
func (a *App) listeners(o *ConnectSocketOptions) map[core.Kind]core.Listener {
	l := map[core.Kind]core.Listener{}
	if o.OnOpen != nil {
		l[core.Open] = a.openListener(o.OnOpen)
	}
	if o.OnMessage != nil {
		l[core.MessageEvent] = a.messageListener(o.OnMessage)
	}
	if o.OnError != nil {
		l[core.Error] = a.errorListener(o.OnError)
	}
	if o.OnClose != nil {
		l[core.Close] = a.closeListener(o.OnClose)
	}
	return l
}

// SendSocketMessage sends on the oldest live socket.
func (a *App) SendSocketMessage(o SendOptions) error {
	cb := &callbacks{app: a, api: "sendSocketMessage", success: o.Success, fail: o.Fail, complete: o.Complete}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := o.Data.check(); err != nil {
		a.core.SendFailed(err, cb.core())
	} else {
		a.core.Send(o.Data.outgoing(), cb.core())
	}
	return cb.result()
}

// CloseSocket closes the oldest live socket.
func (a *App) CloseSocket(o CloseOptions) error {
	cb := &callbacks{app: a, api: "closeSocket", success: o.Success, fail: o.Fail, complete: o.Complete}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.core.CloseSocket(o.core(), cb.core())
	return cb.result()
}

// OnSocketOpen adds a listener to the open events of the oldest live socket.
func (a *App) OnSocketOpen(fn func(OpenEvent)) { a.on(core.Open, a.openListener(fn)) }

// OnSocketError adds a listener to the error events of the oldest live socket.
func (a *App) OnSocketError(fn func(ErrorEvent)) { a.on(core.Error, a.errorListener(fn)) }

// OnSocketMessage adds a listener to the messages of the oldest live socket.
func (a *App) OnSocketMessage(fn func(MessageEvent)) {
	a.on(core.MessageEvent, a.messageListener(fn))
}

// OnSocketClose adds a listener to the close events of the oldest live socket.
func (a *App) OnSocketClose(fn func(CloseEvent)) { a.on(core.Close, a.closeListener(fn)) }

func (a *App) on(k core.Kind, fn core.Listener) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.core.On(k, fn)
}

// Shutdown closes all sockets with 1001, as an app that ends does, waits for
// their close events, and cuts what is left when ctx ends, whose error it then
// returns. The App can be used again afterwards. A callback must not call it:
// the events that it waits for come after the callback.
func (a *App) Shutdown(ctx context.Context) error {
	a.mu.Lock()
	done := a.core.Shutdown(int(websocket.StatusGoingAway), "")
	a.mu.Unlock()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		a.mu.Lock()
		a.core.Cut()
		a.mu.Unlock()
		return ctx.Err()
	}
}

// Hide says that the app is no longer shown, and Show that it is again: some
// platforms close the sockets of an app that is hidden, seconds later
// (docs/behaviour.md, section 4b). Both may be called from any goroutine.
func (a *App) Hide() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.core.Hide()
}

// Show is the opposite of Hide.
func (a *App) Show() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.core.Show()
}

// later has a callback of a call run on the loop, before any event that comes
// after the call: success of a close precedes the close event (§1.3).
func (a *App) later(fn func()) {
	if a.due = append(a.due, fn); len(a.due) == 1 {
		a.port.Post(appLoop{a}.locked(a.runDue))
	}
}

// runDue runs the callbacks that are due. Those of calls that they make
// themselves are left for the next time: events get their share.
func (a *App) runDue() {
	due := a.due
	a.due = nil
	for _, fn := range due {
		a.outside(fn)
	}
}

// outside runs a callback without the lock, from code that holds it.
func (a *App) outside(fn func()) {
	a.mu.Unlock()
	defer a.mu.Lock()
	fn()
}

// appLoop is the App's loop as core sees it: what runs there holds the lock.
type appLoop struct{ app *App }

func (l appLoop) locked(fn func()) func() {
	return func() {
		l.app.mu.Lock()
		defer l.app.mu.Unlock()
		fn()
	}
}

func (l appLoop) Acquire() core.Port { return appPort{l, l.app.loop.Acquire()} }

func (l appLoop) AfterFunc(d time.Duration, fn func()) { l.app.loop.AfterFunc(d, l.locked(fn)) }

func (l appLoop) AtTurnEnd(fn func()) { l.app.loop.OnTurnEnd(l.locked(fn)) }

type appPort struct {
	appLoop
	port *loop.Port
}

func (p appPort) Post(fn func()) { p.port.Post(p.locked(fn)) }
func (p appPort) Turn(fn func()) { p.port.Turn(p.locked(fn)) }
func (p appPort) Release()       { p.port.Release() }
