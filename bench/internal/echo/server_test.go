//go:build linux

package echo

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

// start starts a server that ends with the test, and connects to it.
func start(t *testing.T, o Options) net.Conn {
	t.Helper()
	stop, end, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- Serve(o, stop, func(addrs []string) error { ready <- addrs[0]; return nil })
		close(ready)
	}()
	t.Cleanup(func() {
		end.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		stop.Close()
	})
	nc, err := net.Dial("tcp", <-ready)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	nc.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(nc, "GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	return nc
}

// connect starts a server and shakes hands.
func connect(t *testing.T, o Options) (net.Conn, *bufio.Reader) {
	t.Helper()
	nc := start(t, o)
	in := bufio.NewReader(nc)
	var response []byte
	for !bytes.HasSuffix(response, []byte("\r\n\r\n")) {
		line, err := in.ReadSlice('\n')
		if err != nil {
			t.Fatal(err)
		}
		response = append(response, line...)
	}
	if !strings.Contains(string(response), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") { // RFC 6455, section 1.3
		t.Fatalf("the handshake was answered with %q", response)
	}
	return nc, in
}

// A client that sends and sends before it reads is kept waiting and loses nothing.
func TestTheServerWaitsForAClientThatDoesNotRead(t *testing.T) {
	for name, o := range map[string]Options{"sleeping": {}, "polling": {Polling: true}, "each by itself": {Each: true}} {
		t.Run(name, func(t *testing.T) {
			nc, in := connect(t, o)
			const count, size = 64, 1 << 20
			data := bytes.Repeat([]byte("0123456789abcde"), size/15+1)[:size]
			frame := ws.MustCompileFrame(ws.MaskFrame(ws.NewBinaryFrame(data)))
			wrote := make(chan error, 1)
			go func() {
				for range count {
					if _, err := nc.Write(frame); err != nil {
						wrote <- err
						return
					}
				}
				wrote <- nil
			}()
			select {
			case err := <-wrote:
				t.Fatalf("the server took everything and gave nothing back: %v", err)
			case <-time.After(100 * time.Millisecond): // by then both kernels are full
			}
			want := ws.MustCompileFrame(ws.NewBinaryFrame(data))
			got := make([]byte, len(want))
			for i := range count {
				if _, err := io.ReadFull(in, got); err != nil {
					t.Fatalf("message %d: %v", i, err)
				}
				if !bytes.Equal(got, want) {
					t.Fatalf("message %d came back with other bytes", i)
				}
			}
			if err := <-wrote; err != nil {
				t.Error(err)
			}
		})
	}
}

// watcher keeps what it is told.
type watcher struct {
	refuse error

	mu                      sync.Mutex
	accepted, opened, ended int
	arrived                 []int
}

func (w *watcher) Accepted() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.accepted++
}

func (w *watcher) Opens() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opened++
	return w.refuse
}

func (w *watcher) Arrived(messages int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.arrived = append(w.arrived, messages)
}

func (w *watcher) Ended() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended++
}

func TestTheServerAnswersACloseFrameAndHangsUp(t *testing.T) {
	for name, o := range map[string]Options{"merged": {}, "each by itself": {Each: true}} {
		t.Run(name, func(t *testing.T) {
			w := &watcher{}
			o.Watch = w
			nc, in := connect(t, o)
			sent, want := frames()
			if _, err := nc.Write(sent); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(in)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes came and %v, want %d and the end", len(got), err, len(want))
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			if n := len(w.arrived); w.accepted != 1 || w.opened != 1 || w.ended != 1 || !slices.IsSorted(w.arrived) || w.arrived[n-1] != messagesOfFrames {
				t.Errorf("it was accepted %d times, opened %d and ended %d, and messages came up to %v, want %d", w.accepted, w.opened, w.ended, w.arrived, messagesOfFrames)
			}
		})
	}
}

func TestAServerThatIsCutWritesFrameByFrame(t *testing.T) {
	s := stream{cut: true}
	var in, want []byte
	for _, text := range []string{"a", "", "echo"} {
		in = append(in, ws.MustCompileFrame(ws.MaskFrame(ws.NewTextFrame([]byte(text))))...)
		want = append(want, ws.MustCompileFrame(ws.NewTextFrame([]byte(text)))...)
	}
	buf := append(make([]byte, slack), in...)
	out, err := s.echo(buf, len(in))
	if err != nil || !bytes.Equal(out, want) {
		t.Fatalf("echo: %q and %v, want %q", out, err, want)
	}
	if !slices.Equal(s.ends, []int{3, 5, 11}) {
		t.Errorf("frames end at %v", s.ends)
	}
}

func TestAWatcherMayRefuse(t *testing.T) {
	w := &watcher{refuse: errors.New("no")}
	nc := start(t, Options{Watch: w})
	if response, err := io.ReadAll(nc); len(response) > 0 || err != nil {
		t.Errorf("the handshake was answered with %q and %v", response, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.accepted != 1 || w.opened != 1 || w.ended != 0 {
		t.Errorf("it was accepted %d times, opened %d and ended %d", w.accepted, w.opened, w.ended)
	}
}
