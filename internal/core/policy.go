package core

import (
	"fmt"
	"net/url"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
)

// refusal is the error of a call that the platform's policy refuses (§4a, §4b).
type refusal struct{ rule platform.Refusal }

func (r *refusal) Error() string { return r.rule.Fail.Text }

// refused fills in a rule: args are for the verb of its texts.
func refused(rule platform.Refusal, arg any) error {
	fill := func(f platform.Failure) platform.Failure {
		f.Text = filled(f.Text, arg)
		return f
	}
	r := &refusal{platform.Refusal{Fail: fill(rule.Fail)}}
	if rule.Event != nil {
		event := fill(*rule.Event)
		r.rule.Event = &event
	}
	return r
}

// admit asks the platform's policy whether a socket may be made. A platform with
// one socket makes room for it.
func (s *socket) admit() error {
	a, rule := s.app, &s.native.Policy
	target, err := url.Parse(s.target)
	if err != nil {
		return nil // it has been read before, in the platform's way
	}
	if rule.SecureOnly && target.Scheme == "ws" {
		a.diagnose(diagnostic.InsecureURL, s.task)
		if !a.config.Unchecked {
			return refused(rule.Insecure, target.Hostname())
		}
	}
	if rule.Domains && a.config.Allow != nil && !a.config.Allow(target) {
		a.diagnose(diagnostic.DomainNotAllowed, s.task, target.Scheme+"://"+target.Host)
		return refused(rule.NotAllowed, target.Hostname())
	}
	if a.suspended() && s.native.Background.Refused.Text != "" {
		a.diagnose(diagnostic.BackgroundCloses, s.task, "The app is hidden, and no socket can be made until it is shown again.")
		return refused(platform.Refusal{Fail: s.native.Background.Refused}, nil)
	}
	return s.room()
}

// room looks for a place among the sockets that may be there at once.
func (s *socket) room() error {
	a, rule := s.app, &s.native.Policy
	if rule.Sockets == 0 {
		return nil
	}
	single, all := 0, 0
	for other := range a.open {
		if other.state == StateClosed {
			continue // its listeners are hearing of it, and may connect again
		}
		all++
		if !other.task.multiple {
			single++
		}
	}
	if rule.Single > 0 && !s.task.multiple {
		if single >= rule.Single {
			a.diagnose(diagnostic.TooManySockets, s.task, "There is a socket already, and without multiple: true there can be only one here: this one is refused.")
			return refused(rule.Second, s.task.id)
		}
		return nil
	}
	if all < rule.Sockets {
		return nil
	}
	if !rule.Replace {
		a.diagnose(diagnostic.TooManySockets, s.task, fmt.Sprintf("There are %d sockets already, as many as there can be here: this one is refused.", rule.Sockets))
		return refused(rule.TooMany, s.task.id)
	}
	a.diagnose(diagnostic.TooManySockets, s.task, "There is a socket already, and there can be only one here: this one takes its place.")
	for _, old := range a.inOrder() {
		a.remove(old.task)
		if old.state == StateConnecting {
			old.abandon()
		} else {
			old.shutdown(1000, "")
		}
	}
	return nil
}

// refuse reports a refusal that is an error event, too.
func (a *App) refuse(t *Task, r *refusal) {
	if event := r.rule.Event; event != nil {
		a.later(func() error {
			return t.dispatch(&Event{Kind: Error, ErrMsg: event.Text, Fault: *event, Cause: r})
		})
	}
}

// Hide says that the app is no longer shown. Where the platform has such a rule,
// its sockets end some time later (§4b).
func (a *App) Hide() {
	if a.hidden.IsZero() {
		a.hidden = time.Now()
		a.awaitSuspension()
	}
}

// suspended reports whether the app has been hidden for so long that sockets are
// closed.
func (a *App) suspended() bool {
	after := a.native.Background.After
	return after > 0 && !a.hidden.IsZero() && time.Since(a.hidden) >= after
}

// awaitSuspension waits for that as long as there are sockets.
func (a *App) awaitSuspension() {
	after := a.native.Background.After
	if after == 0 || a.hidden.IsZero() || a.hiding != nil || len(a.open) == 0 || a.suspended() {
		return
	}
	h := &hiding{app: a, port: a.config.Loop.Acquire()}
	h.timer = time.AfterFunc(after-time.Since(a.hidden), func() { h.port.Post(h.over) })
	a.hiding = h
}

// hiding is the time from Hide until sockets end, or Show.
type hiding struct {
	app   *App
	port  Port
	timer *time.Timer
}

func (h *hiding) over() {
	if h.app.hiding == h {
		h.end()
		h.app.suspend()
	}
}

func (h *hiding) end() {
	h.timer.Stop()
	h.port.Release()
	h.app.hiding = nil
}

// Show says that the app is shown again.
func (a *App) Show() {
	a.hidden = time.Time{}
	if a.hiding != nil {
		a.hiding.end()
	}
}

// interruption is why a socket of an app that is hidden ends.
type interruption struct{ after time.Duration }

func (e *interruption) Error() string { return fmt.Sprintf("the app has been hidden for %v", e.after) }

// suspend ends what is open.
func (a *App) suspend() {
	rule := &a.native.Background
	cause := &interruption{rule.After}
	for _, s := range a.inOrder() {
		connecting := s.state == StateConnecting
		if s.state == StateClosed || !connecting && s.conn == nil {
			continue // it has ended, or been abandoned
		}
		a.diagnose(diagnostic.BackgroundCloses, s.task, fmt.Sprintf("Sockets are closed here when the app has been hidden for %v.", rule.After))
		if connecting {
			s.interrupt(cause)
			continue
		}
		s.over = true
		s.conn.CloseNow()
		s.stateChanged(StateClosed, cause.Error())
		s.emit(&Event{Kind: Close, Code: rule.Code, Reason: rule.Reason, Cause: cause})
	}
}
