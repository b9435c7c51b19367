//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unisocket/uni/bench/internal/child"
)

func TestMain(m *testing.M) {
	if child.Is() {
		if err := serve(); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	dir, err := os.MkdirTemp("", "unisocket-bench")
	if err == nil {
		err = buildUnisocket(dir)
	}
	if err != nil {
		panic(err)
	}
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// installed skips a test of a client that is not.
func installed(t *testing.T, c *client) {
	t.Helper()
	if how := c.missing(); how != "" {
		t.Skipf("it is not installed: %s", how)
	}
}

func TestEveryClientGetsItsMessagesBack(t *testing.T) {
	b := bench{messages: fewestMessages}
	for _, c := range clients {
		if c.program == "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			installed(t, c)
			for _, w := range workloads {
				if w.users > 0 {
					continue
				}
				s, err := b.sample(t.Context(), w, c)
				switch o := w.order(fewestMessages); {
				case err != nil:
					t.Errorf("%s: %v", w.name, err)
				case s.Messages == 0 || s.Messages > o.Total-o.WarmUp || s.Rate <= 0 || s.ServerCPU <= 0 || s.TotalCPU <= 0 || s.Peak <= 0:
					t.Errorf("%s: the sample is %+v", w.name, s)
				case w.latency && (s.P50 <= 0 || s.P99 < s.P50):
					t.Errorf("%s: the round trips are %+v", w.name, s)
				}
			}
		})
	}
}

func TestVirtualUsersAreConnectedAllAtOnce(t *testing.T) {
	w := &workload{users: 20, hold: 3 * time.Second, reference: true}
	for _, c := range clients {
		if c.users == "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			installed(t, c)
			s, err := sampleUsers(t.Context(), w, c)
			switch {
			case err != nil:
				t.Error(err)
			case s.Peak <= 0 || s.PeakOfOne <= 0 || s.PerUser != float64(s.Peak-s.PeakOfOne)/19:
				t.Errorf("the memory is %+v", s)
			case c.silent && (s.Messages != 0 || s.Rate != 0 || s.Connecting != 0):
				t.Errorf("without sockets the sample is %+v", s)
			case !c.silent && (s.Messages != 19 || s.Rate <= 0 || s.Connecting <= 0):
				t.Errorf("the sample is %+v", s)
			}
		})
	}
}

func TestUsersThatLeaveBeforeAllHaveComeAreFoundOut(t *testing.T) {
	c := clientNamed(k6Client)
	installed(t, c)
	early := *c
	early.users = "../testdata/early.js"
	_, err := measureUsers(t.Context(), &workload{users: 3}, &early, 3, time.Second)
	if want := "of 3 connections were open at the same time"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the measurement ended with %v, want %q", err, want)
	}
}

func TestAProfileIsWritten(t *testing.T) {
	b := bench{messages: fewestMessages, profiles: t.TempDir()}
	r := &result{w: workloads[0]}
	if err := b.profile(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	missed := judgement{goal: goal{workload: r.w.name, row: uniClient, limit: 1}, result: r, ratio: 0.5}
	if err := writeProfiles(&text, &b, []judgement{missed}); err != nil || !strings.Contains(text.String(), "### Where the time of unisocket goes: "+r.w.name) {
		t.Errorf("the report has %q and %v", text.String(), err)
	}
}

// A program sees by itself when an echo is wrong, comes twice or does not come.
func TestABrokenEchoIsFoundOut(t *testing.T) {
	out, err := exec.Command(unisocket.path, "run", filepath.Join("testdata", "broken.js")).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestAClientThatSendsTooLittleIsFoundOut(t *testing.T) {
	c := *clientNamed(uniClient)
	c.program = filepath.Join("..", "testdata", "short.js")
	_, err := sampleTraffic(t.Context(), workloads[0], &c, fewestMessages)
	if want := "it got 1 messages, want 2816"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the measurement ended with %v, want %q", err, want)
	}
}

func TestAClientThatFailsIsFoundOut(t *testing.T) {
	c := *clientNamed(uniClient)
	c.program = "absent.js"
	_, err := sampleTraffic(t.Context(), workloads[0], &c, fewestMessages)
	if want := "absent.js"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the measurement ended with %v, want %q", err, want)
	}
}

func TestBadArgumentsAreErrors(t *testing.T) {
	for args, want := range map[string]string{
		"now":             `unexpected argument "now"`,
		"-n 0":            "-n 0: want at least 1",
		"-messages 9":     "-messages 9: want at least 2560",
		"-run (":          "-run: error parsing regexp",
		"-run nothing":    `no workload that matches "nothing"`,
		"-clients absent": "has a client that is installed and matches \"absent\"",
		"-o main.go":      "-o main.go: it has no lines",
		"-unknown":        "flag provided but not defined: -unknown",
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

func TestAProfileShowsWhatIsBelowTheWayToTheProgram(t *testing.T) {
	got := shares(`Duration: 4.36s, Total samples = 4.03s (92.52%)
Showing nodes accounting for 3.20s, 79.40% of 4.03s total
      flat  flat%   sum%        cum   cum%
     0.26s  6.45% 11.17%         3s 74.44%  github.com/grafana/sobek.(*vm).run
     0.08s  1.99% 15.88%      1.07s 26.55%  runtime.mallocgc
         0     0% 19.85%      0.35s  8.68%  github.com/grafana/sobek.(*Runtime).NewObject (inline)
`)
	want := " 26.55%   1.99%  runtime.mallocgc\n  8.68%      0%  github.com/grafana/sobek.(*Runtime).NewObject (inline)\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
