package core

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// manualLoop is a Loop that runs when a test says so, on the test's goroutine.
type manualLoop struct {
	mu    sync.Mutex
	queue []func()
	held  int // ports and timers
	added chan struct{}
}

func newManualLoop() *manualLoop { return &manualLoop{added: make(chan struct{}, 1)} }

func (l *manualLoop) post(fn func()) {
	l.mu.Lock()
	l.queue = append(l.queue, fn)
	l.mu.Unlock()
	select {
	case l.added <- struct{}{}:
	default:
	}
}

func (l *manualLoop) hold(n int) {
	l.mu.Lock()
	l.held += n
	l.mu.Unlock()
}

// step runs the first task there is.
func (l *manualLoop) step() bool {
	l.mu.Lock()
	if len(l.queue) == 0 {
		l.mu.Unlock()
		return false
	}
	task := l.queue[0]
	l.queue = l.queue[1:]
	l.mu.Unlock()
	task()
	return true
}

func (l *manualLoop) Acquire() Port {
	l.hold(1)
	return &manualPort{loop: l}
}

func (l *manualLoop) AfterFunc(d time.Duration, fn func()) {
	l.hold(1)
	time.AfterFunc(d, func() {
		l.post(func() { l.hold(-1); fn() })
	})
}

func (l *manualLoop) AtTurnEnd(fn func()) { l.post(fn) }

type manualPort struct {
	loop     *manualLoop
	released bool
}

func (p *manualPort) Post(fn func()) { p.loop.post(fn) }
func (p *manualPort) Turn(fn func()) { p.loop.post(fn) }
func (p *manualPort) Release() {
	if p.released {
		panic("a port was released twice")
	}
	p.released = true
	p.loop.hold(-1)
}

// farm is a server for many tests; each connection is found by its path.
type farm struct {
	url   string
	mu    sync.Mutex
	next  int
	peers map[string]*peer
}

// peer is the server's side of a connection.
type peer struct {
	opened chan *websocket.Conn
	mu     sync.Mutex
	got    []string
}

func (p *peer) OnOpen(c *websocket.Conn) { p.opened <- c }
func (p *peer) OnMessages(_ *websocket.Conn, batch []websocket.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range batch {
		p.got = append(p.got, string(m.Data))
	}
}
func (p *peer) OnClose(*websocket.Conn, *websocket.CloseError) { close(p.opened) }

func (p *peer) received() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.got
}

func newFarm(t *testing.T) *farm {
	f := &farm{peers: map[string]*peer{}}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		p := f.peers[r.URL.Path]
		f.mu.Unlock()
		c, err := websocket.Accept(w, r, &websocket.AcceptOptions{CheckOrigin: func(*http.Request) bool { return true }})
		if err != nil {
			return // the client went away
		}
		c.Start(p)
	}))
	t.Cleanup(s.Close)
	f.url = "ws" + strings.TrimPrefix(s.URL, "http")
	return f
}

// place makes a path for one connection.
func (f *farm) place() (path string, p *peer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next++
	path = fmt.Sprintf("/%d", f.next)
	p = &peer{opened: make(chan *websocket.Conn, 1)}
	f.peers[path] = p
	return path, p
}

// gate holds back a dial until the test lets it through, or refuses it.
type gate struct {
	reached chan struct{} // closed by the dial
	verdict chan error    // one value, nil to go on
}

var errRefused = errors.New("nobody is there")

// gatedDial dials when the gate of the path opens.
func gatedDial(gates *sync.Map) Dialer {
	return func(ctx context.Context, url string, o *websocket.DialOptions) (*websocket.Conn, error) {
		path := url[strings.LastIndex(url, "/"):]
		v, _ := gates.Load(path)
		g := v.(*gate)
		close(g.reached)
		select {
		case err := <-g.verdict:
			if err != nil {
				return nil, err
			}
			return websocket.Dial(ctx, url, o)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// briskly is p without its pauses.
func briskly(p *platform.Platform) *platform.Platform {
	native, brisk := *p.Native, *p
	if native.OneAtATime > 0 {
		native.OneAtATime = time.Microsecond
	}
	brisk.Native = &native
	return &brisk
}
