package check

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/unisocket/uni/diagnostic"
)

// MaxRecords is how many lines a [Writer] writes, and how many failures, and how
// many diagnostics: a script may log in a loop.
const MaxRecords = 10_000

// record is a line of the stream: exactly one of its fields is set.
type record struct {
	Line       *Line                  `json:"line,omitempty"`
	Failure    *Failure               `json:"failure,omitempty"`
	Diagnostic *diagnostic.Diagnostic `json:"diagnostic,omitempty"`
	End        *end                   `json:"end,omitempty"`
}

// end is the last line. A stream without it was cut off.
type end struct {
	Ended    string        `json:"ended,omitempty"`
	Duration time.Duration `json:"duration"` // in nanoseconds
	Dropped  int           `json:"dropped,omitempty"`
}

// Writer writes a recording while it is made, as JSON Lines: one Write for each
// record, so that what was written before a crash can be read. It may be used from
// several goroutines. The target is not in the stream: the reader knows it.
type Writer struct {
	mu                           sync.Mutex
	w                            io.Writer
	lines, failures, diagnostics int
	ended                        bool
}

// NewWriter makes one.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Line writes a line. The error of this and the other methods is that of the
// Write; what comes after End is left out without one.
func (w *Writer) Line(l Line) error { return w.write(&w.lines, record{Line: &l}) }

// Failure writes a failure.
func (w *Writer) Failure(f Failure) error { return w.write(&w.failures, record{Failure: &f}) }

// Diagnostic writes a diagnostic.
func (w *Writer) Diagnostic(d diagnostic.Diagnostic) error {
	return w.write(&w.diagnostics, record{Diagnostic: &d})
}

// End writes that the run is over: ended is as in [Recording].
func (w *Writer) End(ended string, took time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return nil
	}
	w.ended = true
	return w.put(record{End: &end{Ended: ended, Duration: took, Dropped: max(w.lines-MaxRecords, 0)}})
}

func (w *Writer) write(count *int, r record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return nil
	}
	if *count++; *count > MaxRecords {
		return nil
	}
	return w.put(r)
}

func (w *Writer) put(r record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = w.w.Write(append(text, '\n'))
	return err
}

// Read reads what a Writer wrote. A stream that stops before End is a recording
// with a failure of the kind crash, and no error. The error is the reader's, or
// names a line that is not of this form; what was read is returned with it.
func Read(r io.Reader) (Recording, error) {
	var recording Recording
	ended := false
	in := bufio.NewReader(r)
	for number := 1; ; number++ {
		text, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return recording, err
		}
		if err != nil { // what has no newline was not written to its end
			break
		}
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		var next record
		if err := json.Unmarshal(text, &next); err != nil {
			return recording, fmt.Errorf("line %d of the recording: %w", number, err)
		}
		switch {
		case next.Line != nil:
			recording.Lines = append(recording.Lines, *next.Line)
		case next.Failure != nil:
			recording.Failures = append(recording.Failures, *next.Failure)
		case next.Diagnostic != nil:
			recording.Diagnostics = append(recording.Diagnostics, *next.Diagnostic)
		case next.End != nil:
			ended = true
			recording.Ended, recording.Duration, recording.Dropped = next.End.Ended, next.End.Duration, next.End.Dropped
		}
	}
	if !ended {
		recording.Failures = append(recording.Failures, Failure{Kind: FailureCrash, Text: "the process ended before the run did"})
	}
	return recording, nil
}
