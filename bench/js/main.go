//go:build linux

// Js compares JavaScript runtimes, this project's among them, by what the same program
// does with a WebSocket under each. README.md says how.
//
// A client is a row of the tables (clients.go), its program is in the directory programs. A workload
// is a table (workloads.go). For each sample this program starts an echo server, which is
// itself as a child and holds the clocks (server.go), and a client against it (bench.go):
// one connection with traffic (meter.go), or many that do nothing (users.go, crowd.go).
// The samples become tables (table.go) and are held against what the project claims of
// itself (goals.go).
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/unisocket/uni/bench/internal/child"
	"github.com/unisocket/uni/bench/internal/report"
)

func main() {
	if child.Is() {
		if err := serve(); err != nil {
			fmt.Fprintln(os.Stderr, "bench/js: the server:", err)
			os.Exit(1)
		}
		return
	}
	report.Main("bench/js", run)
}

// run measures what the arguments say.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var b bench
	flags := flag.NewFlagSet("bench/js", flag.ContinueOnError)
	b.Register(flags, "clients", 5)
	flags.IntVar(&b.messages, "messages", 200_000, "how many messages are measured, after a tenth of them for warming up; a quarter of them in the ping-pong")
	flags.StringVar(&b.profiles, "profile", "", "run unisocket once more for each workload, with a profile of its processor time in this `directory`")
	return b.Run(ctx, &b, flags, args, stdout, stderr)
}
