package check_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/check"
	"github.com/unisocket/uni/diagnostic"
)

// writes counts calls of Write.
type writes struct {
	bytes.Buffer
	n int
}

func (w *writes) Write(p []byte) (int, error) { w.n++; return w.Buffer.Write(p) }

func TestARecordingIsReadAsItWasWritten(t *testing.T) {
	want := check.Recording{
		Lines: []check.Line{
			{Kind: check.Outcome, Task: 1, Text: "connectSocket success", Place: diagnostic.Place{File: "a.js", Line: 3, Column: 1, Source: "uni.connectSocket({})"}},
			{Kind: check.Console, Text: "log: 你好\nand <more>"},
		},
		Failures:    []check.Failure{{Kind: check.FailureError, Task: 2, Text: "Error: x\n    at a.js:1:1"}},
		Diagnostics: []diagnostic.Diagnostic{diagnostic.QueueLimit.At(diagnostic.Place{File: "a.js", Line: 9, Column: 2}, 1)},
		Duration:    1500 * time.Millisecond,
		Ended:       check.EndedByTime,
	}
	var stream writes
	w := check.NewWriter(&stream)
	w.Line(want.Lines[0])
	w.Failure(want.Failures[0])
	w.Diagnostic(want.Diagnostics[0])
	w.Line(want.Lines[1])
	w.End(want.Ended, want.Duration)
	w.Line(check.Line{Text: "after the end"})
	if stream.n != 5 {
		t.Errorf("there were %d writes for 5 records", stream.n)
	}
	got, err := check.Read(&stream)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAStreamThatIsCutOffIsACrash(t *testing.T) {
	const whole = `{"line":{"kind":"event","text":"open"}}` + "\n" + `{"end":{"duration":1}}` + "\n"
	for _, c := range []struct {
		name, stream string
		lines        int
		crash        bool
	}{
		{"the whole", whole, 1, false},
		{"nothing", "", 0, true},
		{"without the end", whole[:40], 1, true},
		{"in the middle of a line", whole[:20], 0, true},
		{"in the middle of the end", whole[:len(whole)-1], 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := check.Read(strings.NewReader(c.stream))
			if err != nil {
				t.Fatal(err)
			}
			crashed := len(r.Failures) == 1 && r.Failures[0].Kind == check.FailureCrash
			if len(r.Lines) != c.lines || crashed != c.crash {
				t.Errorf("got %d lines and failures %v, want %d lines and a crash: %v", len(r.Lines), r.Failures, c.lines, c.crash)
			}
		})
	}
}

func TestReadNamesWhatIsNoRecord(t *testing.T) {
	r, err := check.Read(strings.NewReader(`{"line":{"text":"a"}}` + "\n\nhello\n"))
	if err == nil || !strings.HasPrefix(err.Error(), "line 3 of the recording: ") || len(r.Lines) != 1 {
		t.Errorf("got %v with %d lines", err, len(r.Lines))
	}
	broken := errors.New("the pipe broke")
	if _, err := check.Read(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

func TestAWriterStopsALoopThatLogs(t *testing.T) {
	var stream bytes.Buffer
	w := check.NewWriter(&stream)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range check.MaxRecords / 2 {
				w.Line(check.Line{Kind: check.Console, Text: fmt.Sprint("log: ", i)})
			}
		})
	}
	all.Wait()
	w.Failure(check.Failure{Kind: check.FailureError, Text: "late"})
	w.End("", time.Second)
	r, err := check.Read(&stream)
	if err != nil || len(r.Lines) != check.MaxRecords || r.Dropped != check.MaxRecords || len(r.Failures) != 1 {
		t.Errorf("got %v, %d lines, %d dropped, %d failures", err, len(r.Lines), r.Dropped, len(r.Failures))
	}
}
