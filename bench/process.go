//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/unisocket/uni/bench/internal/child"
	"github.com/unisocket/uni/bench/internal/machine"
)

// Every measurement is made by a process of its own, and every server is one.

// order is what a child is to do: to serve, or to measure.
type order struct {
	Serve string `json:",omitempty"` // the name of a server

	Client   string `json:",omitempty"`
	Workload string `json:",omitempty"`
	Place    *place `json:",omitempty"`
	Span     time.Duration
}

// childMain does what the order says and returns the exit status.
func childMain() int {
	if err := obey(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func obey() error {
	var o order
	if err := child.Read(&o); err != nil {
		return err
	}
	if o.Serve != "" {
		return serve(o.Serve, func(p *place) error {
			p.PID = os.Getpid()
			return child.Answer(p)
		})
	}
	w, c := workloadNamed(o.Workload), clientNamed(o.Client)
	if w == nil || c == nil {
		return fmt.Errorf("there is no workload %q or no client %q", o.Workload, o.Client)
	}
	s, err := w.measure(c, o.Place, o.Span)
	if err != nil {
		return err
	}
	return child.Answer(s)
}

// server is a server in a process of its own.
type server struct {
	*child.Server
	place *place
}

// startServer starts the server of that name on a processor.
func startServer(name, binary string, cpu int) (*server, error) {
	s := &server{place: new(place)}
	var err error
	s.Server, err = child.StartServer(binary, func(cmd *exec.Cmd) error { return machine.Pinned(cpu, cmd.Start) }, order{Serve: name}, s.place)
	if err != nil {
		return nil, fmt.Errorf("starting the server %s: %w", name, err)
	}
	return s, nil
}

// measureIn has a process of its own measure a client on a processor.
func measureIn(ctx context.Context, binary string, cpu int, o order) (s sample, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 10*o.Span+2*time.Minute, errors.New("the client did not come to an end"))
	defer cancel()
	cmd := child.Command(ctx, binary)
	line, err := json.Marshal(o)
	if err != nil {
		return s, err
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(append(line, '\n')), &stdout, &stderr
	if err := machine.Pinned(cpu, cmd.Start); err != nil {
		return s, fmt.Errorf("starting the client %s: %w", o.Client, err)
	}
	if err := cmd.Wait(); err != nil {
		if ctx.Err() != nil {
			return s, context.Cause(ctx)
		}
		if said := strings.TrimSpace(stderr.String()); said != "" {
			err = errors.New(said)
		}
		return s, err
	}
	return s, json.Unmarshal(stdout.Bytes(), &s)
}
