package core

import "time"

// RecordKind is the kind of a Record.
type RecordKind uint8

const (
	RecordCall     RecordKind = iota + 1 // a function of the API was called
	RecordCallback                       // success, fail or complete is called
	RecordEvent                          // listeners are about to be called
	RecordState                          // the socket's ready state changed
	RecordFrame                          // a frame was read or queued
	RecordOutcome                        // a call succeeded or failed, whether it has callbacks or not: Detail is "success" or "fail"
	RecordHeard                          // listeners hear of an event: Detail is "on" for the task's, "onSocket" for the global ones
	RecordResponse                       // the head of an HTTP response came: Name is its status, Text method and URL
)

// Record is one thing that happened, as an Observer sees it.
type Record struct {
	Time time.Time
	Kind RecordKind
	// Task is the number of the socket, in order of creation from 1; 0 is none.
	Task int
	// Name is the function, event, state or opcode.
	Name string
	// Detail is the callback's name; for a frame "sent" or "received".
	Detail string
	// Text describes it in one line.
	Text string
	// Data is the payload of a message or frame, valid during the call.
	Data []byte
	// Binary says that Data is not text.
	Binary bool
}

// Observer is told what happens. Observe is called on the loop, for frames on
// the goroutine that read or wrote them; it must be safe for that and must not
// call back.
type Observer interface{ Observe(Record) }

func (a *App) observe(r Record) {
	if a.config.Observer != nil {
		r.Time = time.Now()
		a.config.Observer.Observe(r)
	}
}

func (a *App) observed() bool { return a.config.Observer != nil }

// outcome reports what comes of a call.
func (a *App) outcome(api string, r Result) {
	if !a.observed() || api == "" {
		return
	}
	detail := "fail"
	if r.OK {
		detail = "success"
	}
	a.observe(Record{Kind: RecordOutcome, Task: r.Task, Name: api, Detail: detail, Text: r.ErrMsg})
}

// heard reports that there are listeners for an event.
func (a *App) heard(t *Task, whose string, e *Event) {
	if a.observed() {
		r := e.record(t.id)
		r.Kind, r.Detail = RecordHeard, whose
		a.observe(r)
	}
}

// called is the name under which the script knows a function.
func (a *App) called(api string) string {
	if name, ok := a.layer.Calls[api]; ok {
		return name
	}
	return api
}

// ObserveCall reports a call of the API that the host answers by itself, or that
// failed before it came to core.
func (a *App) ObserveCall(t *Task, api, text string) {
	if name := a.called(api); name != "" {
		a.observe(Record{Kind: RecordCall, Task: t.number(), Name: name, Text: text})
	}
}

// ObserveCallback reports that the host calls success, fail or complete of a
// call of the API.
func (a *App) ObserveCallback(api, callback string, r *Result) {
	a.observe(Record{Kind: RecordCallback, Task: r.Task, Name: api, Detail: callback, Text: r.ErrMsg})
}
