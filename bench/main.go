//go:build linux

// Bench compares WebSocket libraries for Go, this project's among them, by what they
// do with the same messages over loopback. README.md says how.
//
// A client is a row of the tables; [clients] has them all, one file for each library.
// A workload is a table; [workloads] has them all. For each sample of a workload the
// program starts itself as a child on a processor of its own (process.go), against a
// server that is a child, too (server.go, servers.go). In the client's process a flow
// keeps the messages under way (flow.go), and a meter counts them (meter.go). The
// samples become tables (result.go, table.go) and are held against what the project
// claims of itself (goals.go).
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"time"

	"golang.org/x/term"
)

func main() {
	if isChild() {
		os.Exit(childMain())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures what the arguments say.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var b bench
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	runPattern := flags.String("run", "", "measure the workloads whose names match this `regexp`")
	rowPattern := flags.String("clients", "", "measure the clients and servers whose names match this `regexp`")
	flags.IntVar(&b.n, "n", 3, "how often each is measured; tables show medians")
	flags.DurationVar(&b.span, "time", time.Second, "how long each measurement takes, after a tenth of it for warming up")
	samplesFile := flags.String("json", "", "write all samples to this `file`")
	document := flags.String("o", "", "replace the report in this `file`, between its two markers")
	if err := flags.Parse(args); err != nil {
		return err
	}
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case b.n < 1:
		return fmt.Errorf("-n %d: want at least 1", b.n)
	case b.span < time.Millisecond:
		return fmt.Errorf("-time %v: want at least 1ms", b.span)
	}
	workload, err := regexp.Compile(*runPattern)
	if err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	name, err := regexp.Compile(*rowPattern)
	if err != nil {
		return fmt.Errorf("-clients: %w", err)
	}
	if err := errors.Join(b.choose(workload, name), checkDocument(*document)); err != nil {
		return err
	}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		b.status = f
	}
	return b.report(ctx, stdout, *samplesFile, *document)
}

// report measures and writes.
func (b *bench) report(ctx context.Context, stdout io.Writer, samplesFile, document string) error {
	if err := b.start(); err != nil {
		return err
	}
	defer b.stop()
	var text bytes.Buffer
	w := io.MultiWriter(stdout, &text)
	writeConditions(w, b, time.Now())
	err := b.all(ctx, func(r *result) { writeTable(w, r) })
	writeGoals(w, b.results)
	if samplesFile != "" {
		err = errors.Join(err, writeSamples(samplesFile, b.samples))
	}
	if document != "" && ctx.Err() == nil {
		err = errors.Join(err, rewrite(document, text.Bytes()))
	}
	return err
}

func writeSamples(file string, samples []sample) error {
	data, err := json.MarshalIndent(samples, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o666)
}

// checkDocument finds out before the work whether its result has a place.
func checkDocument(file string) error {
	if file == "" {
		return nil
	}
	document, err := os.ReadFile(file)
	if err == nil {
		_, err = replaceReport(document, nil)
	}
	if err != nil {
		return fmt.Errorf("-o %s: %w", file, err)
	}
	return nil
}

func rewrite(file string, report []byte) error {
	document, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if document, err = replaceReport(document, report); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, document, 0o666)
}
