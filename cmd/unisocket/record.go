package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/check"
	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
)

// recorder writes down a run for check: the child's side of it.
type recorder struct {
	file  *os.File
	out   *check.Writer
	start time.Time

	mu         sync.Mutex
	ended      bool
	connecting map[int]time.Time // sockets that are on their way to open, since when
	thrown     bool              // an error has ended the script, or a part of it
	closed     map[int]bool      // those that the script has closed
}

func newRecorder(path string) (*recorder, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("--record: %w", err)
	}
	return &recorder{
		file: file, out: check.NewWriter(file), start: time.Now(),
		connecting: map[int]time.Time{}, closed: map[int]bool{},
	}, nil
}

// watch has the recorder hear of everything in place of the terminal.
func (r *recorder) watch(c *js.Config, b *binding.Config) {
	c.Console = func(method, text string) {
		r.line(check.Line{Kind: check.Console, Text: method + ": " + text})
	}
	c.Failed = func(f js.Failure) {
		kind := check.FailureError
		if f.Rejection {
			kind = check.FailureRejection
		}
		r.mu.Lock()
		r.thrown = true
		r.mu.Unlock()
		r.failed(check.Failure{Kind: kind, Text: f.Error, Place: f.Place})
	}
	b.Observer = r
	b.Diagnose = func(d diagnostic.Diagnostic) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if !r.ended {
			r.out.Diagnostic(d)
		}
	}
	b.Broke = func(task int, url string, cause error) {
		if r.down(task) {
			r.failed(check.Failure{Kind: check.FailureConnection, Task: task, Text: "the connection did not come up: " + strings.TrimPrefix(cause.Error(), "websocket: ")})
		}
	}
}

// down takes a socket that broke off the books and reports whether that is why it
// never opened.
func (r *recorder) down(task int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return false // over has counted those that are left
	}
	_, was := r.connecting[task]
	delete(r.connecting, task)
	return was && !r.closed[task]
}

// Observe writes what the script sees: the outcome of calls, and events that have
// listeners.
func (r *recorder) Observe(rec uni.Record) {
	switch rec.Kind {
	case uni.RecordCall, uni.RecordState:
		r.follow(rec)
	case uni.RecordOutcome:
		r.outcome(rec)
	case uni.RecordHeard:
		r.line(check.Line{Kind: check.Event, Task: rec.Task, Text: eventText(rec)})
	}
}

// follow keeps the books of sockets that are on their way.
func (r *recorder) follow(rec uni.Record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.ended: // what comes now is the run's farewell
	case rec.Name == "connectSocket", rec.Name == "new WebSocket":
		r.connecting[rec.Task] = time.Now()
	case rec.Name == "SocketTask.close", rec.Name == "closeSocket", rec.Name == "WebSocket.close":
		r.closed[rec.Task] = true
	case rec.Kind == uni.RecordState && rec.Name == "OPEN":
		delete(r.connecting, rec.Task)
	}
}

// outcome is that of a call. The text of a failure is the platform's own: what
// comes of it shows in what the script does.
func (r *recorder) outcome(rec uni.Record) {
	text := strings.TrimPrefix(rec.Name, "SocketTask.") + " " + rec.Detail
	if rec.Detail == "fail" && rec.Name == "connectSocket" {
		r.down(rec.Task)
		r.failed(check.Failure{Kind: check.FailureConnection, Task: rec.Task, Text: "connectSocket was refused: " + rec.Text})
	}
	r.line(check.Line{Kind: check.Outcome, Task: rec.Task, Text: text})
}

// eventText is an event without what only some platforms give it.
func eventText(rec uni.Record) string {
	text := strings.ToLower(rec.Name)
	if rec.Detail == "onSocket" {
		text = "global " + text
	}
	switch rec.Name {
	case "Message":
		if rec.Binary {
			return fmt.Sprintf("%s %d bytes % x", text, len(rec.Data), rec.Data[:min(len(rec.Data), 32)])
		}
		return fmt.Sprintf("%s %q", text, rec.Data)
	case "Close":
		code, _, _ := strings.Cut(rec.Text, " ")
		return text + " " + code
	}
	return text
}

func (r *recorder) line(l check.Line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ended {
		r.out.Line(l)
	}
}

func (r *recorder) failed(f check.Failure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ended {
		r.out.Failure(f)
	}
}

// refused records that the script could not be run at all.
func (r *recorder) refused(err error) {
	r.failed(check.Failure{Kind: check.FailureScript, Text: err.Error()})
}

// over is called when the run is ended from outside: what comes then is its
// farewell. A socket that has only just begun to connect is none that does not come up.
func (r *recorder) over() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	enough := min(time.Second, time.Since(r.start)/2)
	maps.DeleteFunc(r.connecting, func(_ int, since time.Time) bool { return time.Since(since) < enough })
}

// busy is called when the script did not let go for the run to be ended.
func (r *recorder) busy() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out.Failure(check.Failure{Kind: check.FailureBusy, Text: "the script did not come to an end of what it was doing before its time was over"})
}

// stuck records that the script had to be stopped together with its process.
func (r *recorder) stuck(err error) {
	r.failed(check.Failure{Kind: check.FailureError, Text: err.Error()})
	r.end()
}

// end completes the recording.
func (r *recorder) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	ended := ""
	if r.ended {
		ended = check.EndedByTime
	}
	for _, task := range slices.Sorted(maps.Keys(r.connecting)) {
		if !r.closed[task] && !r.thrown { // what follows from an error is no news
			r.out.Failure(check.Failure{Kind: check.FailureConnection, Task: task, Text: "the connection had not come up when the run ended"})
		}
	}
	r.out.End(ended, time.Since(r.start))
	r.file.Close()
}
