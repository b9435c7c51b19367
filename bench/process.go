//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Every measurement is made by a process of its own, and every server is one: the
// program starts itself, and says by an environment variable that it is a child, by
// a line of JSON on its standard input what it is to do.

const childVariable = "UNISOCKET_BENCH_CHILD"

// order is what a child is to do: to serve, or to measure.
type order struct {
	Serve string `json:",omitempty"` // the name of a server

	Client   string `json:",omitempty"`
	Workload string `json:",omitempty"`
	Place    *place `json:",omitempty"`
	Span     time.Duration
}

// isChild reports whether this process was started by runChild or startServer.
func isChild() bool { return os.Getenv(childVariable) != "" }

// childMain does what the order says and returns the exit status.
func childMain() int {
	if err := obey(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func obey() error {
	line, err := readLine(os.Stdin)
	if err != nil {
		return fmt.Errorf("reading the order: %w", err)
	}
	var o order
	if err := json.Unmarshal(line, &o); err != nil {
		return fmt.Errorf("the order: %w", err)
	}
	if o.Serve != "" {
		return serve(o.Serve, func(p *place) error {
			p.PID = os.Getpid()
			return json.NewEncoder(os.Stdout).Encode(p)
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
	return json.NewEncoder(os.Stdout).Encode(s)
}

// readLine reads up to a line's end and not a byte further.
func readLine(r io.Reader) ([]byte, error) {
	var line []byte
	for b := make([]byte, 1); ; {
		if _, err := io.ReadFull(r, b); err != nil || b[0] == '\n' {
			return line, err
		}
		line = append(line, b[0])
	}
}

// child is a command for binary as a child, with the runtime's settings at their
// defaults but for one processor.
func child(ctx context.Context, binary string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, binary)
	for _, v := range os.Environ() {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "GOGC", "GOMEMLIMIT", "GODEBUG", "GOMAXPROCS", "GOTRACEBACK":
		default:
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, childVariable+"=1", "GOMAXPROCS=1")
	return cmd
}

// server is a server in a process of its own.
type server struct {
	place *place
	cmd   *exec.Cmd
	stdin io.Closer
}

// startServer starts the server of that name on a processor.
func startServer(name, binary string, cpu int) (*server, error) {
	cmd := child(context.Background(), binary)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := pinned(cpu, cmd.Start); err != nil {
		return nil, fmt.Errorf("starting the server %s: %w", name, err)
	}
	s := &server{cmd: cmd, stdin: stdin}
	err = json.NewEncoder(stdin).Encode(order{Serve: name})
	if err == nil {
		err = json.NewDecoder(stdout).Decode(&s.place)
	}
	if err != nil {
		s.stop()
		return nil, fmt.Errorf("the server %s did not begin: %w", name, err)
	}
	return s, nil
}

// stop ends the server.
func (s *server) stop() {
	s.stdin.Close()
	s.cmd.Wait()
}

// measureIn has a process of its own measure a client on a processor.
func measureIn(ctx context.Context, binary string, cpu int, o order) (s sample, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 10*o.Span+2*time.Minute, errors.New("the client did not come to an end"))
	defer cancel()
	cmd := child(ctx, binary)
	line, err := json.Marshal(o)
	if err != nil {
		return s, err
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(append(line, '\n')), &stdout, &stderr
	if err := pinned(cpu, cmd.Start); err != nil {
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
