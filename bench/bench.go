//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/unisocket/uni/bench/internal/machine"
	"github.com/unisocket/uni/bench/internal/report"
)

// bench runs workloads. It starts servers when they are first needed, and keeps them.
type bench struct {
	report.Comparison[sample]
	span    time.Duration // of each run
	results []*result

	clientCPU, serverCPU int
	dir                  string             // of binaries with tags
	binaries             map[string]string  // by tags
	servers              map[string]*server // by name
}

// Choose takes the workloads and the rows whose names match.
func (b *bench) Choose() error {
	if b.span < time.Millisecond {
		return fmt.Errorf("-time %v: want at least 1ms", b.span)
	}
	for _, w := range workloads {
		if !b.Workloads.MatchString(w.name) {
			continue
		}
		r := &result{w: w}
		for _, n := range w.rows {
			if b.Rows.MatchString(n) {
				r.rows = append(r.rows, &row{Name: n})
			}
		}
		if len(r.rows) > 0 {
			b.results = append(b.results, r)
		}
	}
	if len(b.results) == 0 {
		return fmt.Errorf("no workload that matches %q has a client that matches %q", &b.Workloads, &b.Rows)
	}
	return nil
}

// Start finds out where measurements can run.
func (b *bench) Start() error {
	var err error
	if b.clientCPU, b.serverCPU, err = machine.TwoCPUs(); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	b.binaries = map[string]string{"": self}
	b.servers = map[string]*server{}
	b.dir, err = os.MkdirTemp("", "unisocket-bench")
	return err
}

// Stop stops the servers.
func (b *bench) Stop() {
	for _, s := range b.servers {
		s.Stop()
	}
	os.RemoveAll(b.dir)
}

// Report measures what was chosen; each table is written when it is complete.
func (b *bench) Report(ctx context.Context, w io.Writer) error {
	writeConditions(w, b, time.Now())
	var failed []error
	for _, r := range b.results {
		failed = append(failed, b.Measure(ctx, r.w.name, r.rows, func(run int, name string) (sample, error) {
			s, err := b.sample(ctx, r.w, name)
			s.Workload, s.Client, s.Run = r.w.name, name, run
			return s, err
		}))
		if ctx.Err() != nil {
			break
		}
		writeTable(w, r)
	}
	writeGoals(w, b.results)
	return errors.Join(failed...)
}

// sample makes one measurement.
func (b *bench) sample(ctx context.Context, w *workload, name string) (s sample, err error) {
	binary, err := b.binary(tagsOf(name))
	if err != nil {
		return s, err
	}
	o := order{Client: name, Workload: w.name, Span: b.span}
	if w.server {
		srv, err := startServer(name, binary, b.serverCPU)
		if err != nil {
			return s, err
		}
		defer srv.Stop()
		o.Client, o.Place = loadClient.name, srv.place
		return measureIn(ctx, b.binaries[""], b.clientCPU, o)
	}
	srv, err := b.server(w.echoServer())
	if err != nil {
		return s, err
	}
	o.Place = srv.place
	cpu := b.clientCPU
	if w.sameCPU {
		cpu = b.serverCPU
	}
	return measureIn(ctx, binary, cpu, o)
}

// tagsOf are the build tags of a row.
func tagsOf(name string) string {
	if c := clientNamed(name); c != nil {
		return c.tags
	}
	return "" // a server alone
}

// server is the server of that name, started if it does not run yet.
func (b *bench) server(name string) (*server, error) {
	if s := b.servers[name]; s != nil {
		return s, nil
	}
	s, err := startServer(name, b.binaries[""], b.serverCPU)
	if err == nil {
		b.servers[name] = s
	}
	return s, err
}

// binary is this program built with tags.
func (b *bench) binary(tags string) (string, error) {
	if path := b.binaries[tags]; path != "" {
		return path, nil
	}
	path := filepath.Join(b.dir, tags)
	out, err := exec.Command("go", "build", "-tags", tags, "-o", path, "github.com/unisocket/uni/bench").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building with the tags %s, which has to happen in the directory bench: %w\n%s", tags, err, out)
	}
	b.binaries[tags] = path
	return path, nil
}
