package websocket

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// openFiles is how many descriptors the process has, or -1 where that cannot be asked.
func openFiles() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return -1
	}
	return len(entries)
}

// ways in which the two ends of a connection can end. Each returns when both have.
var ways = []struct {
	name string
	end  func(t *testing.T, c, s *Conn, rc, rs *recorder)
}{
	{"by the client", func(t *testing.T, c, s *Conn, rc, rs *recorder) { c.Close(1000, "") }},
	{"by the server", func(t *testing.T, c, s *Conn, rc, rs *recorder) { s.Close(1001, "bye") }},
	{"by both", func(t *testing.T, c, s *Conn, rc, rs *recorder) { c.Close(1000, ""); s.Close(1000, "") }},
	{"cut", func(t *testing.T, c, s *Conn, rc, rs *recorder) { c.CloseNow() }},
	{"cut, with messages on their way", func(t *testing.T, c, s *Conn, rc, rs *recorder) {
		s.PauseReads()
		c.Send(Binary, make([]byte, 6<<20))
		c.CloseNow()
		s.CloseNow()
	}},
	{"by a broken message", func(t *testing.T, c, s *Conn, rc, rs *recorder) { c.Send(Text, []byte{0xff}) }},
	{"by a timeout", func(t *testing.T, c, s *Conn, rc, rs *recorder) {
		s.PauseReads()
		c.Close(1000, "")
		rc.awaitClose(t)
		s.CloseNow()
	}},
	{"by a timeout, with messages on their way", func(t *testing.T, c, s *Conn, rc, rs *recorder) {
		s.PauseReads()
		c.Send(Binary, make([]byte, 6<<20))
		c.Close(1000, "")
		rc.awaitClose(t)
		s.CloseNow()
	}},
}

// However connections end, nothing of them stays: no goroutine, no descriptor.
func TestNothingStaysOfAConnection(t *testing.T) {
	testCertificate()
	goroutines, files := runtime.NumGoroutine(), openFiles()
	for _, p := range pairs {
		for _, way := range ways {
			t.Run(p.name+"/"+way.name, func(t *testing.T) {
				conns := 10
				if strings.HasSuffix(way.name, "on their way") {
					conns = 2 // it takes megabytes to fill the kernel
				}
				for i := range conns {
					var d *deflateParams
					if i%2 == 1 {
						d = &deflateParams{serverBits: 15, clientBits: 15, level: 1, takeover: true, threshold: 10}
					}
					c, s := newPair(t, p.connect, d, Options{CloseTimeout: 10 * time.Millisecond})
					rc, rs := newRecorder(), newRecorder()
					rs.echo = true
					c.Start(rc)
					s.Start(rs)
					c.SendText("hello, is somebody there?")
					rc.await(t, 1)
					way.end(t, c, s, rc, rs)
					rc.awaitClose(t)
					rs.awaitClose(t)
				}
			})
		}
		t.Run(p.name+"/a Read given up", func(t *testing.T) {
			for range 10 {
				c, s := newPair(t, p.connect, nil, Options{})
				ctx, cancel := context.WithCancel(context.Background())
				given := make(chan error)
				go func() {
					_, _, err := c.Read(ctx)
					given <- err
				}()
				cancel()
				if err := <-given; err == nil {
					t.Error("Read returned a message")
				}
				c.CloseNow()
				s.CloseNow()
			}
		})
	}
	// OnClose comes before the last goroutine ends; nothing tells of that.
	var state string
	for range 1000 {
		g, f := runtime.NumGoroutine(), openFiles()
		if g <= goroutines && f <= files {
			if f < 0 {
				t.Logf("descriptors cannot be counted on %s", runtime.GOOS)
			}
			return
		}
		state = fmt.Sprintf("%d goroutines and %d descriptors were there before, %d and %d are left", goroutines, files, g, f)
		time.Sleep(5 * time.Millisecond)
	}
	stacks := make([]byte, 1<<20)
	t.Errorf("%s:\n%s", state, stacks[:runtime.Stack(stacks, true)])
}
