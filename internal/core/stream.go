package core

import (
	"slices"

	"github.com/unisocket/uni/platform"
)

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
// is to be done but to call them. Of one that throws, Finish has to be told.
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

// More reports whether more is to be done for a message than to call its only listener, of
// the kind that Audience told: that has added one of the other kind.
func (e *Event) More(by Audience) bool {
	if by == OfTask {
		return len(e.Task.app.globals[e.Kind]) > 0
	}
	return len(e.Task.listenersOf(e.Kind)) > 0
}

// Finish does what is left to do for a message whose only listener, of the kind that Audience
// told, has returned, or has thrown what is not nil. It returns an exception that nobody caught.
func (e *Event) Finish(by Audience, thrown error) error {
	t, layer := e.Task, e.Task.app.layer
	rule, step := layer.TaskThrow, platform.TaskListeners
	if by == Globals {
		rule, step = layer.GlobalThrow, platform.GlobalListeners
	}
	if thrown != nil {
		err := t.threw(rule, e, thrown)
		if by == Globals {
			err = t.globalThrew(e, err)
		}
		if err != nil {
			return err
		}
	}
	return t.walk(e, layer.Message[slices.Index(layer.Message, step)+1:])
}
