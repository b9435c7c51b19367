package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// Comparison is what every program that compares has: what its user chose, and the samples.
type Comparison[S any] struct {
	Settings
	Progress Progress
	Samples  []S
}

// Program is what a comparison leaves to the program.
type Program interface {
	// Choose looks at the flags, and finds out what is to be measured.
	Choose() error
	// Start makes what is needed for that, and Stop removes it, also after an error.
	Start() error
	Stop()
	// Report measures, and writes what comes of it.
	Report(ctx context.Context, w io.Writer) error
}

// Run does what the arguments say.
func (c *Comparison[S]) Run(ctx context.Context, p Program, flags *flag.FlagSet, args []string, stdout, stderr io.Writer) error {
	flags.SetOutput(stderr)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := errors.Join(c.check(flags), p.Choose()); err != nil {
		return err
	}
	c.Progress = NewProgress(stderr)
	defer p.Stop()
	if err := p.Start(); err != nil {
		return err
	}
	var text bytes.Buffer
	err := p.Report(ctx, io.MultiWriter(stdout, &text))
	if c.samples != "" {
		err = errors.Join(err, c.writeSamples())
	}
	if c.document != "" && ctx.Err() == nil {
		err = errors.Join(err, rewrite(c.document, text.Bytes()))
	}
	return err
}

// Measure samples the rows of a table in turn. A row that fails is left out; why is in the
// error.
func (c *Comparison[S]) Measure(ctx context.Context, table string, rows []*Row[S], sample func(run int, row string) (S, error)) error {
	defer c.Progress.Say("")
	interleave(ctx, c.N, rows, func(run int, row string) (S, error) {
		c.Progress.Say("%s: run %d of %d, %s", table, run, c.N, row)
		s, err := sample(run, row)
		if err == nil {
			c.Samples = append(c.Samples, s)
		}
		return s, err
	})
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	var failed []error
	for _, row := range rows {
		if row.Err != nil {
			failed = append(failed, fmt.Errorf("%s, %s: %w", table, row.Name, row.Err))
		}
	}
	return errors.Join(failed...)
}

func (c *Comparison[S]) writeSamples() error {
	data, err := json.MarshalIndent(c.Samples, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(c.samples, append(data, '\n'), 0o666)
}
