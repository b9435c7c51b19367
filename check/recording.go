package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/unisocket/uni/diagnostic"
)

// The kinds of a [Line].
const (
	Outcome = "outcome" // of a call: "connectSocket success", "closeSocket fail: …"
	Event   = "event"   // of a socket: "open", `message "hello"`, "close 1000"
	Console = "console" // what the script wrote: "log: text", "warn: text"
)

// The kinds of a [Failure].
const (
	FailureError      = "error"      // nothing caught it
	FailureRejection  = "rejection"  // of a promise, which nothing handled
	FailureConnection = "connection" // a socket that did not come up
	FailureScript     = "script"     // it cannot be run at all
	FailureBusy       = "busy"       // it computed without end
	FailureCrash      = "crash"      // the process ended before the run did
)

// EndedByTime is the [Recording.Ended] of a run that was cut off.
const EndedByTime = "time"

// Target is what a script is run on.
type Target struct {
	Platform string // as after -p: "mp-weixin", "mp-weixin@3.4.0"
	Vue      int    // 2, 3, or 0 for the platform's own choice
	Title    string // for people: "微信小程序"
}

// Name is what a report calls the target: the platform, and " (Vue 2)" where that
// is the one.
func (t Target) Name() string {
	const vue2 = " (Vue 2)"
	if t.Vue == 2 && !strings.HasSuffix(t.Platform, vue2) {
		return t.Platform + vue2
	}
	return t.Platform
}

// Recording is what one run of a script on one platform left.
type Recording struct {
	Platform    string // these three as in [Target]
	Vue         int
	Title       string
	Lines       []Line // in order of time
	Dropped     int    // how many lines beyond [MaxRecords] are not in Lines
	Failures    []Failure
	Diagnostics []diagnostic.Diagnostic
	Duration    time.Duration
	Ended       string // "" is by itself, EndedByTime that it was cut off
}

// Name is that of the recording's target.
func (r *Recording) Name() string {
	return Target{Platform: r.Platform, Vue: r.Vue}.Name()
}

// cut says whether the recording stops at a moment that means nothing.
func (r *Recording) cut() bool { return r.Ended == EndedByTime || r.Dropped > 0 }

// Line is something that happened.
type Line struct {
	Kind  string           `json:"kind"`
	Task  int              `json:"task,omitempty"` // the socket's number from 1; 0 is none
	Text  string           `json:"text"`
	Place diagnostic.Place `json:"place,omitzero"` // of the call or listener, if known
}

// String is the kind, the task and the text: "event #1 close 1000".
func (l Line) String() string { return label(l.Kind, l.Task) + " " + l.Text }

func label(kind string, task int) string {
	if task > 0 {
		return fmt.Sprintf("%s #%d", kind, task)
	}
	return kind
}

// Failure is something that must not happen in a script that works.
type Failure struct {
	Kind  string           `json:"kind"`
	Task  int              `json:"task,omitempty"`
	Text  string           `json:"text"` // may have several lines, such as an error with its stack
	Place diagnostic.Place `json:"place,omitzero"`
}

// phrase is the failure in one line.
func (f Failure) phrase() string {
	text, _, _ := strings.Cut(strings.TrimSpace(f.Text), "\n")
	if f.Kind == FailureRejection {
		return "unhandled rejection: " + text
	}
	return text
}

// stopped says whether the script did not come to its own end, or not as a whole:
// an error, a rejection or a crash.
func (r *Recording) stopped() bool {
	return slices.ContainsFunc(r.Failures, func(f Failure) bool { return f.Kind != FailureConnection })
}
