//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// The lines of a document between which the report stands.
const (
	reportBegin = "<!-- report: begin -->"
	reportEnd   = "<!-- report: end -->"
)

// writeConditions writes when, where and of what the report is.
func writeConditions(w io.Writer, b *bench, now time.Time) {
	fmt.Fprintf(w, "%s, commit %s. %s, Linux %s, %s; median of %d, %v each.\n\n",
		now.Format("2006-01-02"), commit(), processor(), kernel(), runtime.Version(), b.n, b.span)
	fmt.Fprintf(w, "%s.\n\n", strings.Join(versions(), ", "))
}

// commit is the one that is checked out, and whether it is all.
func commit() string {
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

// processor is the model's name and how many there are.
func processor() string {
	model := "unknown processor"
	info, _ := os.ReadFile("/proc/cpuinfo") // the name is all that is lost
	for line := range bytes.Lines(info) {
		if name, value, ok := bytes.Cut(line, []byte(":")); ok && string(bytes.TrimSpace(name)) == "model name" {
			model = string(bytes.TrimSpace(value))
			break
		}
	}
	return fmt.Sprintf("%d × %s", runtime.NumCPU(), model)
}

// kernel is the version of Linux, without what a distribution adds to it.
func kernel() string {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return "unknown"
	}
	version, _, _ := strings.Cut(unix.ByteSliceToString(u.Release[:]), "-")
	return version
}

// versions are the libraries that are compared, as they were built in.
func versions() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	var list []string
	for _, path := range []string{
		"github.com/gorilla/websocket", "github.com/coder/websocket", "github.com/lxzan/gws",
		"github.com/gobwas/ws", "github.com/lesismal/nbio",
	} {
		for _, m := range info.Deps {
			if m.Path == path {
				list = append(list, strings.TrimPrefix(path, "github.com/")+" "+m.Version)
			}
		}
	}
	return list
}

// replaceReport puts a report in the place of the one that a document has.
func replaceReport(document, report []byte) ([]byte, error) {
	before, rest, begins := bytes.Cut(document, []byte(reportBegin+"\n"))
	_, after, ends := bytes.Cut(rest, []byte(reportEnd))
	if !begins || !ends {
		return nil, fmt.Errorf("it has no lines %q and %q for the report to stand between", reportBegin, reportEnd)
	}
	return bytes.Join([][]byte{before, []byte(reportBegin), []byte("\n\n"), report, []byte(reportEnd), after}, nil), nil
}
