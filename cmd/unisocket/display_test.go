package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestADisplayKeepsItsLineBelowWhatIsWritten(t *testing.T) {
	var terminal bytes.Buffer
	d := &display{bottom: &terminal, width: 12}
	d.show("one")
	fmt.Fprintln(&prefixed{d, &terminal, "[7] "}, "said")
	d.show("a line that is too long")
	d.show("")
	io.WriteString(&prefixed{d, &terminal, "[7] "}, "a\nb\n")
	want := erase + "one" + erase + "[7] said\n" + "one" + erase + "a line that" + erase + "[7] a\n[7] b\n"
	if got := terminal.String(); got != want {
		t.Errorf("wrote %q,\nwant  %q", got, want)
	}
}

func TestElsewhereThanOnATerminalLinesFollowOneAnother(t *testing.T) {
	var file bytes.Buffer
	d := &display{bottom: &file}
	d.show("one")
	fmt.Fprintln(&prefixed{d, &file, "[7] "}, "said")
	d.show("two")
	if got, want := file.String(), "one\n[7] said\ntwo\n"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

func TestComplaintsAreWrittenOnce(t *testing.T) {
	var written bytes.Buffer
	var c complaints
	for i := range 30 {
		c.add(&written, "main.js:1:1\nthrow it\n^\n\nError: the same\n    at main.js:1:1")
		c.add(&written, fmt.Sprintf("unisocket: error %d", i))
	}
	if got := strings.Count(written.String(), "Error: the same"); got != 1 {
		t.Errorf("what is the same was written %d times", got)
	}
	if got, want := strings.Count(written.String(), "unisocket: error"), kinds-1; got != want {
		t.Errorf("%d errors were written, want %d", got, want)
	}
	want := []string{"30 times in all: Error: the same", "21 more, of other texts"}
	if got := c.summary(); !slices.Equal(got, want) {
		t.Errorf("the summary is %q, want %q", got, want)
	}
}
