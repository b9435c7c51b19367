//go:build linux

// Bench compares WebSocket libraries for Go, this project's among them, by what they
// do with the same messages over loopback. README.md says how.
//
// A client is a row of the tables; [clients] has them all, one file for each library.
// A workload is a table; [workloads] has them all. For each sample of a workload the
// program starts itself as a child on a processor of its own (process.go), against a
// server that is a child, too (servers.go, internal/echo). In the client's process a flow
// keeps the messages under way (flow.go), and a meter counts them (meter.go). The
// samples become tables (result.go, table.go) and are held against what the project
// claims of itself (goals.go).
package main

import (
	"context"
	"flag"
	"io"
	"os"
	"time"

	"github.com/unisocket/uni/bench/internal/child"
	"github.com/unisocket/uni/bench/internal/report"
)

func main() {
	if child.Is() {
		os.Exit(childMain())
	}
	report.Main("bench", run)
}

// run measures what the arguments say.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var b bench
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	b.Register(flags, "clients and servers", 3)
	flags.DurationVar(&b.span, "time", time.Second, "how long each measurement takes, after a tenth of it for warming up")
	return b.Run(ctx, &b, flags, args, stdout, stderr)
}
