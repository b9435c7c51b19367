// Package child has a program start itself for a part of its work: a process that is
// told by an environment variable that it is a child, and by a line of JSON on its
// standard input what it is to do.
package child

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

const variable = "UNISOCKET_BENCH_CHILD"

// Is reports whether this process is a child.
func Is() bool { return os.Getenv(variable) != "" }

// Read reads the next line that a child is told into what. It takes no byte of what
// follows.
func Read(what any) error {
	line, err := readLine(os.Stdin)
	if err == nil {
		err = json.Unmarshal(line, what)
	}
	if err != nil {
		return fmt.Errorf("reading the order: %w", err)
	}
	return nil
}

// Answer tells the one who started a child.
func Answer(what any) error { return json.NewEncoder(os.Stdout).Encode(what) }

func readLine(r io.Reader) ([]byte, error) {
	var line []byte
	for b := make([]byte, 1); ; {
		if _, err := io.ReadFull(r, b); err != nil || b[0] == '\n' {
			return line, err
		}
		line = append(line, b[0])
	}
}

// Environment is this process's own without the settings of Go's runtime.
func Environment() []string {
	var env []string
	for _, v := range os.Environ() {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "GOGC", "GOMEMLIMIT", "GODEBUG", "GOMAXPROCS", "GOTRACEBACK":
		default:
			env = append(env, v)
		}
	}
	return env
}

// Command is a command for binary as a child, with the runtime's settings at their
// defaults but for one processor.
func Command(ctx context.Context, binary string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, binary)
	cmd.Env = append(Environment(), variable+"=1", "GOMAXPROCS=1")
	return cmd
}

// Server is a child that works until it is stopped.
type Server struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *json.Decoder
}

// StartServer starts binary by start, which is given its command, and tells it what to
// do. What it answers first goes into answer.
func StartServer(binary string, start func(*exec.Cmd) error, order, answer any) (*Server, error) {
	cmd := Command(context.Background(), binary)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := start(cmd); err != nil {
		return nil, err
	}
	s := &Server{cmd, stdin, json.NewDecoder(stdout)}
	err = s.Tell(order)
	if err == nil {
		err = s.Hear(answer)
	}
	if err != nil {
		s.Stop()
		return nil, fmt.Errorf("it did not begin: %w", err)
	}
	return s, nil
}

// Tell sends a line to the child.
func (s *Server) Tell(what any) error { return json.NewEncoder(s.stdin).Encode(what) }

// Hear waits for the child's next answer.
func (s *Server) Hear(answer any) error { return s.stdout.Decode(answer) }

// Finish tells the child by the end of its input to come to its own, and waits for what
// it answers last.
func (s *Server) Finish(answer any) error {
	s.stdin.Close()
	err := s.Hear(answer)
	s.cmd.Wait()
	return err
}

// Stop ends the server.
func (s *Server) Stop() {
	s.stdin.Close()
	s.cmd.Wait()
}
