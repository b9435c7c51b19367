package devserver_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/websocket"
)

// patience bounds what would otherwise hang a broken test.
func patience(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func dial(t *testing.T, url string, o *websocket.DialOptions) *websocket.Conn {
	t.Helper()
	c, err := websocket.Dial(patience(t), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseNow)
	return c
}

// next is the next thing that happens on c, as a line.
func next(t *testing.T, c *websocket.Conn) string {
	t.Helper()
	typ, data, err := c.Read(patience(t))
	var end *websocket.CloseError
	var wrong *websocket.ProtocolError
	switch {
	case err == nil && typ == websocket.Binary:
		return fmt.Sprintf("binary % x", data)
	case err == nil:
		return "text " + string(data)
	case errors.As(err, &wrong):
		return fmt.Sprintf("fail %d", wrong.Code)
	case errors.As(err, &end):
		return strings.TrimSpace(fmt.Sprintf("close %d %s", end.Code, end.Reason))
	}
	t.Fatal(err)
	return ""
}

// settled waits until no more goroutines run than before, and fails if that
// never comes.
func settled(t *testing.T, before int) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks)
		}
		runtime.Gosched()
	}
}

// arrivals returns a Log function and the paths whose requests have arrived.
func arrivals() (func(devserver.Event), <-chan string) {
	paths := make(chan string, 1000)
	return func(e devserver.Event) {
		if e.Kind == devserver.Request {
			paths <- e.Path
		}
	}, paths
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// noProxy keeps the environment out of tests that dial names.
func noProxy(*url.URL) (*url.URL, error) { return nil, nil }
