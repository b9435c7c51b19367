//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/unisocket/uni/bench/internal/child"
	"github.com/unisocket/uni/bench/internal/machine"
	"github.com/unisocket/uni/bench/internal/report"
)

// bench runs workloads.
type bench struct {
	report.Comparison[sample]
	messages int
	profiles string // a directory; "" is none

	results []*result
	absent  []*client
	dir     string // temporary
}

// sample is what one run of one client gave.
type sample struct {
	Workload string
	Client   string
	Run      int
	figures

	// Of the whole process, with its start and the warm-up.
	Wall     float64 // seconds
	TotalCPU float64 // seconds
	Peak     int64   // bytes of memory

	// Of virtual users.
	PeakOfOne  int64   `json:",omitempty"` // bytes, of a process with a single one
	PerUser    float64 `json:",omitempty"` // bytes
	Connecting float64 `json:",omitempty"` // nanoseconds, the 95th percentile
}

type (
	row    = report.Row[sample]
	metric = report.Metric[sample]
)

// result is what a workload gave.
type result struct {
	w    *workload
	rows []*row
	// profile is the file with one of ours; "" without.
	profile string
}

// Choose takes the workloads and the clients whose names match, of those that are installed.
func (b *bench) Choose() error {
	if b.messages < fewestMessages {
		return fmt.Errorf("-messages %d: want at least %d", b.messages, fewestMessages)
	}
	var chosen []*client
	for _, c := range clients {
		switch {
		case !b.Rows.MatchString(c.name):
		case c.missing() != "":
			b.absent = append(b.absent, c)
		default:
			chosen = append(chosen, c)
		}
	}
	for _, w := range workloads {
		if !b.Workloads.MatchString(w.name) {
			continue
		}
		r := &result{w: w}
		for _, c := range chosen {
			if c.programOf(w) != "" {
				r.rows = append(r.rows, &row{Name: c.name})
			}
		}
		if len(r.rows) > 0 {
			b.results = append(b.results, r)
		}
	}
	if len(b.results) == 0 {
		return fmt.Errorf("no workload that matches %q has a client that is installed and matches %q", &b.Workloads, &b.Rows)
	}
	return nil
}

// Start makes what is not there yet.
func (b *bench) Start() (err error) {
	if b.dir, err = os.MkdirTemp("", "unisocket-bench"); err != nil {
		return err
	}
	if b.profiles != "" {
		if err := os.MkdirAll(b.profiles, 0o777); err != nil {
			return fmt.Errorf("-profile: %w", err)
		}
	}
	b.Progress.Say("building unisocket")
	return buildUnisocket(b.dir)
}

// Stop removes it.
func (b *bench) Stop() { os.RemoveAll(b.dir) }

// Report measures what was chosen; each table is written when it is complete.
func (b *bench) Report(ctx context.Context, w io.Writer) error {
	writeConditions(w, b, time.Now())
	var failed []error
	for _, r := range b.results {
		failed = append(failed, b.measure(ctx, r))
		if ctx.Err() != nil {
			break
		}
		writeTable(w, r)
	}
	judged := judge(b.results)
	writeGoals(w, judged)
	return errors.Join(append(failed, writeProfiles(w, b, judged))...)
}

// measure measures the rows, and ours once more with a profile if one is wanted.
func (b *bench) measure(ctx context.Context, r *result) error {
	err := b.Measure(ctx, r.w.name, r.rows, func(run int, name string) (sample, error) {
		s, err := b.sample(ctx, r.w, clientNamed(name))
		s.Workload, s.Client, s.Run = r.w.name, name, run
		return s, err
	})
	if ctx.Err() == nil && b.profiles != "" && report.Named(r.rows, uniClient) != nil {
		err = errors.Join(err, b.profile(ctx, r))
	}
	return err
}

// profile runs unisocket once more, with a profile.
func (b *bench) profile(ctx context.Context, r *result) error {
	name := strings.NewReplacer(",", "", " ", "-").Replace(r.w.name) + ".pprof"
	file := filepath.Join(b.profiles, name)
	b.Progress.Say("%s: a profile", r.w.name)
	if _, err := sampleTraffic(ctx, r.w, clientNamed(uniClient), profileFactor*b.messages, "--cpuprofile", file); err != nil {
		return fmt.Errorf("%s, with a profile: %w", r.w.name, err)
	}
	r.profile = file
	return nil
}

// limit is how long a client may take.
const limit = 3 * time.Minute

// sample makes one measurement.
func (b *bench) sample(ctx context.Context, w *workload, c *client) (sample, error) {
	if w.users > 0 {
		return sampleUsers(ctx, w, c)
	}
	return sampleTraffic(ctx, w, c, b.messages)
}

// sampleTraffic measures so many messages; more are arguments of the client.
func sampleTraffic(ctx context.Context, w *workload, c *client, messages int, more ...string) (sample, error) {
	dir, err := os.MkdirTemp("", "unisocket-bench")
	if err != nil {
		return sample{}, err
	}
	defer os.RemoveAll(dir)
	o := w.order(messages)
	return measure(ctx, w, o, func(url string) (*exec.Cmd, error) {
		return c.command(dir, c.programOf(w), plan{URL: url, Content: w.content, Total: o.Total, Window: w.window}, more...)
	})
}

// measure starts a server with an order, and has a client run against it.
func measure(ctx context.Context, w *workload, o order, command func(url string) (*exec.Cmd, error)) (s sample, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the client did not come to an end in %v", limit))
	defer cancel()
	self, err := os.Executable()
	if err != nil {
		return s, err
	}
	var addr string
	server, err := child.StartServer(self, w.start, o, &addr)
	if err != nil {
		return s, fmt.Errorf("starting the server: %w", err)
	}
	defer server.Stop()
	cmd, err := command("ws://" + addr + "/")
	if err != nil {
		return s, err
	}
	began := time.Now()
	said, err := runClient(ctx, cmd, w.start, server)
	if err != nil {
		return s, err
	}
	s.Wall = time.Since(began).Seconds()
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	s.TotalCPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	s.Peak = usage.Maxrss << 10 // at least what this process has, whose memory the child shared before its exec
	err = server.Finish(&s.figures)
	if err == nil && s.Problem != "" {
		err = fmt.Errorf("%s: %s", s.Problem, said)
	}
	if err != nil {
		return s, fmt.Errorf("the server: %w", err)
	}
	return s, nil
}

// start starts a process where the workload has it.
func (w *workload) start(cmd *exec.Cmd) error {
	if !w.oneCPU {
		return cmd.Start()
	}
	cpu, err := machine.FirstCPU()
	if err != nil {
		return err
	}
	return machine.Pinned(cpu, cmd.Start)
}

// runClient runs a client to its end, and tells the server who it is. It returns what the
// client wrote.
func runClient(ctx context.Context, cmd *exec.Cmd, start func(*exec.Cmd) error, server *child.Server) (string, error) {
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := start(cmd); err != nil {
		return "", err
	}
	done := context.AfterFunc(ctx, func() { cmd.Process.Kill() })
	defer done()
	told := server.Tell(cmd.Process.Pid)
	err := cmd.Wait()
	text := strings.TrimSpace(said.String())
	switch {
	case ctx.Err() != nil:
		return text, context.Cause(ctx)
	case err != nil:
		return text, fmt.Errorf("%w: %s", err, text)
	}
	return text, told
}
