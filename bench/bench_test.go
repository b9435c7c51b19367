//go:build linux

package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/unisocket/uni/bench/internal/child"
	"github.com/unisocket/uni/bench/internal/machine"
)

func TestMain(m *testing.M) {
	if child.Is() {
		os.Exit(childMain())
	}
	os.Exit(m.Run())
}

// testServer starts a server as the benchmark does.
func testServer(t *testing.T, name string) *place {
	t.Helper()
	_, cpu, err := machine.TwoCPUs()
	if err != nil {
		t.Skip(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s, err := startServer(name, self, cpu)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s.place
}

// small is a workload with few connections.
func (w *workload) small() *workload {
	s := *w
	s.conns = min(s.conns, 8)
	return &s
}

const testSpan = 5 * time.Millisecond

func TestEveryClientGetsItsMessagesBack(t *testing.T) {
	places := map[string]*place{}
	for _, w := range workloads {
		if w.server {
			continue
		}
		if places[w.echoServer()] == nil {
			places[w.echoServer()] = testServer(t, w.echoServer())
		}
		for _, name := range w.rows {
			t.Run(w.name+"/"+name, func(t *testing.T) {
				s, err := w.small().measure(clientNamed(name), places[w.echoServer()], testSpan)
				checkSample(t, w, s, err)
			})
		}
	}
}

func TestEveryServerEchoes(t *testing.T) {
	places := map[string]*place{}
	for _, w := range workloads {
		if !w.server {
			continue
		}
		for _, name := range w.rows {
			if places[name] == nil {
				places[name] = testServer(t, name)
			}
			t.Run(w.name+"/"+name, func(t *testing.T) {
				s, err := w.small().measure(&loadClient, places[name], testSpan)
				checkSample(t, w, s, err)
			})
		}
	}
}

func checkSample(t *testing.T, w *workload, s sample, err error) {
	t.Helper()
	m, _ := w.kind.score()
	switch {
	case err != nil:
		t.Error(err)
	case s.Messages == 0:
		t.Error("no message was counted")
	case w.kind != memory && (m(&s) <= 0 || s.CPU <= 0):
		t.Errorf("the sample is %+v", s)
	}
}

// liar is a connection whose echoes are not what was sent.
type liar struct {
	in   inbox
	echo func(i int, p []byte) []byte
	sent [][]byte
}

func (l *liar) send(m *message) error { l.sent = append(l.sent, m.data); return nil }
func (l *liar) flush() error          { return nil }
func (l *liar) close()                {}

func (l *liar) start() {
	for i := 0; i < len(l.sent) && i < 1000; i++ {
		l.in.message(l.echo(i, l.sent[i]))
	}
}

func TestABrokenClientIsFoundOut(t *testing.T) {
	for name, test := range map[string]struct {
		echo func(i int, p []byte) []byte
		want string
	}{
		"a short message":    {func(i int, p []byte) []byte { return p[:len(p)-i/500] }, "came back with 63 bytes instead of 64"},
		"always the same":    {func(int, []byte) []byte { return make([]byte, 64) }, "came back with other bytes"},
		"a flipped last bit": {func(_ int, p []byte) []byte { p = bytes.Clone(p); p[63] ^= 1; return p }, "came back with other bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			c := &client{dial: func(_ *target, in inbox) (conn, error) { return &liar{in: in, echo: test.echo}, nil }}
			_, err := workloads[0].measure(c, &place{Addrs: []string{"nowhere"}}, time.Millisecond)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the measurement ended with %v, want %q", err, test.want)
			}
		})
	}
}

func TestBadArgumentsAreErrors(t *testing.T) {
	for args, want := range map[string]string{
		"now":             `unexpected argument "now"`,
		"-n 0":            "-n 0: want at least 1",
		"-time 0s":        "-time 0s: want at least 1ms",
		"-run (":          "-run: error parsing regexp",
		"-clients )":      "-clients: error parsing regexp",
		"-run nothing":    "no workload that matches",
		"-o main.go":      "-o main.go: it has no lines",
		"-o missing.md":   "-o missing.md: open missing.md: no such file",
		"-unknown":        "flag provided but not defined: -unknown",
		"-time often":     `invalid value "often"`,
		"-clients absent": "no workload that matches",
	} {
		t.Run(args, func(t *testing.T) {
			var out bytes.Buffer
			err := run(t.Context(), strings.Fields(args), &out, &out)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("run: %v, want %q", err, want)
			}
		})
	}
}
