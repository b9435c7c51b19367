//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/unisocket/uni/bench/internal/machine"
)

const (
	// spareDescriptors are what a process has open beside its connections, at most.
	spareDescriptors = 100

	// holdOfOne is for how long a single user keeps its connection.
	holdOfOne = time.Second
)

// sampleUsers measures virtual users of k6, each with one connection that does nothing, and
// one alone, to know what the others take.
func sampleUsers(ctx context.Context, w *workload, c *client) (sample, error) {
	limit, err := machine.OpenFiles()
	if want := uint64(w.users + spareDescriptors); err == nil && limit < want {
		err = fmt.Errorf("a process may have %d files open, want %d: ulimit -Hn", limit, want)
	}
	if err != nil {
		return sample{}, err
	}
	one, err := measureUsers(ctx, w, c, 1, holdOfOne)
	if err != nil {
		return sample{}, fmt.Errorf("one user: %w", err)
	}
	s, err := measureUsers(ctx, w, c, w.users, w.hold)
	s.PeakOfOne, s.PerUser = one.Peak, float64(s.Peak-one.Peak)/float64(w.users-1)
	return s, err
}

// measureUsers measures so many of them.
func measureUsers(ctx context.Context, w *workload, c *client, users int, hold time.Duration) (sample, error) {
	dir, err := os.MkdirTemp("", "unisocket-bench")
	if err != nil {
		return sample{}, err
	}
	defer os.RemoveAll(dir)
	config, summary := filepath.Join(dir, "config.json"), filepath.Join(dir, "summary.json")
	if err := os.WriteFile(config, fmt.Appendf(nil, scenario, users), 0o666); err != nil {
		return sample{}, err
	}
	s, err := measure(ctx, w, order{Users: users, Silent: c.silent}, func(url string) (*exec.Cmd, error) {
		p := plan{URL: url, Hold: hold.Milliseconds()}
		if c.silent {
			p.URL = ""
		}
		return c.command(dir, c.programOf(w), p, "--config", config, "--summary-mode", "compact", "--summary-export", summary)
	})
	if err != nil {
		return s, err
	}
	s.Connecting, err = connecting(summary, users, c.silent)
	return s, err
}

// scenario is the configuration of k6 for so many users.
const scenario = `{"scenarios": {"users": {"executor": "per-vu-iterations", "vus": %d, "iterations": 1, "maxDuration": "3m"}}}`

// connecting is what the summary of a run says of the time to connect: the 95th percentile,
// in nanoseconds. A silent run has none.
func connecting(summary string, users int, silent bool) (float64, error) {
	text, err := os.ReadFile(summary)
	if err != nil {
		return 0, err
	}
	var said struct {
		Metrics struct {
			Iterations struct{ Count int }
			Connecting *struct {
				P95 float64 `json:"p(95)"` // milliseconds
			} `json:"ws_connecting"`
		}
	}
	switch err := json.Unmarshal(text, &said); {
	case err != nil:
		return 0, fmt.Errorf("the summary of k6: %w", err)
	case said.Metrics.Iterations.Count != users:
		return 0, fmt.Errorf("the summary of k6 has %d iterations, want %d", said.Metrics.Iterations.Count, users)
	case silent:
		return 0, nil
	case said.Metrics.Connecting == nil:
		return 0, fmt.Errorf("the summary of k6 has no ws_connecting")
	}
	return said.Metrics.Connecting.P95 * 1e6, nil
}
