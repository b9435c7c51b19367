package report

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"golang.org/x/term"
)

// Settings are what every comparison lets its user choose.
type Settings struct {
	Workloads regexp.Regexp // that are measured
	Rows      regexp.Regexp // that are compared
	N         int           // how often each is measured

	samples, document string // files
}

// Register defines the flags.
func (s *Settings) Register(flags *flag.FlagSet, rows string, n int) {
	every := regexp.MustCompile("")
	flags.TextVar(&s.Workloads, "run", every, "measure the workloads whose names match this `regexp`")
	flags.TextVar(&s.Rows, "clients", every, "measure the "+rows+" whose names match this `regexp`")
	flags.IntVar(&s.N, "n", n, "how often each is measured; tables show medians")
	flags.StringVar(&s.samples, "json", "", "write all samples to this `file`")
	flags.StringVar(&s.document, "o", "", "replace the report in this `file`, between its two markers")
}

// check looks at the values of the flags.
func (s *Settings) check(flags *flag.FlagSet) error {
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case s.N < 1:
		return fmt.Errorf("-n %d: want at least 1", s.N)
	}
	return checkDocument(s.document)
}

// Progress is the line of a terminal that says what is going on.
type Progress struct{ terminal io.Writer }

// NewProgress takes w if it is a terminal.
func NewProgress(w io.Writer) Progress {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return Progress{f}
	}
	return Progress{}
}

// Say replaces the line.
func (p Progress) Say(format string, args ...any) {
	if p.terminal != nil {
		fmt.Fprintf(p.terminal, "\r\x1b[K"+format, args...)
	}
}

// Commit is the one that is checked out, and whether it is all.
func Commit() string {
	out, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	name := strings.TrimSpace(string(out))
	if out, err := exec.Command("git", "status", "--porcelain", "--untracked-files=no").Output(); err != nil || len(out) > 0 {
		name += " with changes"
	}
	return name
}
