package core

import "github.com/unisocket/uni/platform"

// Stream are the messages of a task that have arrived one behind the other.
type Stream struct{ inbox *inbox }

// Next ends the event before and returns that of the next message; nil when there
// is none, or something else comes first.
func (s Stream) Next() *Event { return s.inbox.nextEvent() }

// Dispatch has the event's listeners called in the layer's order. What it returns is an
// exception that nobody caught.
func (e *Event) Dispatch() error { return e.Task.dispatch(e) }

// Audience is whom a message goes to.
type Audience uint8

const (
	Several Audience = iota // or it cannot be told beforehand: Dispatch knows
	OfTask                  // the listeners of the task
	Globals                 // the global listeners
)

// Audience tells whom a message goes to, if it is the listeners of one kind and nothing
// is to be done but to call them. Of one that throws, Event.Threw has to be told.
func (e *Event) Audience() Audience {
	t := e.Task
	a := t.app
	if !a.plainMessages || a.observed() || t.removed && a.layer.Deaf {
		return Several
	}
	switch {
	case len(a.globals[e.Kind]) == 0:
		return OfTask
	case len(t.listenersOf(e.Kind)) == 0 && (a.Global() == t || t.refused):
		return Globals
	}
	return Several
}

// plain reports whether a layer does nothing with a message but to call listeners, once.
func plain(l *platform.Layer) bool {
	for _, step := range l.Message {
		if step != platform.TaskListeners && step != platform.GlobalListeners {
			return false
		}
	}
	return !l.LateListeners
}

// Threw says that the only listener, of the kind that Audience told, threw err. It returns
// an exception that nobody catches.
func (e *Event) Threw(err error) error {
	a := e.Task.app
	if len(a.globals[e.Kind]) == 0 {
		return e.Task.threw(a.layer.TaskThrow, e, err)
	}
	return e.Task.globalThrew(e, e.Task.threw(a.layer.GlobalThrow, e, err))
}
