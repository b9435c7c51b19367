package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"sync"
)

// ctrlC is the program ctrl-c.
func ctrlC() {
	at := slices.Index(os.Args, "--")
	if at < 0 || at+1 == len(os.Args) {
		fmt.Fprintln(os.Stderr, "usage: ctrl-c PATTERN... -- PROGRAM ARG...")
		os.Exit(2)
	}
	cmd := exec.Command(os.Args[at+1], os.Args[at+2:]...)
	presser := &presser{signal: func() { cmd.Process.Signal(os.Interrupt) }}
	for _, pattern := range os.Args[1:at] {
		presser.patterns = append(presser.patterns, regexp.MustCompile(pattern))
	}
	cmd.Stdout = &watched{to: os.Stdout, presser: presser}
	cmd.Stderr = &watched{to: os.Stderr, presser: presser}
	err := cmd.Run()
	if cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}

// watched passes on what is written, and looks for lines.
type watched struct {
	to      *os.File
	presser *presser
	line    []byte
}

func (w *watched) Write(p []byte) (int, error) {
	w.line = append(w.line, p...)
	for {
		line, rest, ok := bytes.Cut(w.line, []byte("\n"))
		if !ok {
			break
		}
		w.presser.see(line)
		w.line = rest
	}
	return w.to.Write(p)
}

// presser presses Ctrl-C.
type presser struct {
	signal func()

	mu       sync.Mutex
	patterns []*regexp.Regexp // of the lines at which to press it
}

func (p *presser) see(line []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.patterns) > 0 && p.patterns[0].Match(line) {
		p.patterns = p.patterns[1:]
		p.signal()
	}
}
