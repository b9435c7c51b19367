package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/unisocket/uni/websocket"
)

// witness is a server that answers for every host name, with ws and wss, and remembers
// what it saw of each. It sends back what it gets, but at these paths:
//
//	/hang     never answers the handshake
//	/reject   answers it with 403
//	/late     answers it when it is released
//	/stalled  reads nothing before it is released, and sends nothing
//	/bytes    sends the bytes 1 2 3 and the text after, first
type witness struct {
	plain, secure *httptest.Server
	released      chan struct{}
	release       func()

	mu   sync.Mutex
	idle sync.Cond // no handler runs
	busy int
	saw  map[string][]string // by the first label of the host
}

func newWitness(t *testing.T) *witness {
	w := &witness{released: make(chan struct{}), saw: map[string][]string{}}
	w.idle.L = &w.mu
	w.release = sync.OnceFunc(func() { close(w.released) })
	w.plain, w.secure = httptest.NewUnstartedServer(w), httptest.NewUnstartedServer(w)
	for _, s := range []*httptest.Server{w.plain, w.secure} {
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		t.Cleanup(s.Close)
	}
	w.plain.Start()
	w.secure.StartTLS()
	t.Cleanup(w.release)
	return w
}

// answer leads a client's connections to w.
func (w *witness) answer(o *websocket.DialOptions) {
	var dialer net.Dialer
	o.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		to := w.plain
		if strings.HasSuffix(addr, ":443") {
			to = w.secure
		}
		return dialer.DialContext(ctx, network, to.Listener.Addr().String())
	}
	o.Proxy = func(*url.URL) (*url.URL, error) { return nil, nil }
	o.TLS = &tls.Config{InsecureSkipVerify: true}
}

func (w *witness) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.enter(1)
	defer w.enter(-1)
	switch r.URL.Path {
	case "/hang":
		<-r.Context().Done()
		return
	case "/reject":
		http.Error(rw, "no", http.StatusForbidden)
		return
	case "/late":
		select {
		case <-w.released:
		case <-r.Context().Done():
			return
		}
	}
	c, err := websocket.Accept(rw, r, &websocket.AcceptOptions{CheckOrigin: func(*http.Request) bool { return true }})
	if err != nil {
		return
	}
	host, _, _ := strings.Cut(r.Host, ".")
	note := func(format string, args ...any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.saw[host] = append(w.saw[host], fmt.Sprintf(format, args...))
	}
	note("open")
	stalled := r.URL.Path == "/stalled"
	switch r.URL.Path {
	case "/stalled":
		<-w.released
	case "/bytes":
		c.Send(websocket.Binary, []byte{1, 2, 3})
		c.SendText("after")
	}
	for {
		kind, data, err := c.Read(context.Background())
		var closed *websocket.CloseError
		switch {
		case errors.As(err, &closed) && closed.Err == nil:
			note("close %d %s", closed.Code, closed.Reason)
			return
		case err != nil:
			note("gone")
			return
		case stalled:
			continue
		case kind == websocket.Text:
			note("text %q", data)
		default:
			note("bytes %x", data)
		}
		c.Send(kind, data)
	}
}

func (w *witness) enter(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busy += n; w.busy == 0 {
		w.idle.Broadcast()
	}
}

// report is what w saw, host by host, once all connections have ended: "a: open, close
// 1000". It is "nothing" of no connection.
func (w *witness) report() string {
	w.release()
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.busy > 0 {
		w.idle.Wait()
	}
	if len(w.saw) == 0 {
		return "nothing"
	}
	var b strings.Builder
	for _, host := range slices.Sorted(maps.Keys(w.saw)) {
		events := make([]string, len(w.saw[host]))
		for i, e := range w.saw[host] {
			events[i] = strings.TrimRight(e, " ")
		}
		fmt.Fprintf(&b, "%s: %s\n", host, strings.Join(events, ", "))
	}
	return b.String()
}
