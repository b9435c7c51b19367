//go:build linux

// Js compares JavaScript runtimes, this project's among them, by what the same program
// does with a WebSocket under each. README.md says how.
//
// A client is a row of the tables (clients.go), its program is in the directory programs. A workload
// is a table (workloads.go). For each sample this program starts an echo server, which is
// itself as a child and holds the clocks (server.go), and a client against it (bench.go).
// The samples become tables (table.go) and are held against what the project claims of
// itself (goals.go).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

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
	flags.SetOutput(stderr)
	b.Register(flags, "clients", 5)
	flags.IntVar(&b.messages, "messages", 200_000, "how many messages are measured, after a tenth of them for warming up; a quarter of them in the ping-pong")
	flags.StringVar(&b.profiles, "profile", "", "run unisocket once more for each workload, with a profile of its processor time in this `directory`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if b.messages < fewestMessages {
		return fmt.Errorf("-messages %d: want at least %d", b.messages, fewestMessages)
	}
	if err := errors.Join(b.Check(flags), b.choose()); err != nil {
		return err
	}
	b.progress = report.NewProgress(stderr)
	defer b.stop()
	if err := b.start(ctx); err != nil {
		return err
	}
	return b.Write(stdout, func(w io.Writer) (complete bool, err error) {
		writeConditions(w, &b, time.Now())
		err = b.all(ctx, func(r *result) { writeTable(w, r) })
		judged := judge(b.results)
		writeGoals(w, judged)
		err = errors.Join(err, writeProfiles(w, &b, judged))
		return ctx.Err() == nil, err
	}, func() any { return b.samples })
}
