package core

import (
	"errors"
	"strings"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
)

// dispatch works off an event in the layer's order.
func (t *Task) dispatch(e *Event) error {
	a := t.app
	if t.removed && a.layer.Deaf {
		return nil
	}
	e.Task = t
	var steps []platform.Step
	switch e.Kind {
	case Open:
		steps, e.Fields = a.layer.Open, a.layer.OpenFields
	case MessageEvent:
		steps, e.Fields = a.layer.Message, a.layer.MessageFields
	case Error:
		steps, e.Fields = a.layer.Error, a.layer.ErrorFields
	case Close:
		steps, e.Fields = a.layer.Close, a.layer.CloseFields
	}
	if a.observed() {
		a.observe(e.record(t.id))
	}
	return t.walk(e, steps)
}

// walk takes steps of an event's dispatch.
func (t *Task) walk(e *Event, steps []platform.Step) error {
	a := t.app
	for _, step := range steps {
		var err error
		switch step {
		case platform.TaskListeners:
			e.ofTask = true
			err = t.notifyTask(e)
			e.ofTask = false
		case platform.GlobalListeners:
			switch {
			case a.Global() == t || t.refused:
				err = t.notifyGlobal(e)
			case t.multiple && len(a.globals[e.Kind]) > 0 && a.Global() == nil:
				a.diagnose(diagnostic.GlobalsReachNothing, t, "onSocket"+e.Kind.String())
			}
		case platform.Remove:
			a.remove(t)
			t.removed, t.gone = true, true
		case platform.SetOpen:
			t.own = StateOpen
		case platform.SetClosed:
			t.own = StateClosed
		}
		if err != nil {
			return errors.Join(e.thrown, err)
		}
	}
	return e.thrown
}

// notifyGlobal calls the global listeners.
func (t *Task) notifyGlobal(e *Event) error {
	a := t.app
	if len(a.globals[e.Kind]) > 0 {
		a.heard(t, "onSocket", e)
	}
	return t.globalThrew(e, t.notify(a.globals[e.Kind], a.layer.GlobalThrow, e))
}

// globalThrew takes note of what a global listener threw, if it did and nobody caught it.
func (t *Task) globalThrew(e *Event, err error) error {
	if err != nil {
		t.stuck = strings.ToLower(e.Kind.String())
	}
	return err
}

// notifyTask calls the task's. Where listeners are late, those added meanwhile are
// called, too.
func (t *Task) notifyTask(e *Event) error {
	a := t.app
	listeners := t.listenersOf(e.Kind)
	if len(listeners) > 0 {
		a.heard(t, "on", e)
	}
	for called := 0; ; {
		if err := t.notify(listeners, a.layer.TaskThrow, e); err != nil || !a.layer.LateListeners {
			return err
		}
		called += len(listeners)
		all := t.listenersOf(e.Kind)
		if len(all) <= called {
			return nil
		}
		listeners = all[called:]
	}
}

// notify calls the listeners there are now: those that are added meanwhile
// wait for the next event.
func (t *Task) notify(listeners []Listener, rule platform.Throw, e *Event) error {
	for _, fn := range listeners {
		err := fn(e)
		if err == nil {
			continue
		}
		if err := t.threw(rule, e, err); err != nil {
			return err
		}
	}
	return nil
}

// threw does what the layer does with what a listener threw, and returns what keeps the
// others from being called.
func (t *Task) threw(rule platform.Throw, e *Event, err error) error {
	switch rule {
	case platform.Stop:
		return err
	case platform.GoOn:
		e.thrown = errors.Join(e.thrown, err)
		return nil
	}
	return t.app.config.ListenerThrew(t.app.layer.TaskThrowText, e.Kind, err)
}

func (e *Event) record(task int) Record {
	r := Record{Kind: RecordEvent, Task: task, Name: e.Kind.String()}
	switch e.Kind {
	case MessageEvent:
		r.Data = e.Message.Data
		r.Binary = e.Message.Type != textMessage
	case Error:
		if e.Cause != nil {
			r.Text = e.Cause.Error()
		}
	case Close:
		r.Text = CloseOptions{Code: e.Code, Reason: e.Reason}.String()
	}
	return r
}
