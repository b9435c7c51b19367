//go:build linux

package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/unisocket/uni/bench/internal/machine"
	"github.com/unisocket/uni/bench/internal/report"
)

// writeConditions writes when, where and of what the report is.
func writeConditions(w io.Writer, b *bench, now time.Time) {
	fmt.Fprintf(w, "%s, commit %s. %s, Linux %s, %s; median of %d, %v each.\n\n",
		now.Format("2006-01-02"), report.Commit(), machine.Processor(), machine.Kernel(), runtime.Version(), b.N, b.span)
	fmt.Fprintf(w, "%s.\n\n", strings.Join(versions(), ", "))
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
