package main

import (
	"bytes"
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// display is what several scripts write to, each call as a whole. On a terminal it keeps
// a line at the bottom that changes.
type display struct {
	mu     sync.Mutex
	bottom io.Writer // where the line stands
	width  int       // of the terminal; 0 is none
	line   string    // that stands there
}

// newDisplay makes one for a file that may be a terminal.
func newDisplay(bottom *os.File) *display {
	d := &display{bottom: bottom}
	if fd := int(bottom.Fd()); term.IsTerminal(fd) {
		if d.width, _, _ = term.GetSize(fd); d.width == 0 {
			d.width = 80
		}
	}
	return d
}

// terminal reports whether there is a line that can change.
func (d *display) terminal() bool { return d.width > 0 }

// erase takes the line away from a terminal: to its beginning, and all behind it (ECMA-48, EL).
const erase = "\r\x1b[K"

// show changes the line; elsewhere than on a terminal it adds one. "" is none.
func (d *display) show(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.terminal() {
		if line != "" {
			io.WriteString(d.bottom, line+"\n")
		}
		return
	}
	if line := []rune(line); len(line) >= d.width {
		d.line = string(line[:d.width-1])
	} else {
		d.line = string(line)
	}
	io.WriteString(d.bottom, erase+d.line)
}

func (d *display) write(w io.Writer, text []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.line == "" {
		return w.Write(text)
	}
	io.WriteString(d.bottom, erase)
	n, err := w.Write(text)
	io.WriteString(d.bottom, d.line)
	return n, err
}

// prefixed writes to a display, with a prefix before each line.
type prefixed struct {
	display *display
	to      io.Writer
	prefix  string
}

func (p *prefixed) Write(text []byte) (int, error) {
	var b bytes.Buffer
	for line := range bytes.Lines(text) {
		b.WriteString(p.prefix)
		b.Write(line)
	}
	if _, err := p.display.write(p.to, b.Bytes()); err != nil {
		return 0, err
	}
	return len(text), nil
}
