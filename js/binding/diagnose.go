package binding

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/platform"
)

// The portability problems that show in JavaScript alone: what a script reads of a
// promise or an event that is not there, which TypeErrors and rejections come of
// that. Those that the rules see are core's; here they get their place.

// inspector is a host that knows the user's sources.
type inspector interface {
	// Caller is the place in the user's source that is running; false where
	// none is, as between events.
	Caller() (diagnostic.Place, bool)
	// Mentions reports whether the user's sources have the word anywhere.
	Mentions(word string) bool
	// ThrownAt is the place where an exception was thrown.
	ThrownAt(*sobek.Exception) diagnostic.Place
	// OnThrown sets who is told of TypeErrors, with their words and the place where
	// they were thrown, and of rejections that nobody handled.
	OnThrown(func(v sobek.Value, place diagnostic.Place, rejected bool))
}

// finder remembers what the places of problems take.
type finder struct {
	host   inspector
	told   map[told]bool
	raised map[*diagnostic.Problem]int
	tasks  map[int]diagnostic.Place           // where a task was made
	failed map[*sobek.Object]diagnostic.Place // what promises were rejected with, and where they were made
	thrown diagnostic.Place                   // where the last exception of a listener was
	oldest []*sobek.Object                    // the keys of failed, in order of time
	// heedless reports whether the sources say isBuffer nowhere.
	heedless func() bool
}

// enough is how often a problem is looked at: a script may have it in a loop, and
// the place that is running takes time to find.
const enough = 100

type told struct {
	name  string
	place string
}

// caller is the place that is running, of a host that knows.
func (b *Binding) caller() diagnostic.Place {
	if b.finder.host == nil {
		return diagnostic.Place{}
	}
	place, _ := b.finder.host.Caller()
	return place
}

// diagnose tells of a problem at the place that is running, or where its task was
// made.
func (b *Binding) diagnose(p *diagnostic.Problem, task int, args ...any) {
	if b.config.Diagnose == nil || b.finder.raised[p] >= enough {
		return
	}
	b.finder.raised[p]++
	place := b.caller()
	if place.File == "" {
		place = b.finder.tasks[task]
	}
	b.diagnoseAt(p, place, task, args...)
}

func (b *Binding) diagnoseAt(p *diagnostic.Problem, place diagnostic.Place, task int, args ...any) {
	key := told{p.Name, place.String()}
	if b.config.Diagnose == nil || b.finder.told[key] {
		return
	}
	b.finder.told[key] = true
	b.config.Diagnose(p.At(place, task, args...))
}

// coreDiagnose is core's way here; nil where nobody wants to know.
func (b *Binding) coreDiagnose() func(p *diagnostic.Problem, task int, args ...any) {
	if b.config.Diagnose == nil {
		return nil
	}
	b.finder = finder{
		told: map[told]bool{}, raised: map[*diagnostic.Problem]int{}, tasks: map[int]diagnostic.Place{},
		failed: map[*sobek.Object]diagnostic.Place{},
	}
	b.finder.host, _ = b.host.(inspector)
	b.finder.heedless = sync.OnceValue(func() bool {
		return b.finder.host != nil && !b.finder.host.Mentions("isBuffer")
	})
	return func(p *diagnostic.Problem, task int, args ...any) {
		if p == diagnostic.ThrowKeepsDeadTask {
			b.diagnoseAt(p, b.finder.thrown, task, args...)
			return
		}
		b.diagnose(p, task, args...)
	}
}

// connectedAt remembers where a task was made.
func (b *Binding) connectedAt(t *core.Task) {
	if b.config.Diagnose != nil {
		b.finder.tasks[t.ID()] = b.caller()
	}
}

// maxFailed is how many rejections wait to be told of.
const maxFailed = 1000

// calledAt remembers where a function is called in its promise form, for what it
// returns to be called with what the promise is rejected with.
func (b *Binding) calledAt() (rejected func(v sobek.Value)) {
	if b.config.Diagnose == nil {
		return func(sobek.Value) {}
	}
	place := b.caller()
	return func(v sobek.Value) {
		o, ok := v.(*sobek.Object)
		if !ok {
			return
		}
		b.finder.failed[o] = place
		b.finder.oldest = append(b.finder.oldest, o)
		if len(b.finder.oldest) > maxFailed {
			delete(b.finder.failed, b.finder.oldest[0])
			b.finder.oldest = b.finder.oldest[1:]
		}
	}
}

// taskMembers are what scripts look for in a task.
var taskMembers = []string{"send", "close", "onOpen", "onMessage", "onError", "onClose", "readyState"}

// watchPromise tells of a script that takes the promise of connectSocket for a
// task (B1), and of one that waits for a rejection where there is none (B25). The
// promise looks for what it has not in a prototype that listens, which only
// Object.getPrototypeOf can tell from its own.
func (b *Binding) watchPromise(name string, promise sobek.Value) sobek.Value {
	o, ok := promise.(*sobek.Object)
	if !ok || b.config.Diagnose == nil || o.Prototype() == nil {
		return promise
	}
	prototype := o.Prototype()
	listening := b.vm.NewProxy(prototype, &sobek.ProxyTrapConfig{
		Get: func(target *sobek.Object, property string, receiver sobek.Value) sobek.Value {
			v := target.Get(property)
			switch {
			case v == nil && name == "connectSocket" && slices.Contains(taskMembers, property):
				b.diagnose(diagnostic.PromiseNotTask, 0, property)
			case property == "catch" && b.tupled():
				b.diagnose(diagnostic.PromiseTuple, 0, "With Vue 2 the promise never rejects: it resolves with [error], and catch is not called.")
			}
			if v == nil {
				return sobek.Undefined()
			}
			return v
		},
		GetPrototypeOf: func(*sobek.Object) *sobek.Object { return prototype },
	})
	b.must(o.SetPrototype(b.vm.ToValue(listening).(*sobek.Object)))
	return o
}

// watchResult tells of a script that takes what a promise resolves with for
// [error, result] where it is the result itself (B25).
func (b *Binding) watchResult(v sobek.Value) sobek.Value {
	o, ok := v.(*sobek.Object)
	if !ok || b.config.Diagnose == nil || b.tupled() {
		return v
	}
	return b.vm.ToValue(b.vm.NewProxy(o, &sobek.ProxyTrapConfig{
		GetSym: func(target *sobek.Object, property *sobek.Symbol, receiver sobek.Value) sobek.Value {
			if property == sobek.SymIterator {
				b.diagnose(diagnostic.PromiseTuple, 0, "With Vue 3 the promise resolves with the result itself, which is no [error, result], and rejects.")
			}
			if v := target.GetSymbol(property); v != nil {
				return v
			}
			return sobek.Undefined()
		},
	}))
}

// noTaskYet is what an error of a callback is about that uses a variable which has
// no value yet.
var noTaskYet = regexp.MustCompile(`of undefined \((?:reading|setting) '(?:send|close|on\w+|readyState)'\)$|before initialization$`)

// reconnects is what a listener looks like that connects again.
var reconnects = regexp.MustCompile(`(?i)\b(?:\w*connect|connectSocket|retry\w*|again|restart\w*|(?:init|open|create|start)\w*(?:socket|ws))\s*[(,)]`)

// leavesToClose reports whether the close listeners connect again and the error
// listeners do not, as far as their sources say; see core.Config.LeavesToClose.
func (b *Binding) leavesToClose(t *core.Task, global bool) bool {
	mentioned := func(k core.Kind) (any, again bool) {
		var values []sobek.Value
		for _, record := range b.globals[k] {
			values = append(values, record.Get("callback"))
		}
		if lists, ok := t.Value.(*taskLists); ok && !global {
			b.taskListeners(t, k)
			values = lists.known[k].values
		}
		for _, v := range values {
			b.vm.Try(func() {
				source := strings.ReplaceAll(v.String(), "disconnect", "")
				name := v.ToObject(b.vm).Get("name").String() + "(" // of a function that is passed by its name
				again = again || reconnects.MatchString(source) || reconnects.MatchString(name)
			})
		}
		return len(values) > 0, again
	}
	listens, onError := mentioned(core.Error)
	_, onClose := mentioned(core.Close)
	return !listens || onClose && !onError
}

// watchTask tells of a script that takes the task of a connectSocket without
// callbacks for a promise, where there are none (§1.0).
func (b *Binding) watchTask(v sobek.Value) sobek.Value {
	o, ok := v.(*sobek.Object)
	if !ok || b.config.Diagnose == nil {
		return v
	}
	return b.watchGet(o, func(property string) {
		if slices.Contains([]string{"then", "catch", "finally", "errMsg"}, property) {
			b.diagnose(diagnostic.TaskNotPromise, b.taskOf(o).ID())
		}
	})
}

// watchTuple tells of a script that takes what a promise of Vue 2 resolves with for
// the result itself (B25).
func (b *Binding) watchTuple(v sobek.Value) sobek.Value {
	o, ok := v.(*sobek.Object)
	if !ok || b.config.Diagnose == nil {
		return v
	}
	return b.watchGet(o, func(property string) {
		if property == "errMsg" {
			b.diagnose(diagnostic.PromiseTuple, 0, "With Vue 2 the promise resolves with [error, result], which has no errMsg, and never rejects.")
		}
	})
}

// watchGet is o behind a proxy that reports what is read and not there.
func (b *Binding) watchGet(o *sobek.Object, missing func(property string)) *sobek.Object {
	return b.vm.ToValue(b.vm.NewProxy(o, &sobek.ProxyTrapConfig{
		Get: func(target *sobek.Object, property string, receiver sobek.Value) sobek.Value {
			v := target.Get(property)
			if v == nil {
				missing(property)
				return sobek.Undefined()
			}
			return v
		},
	})).(*sobek.Object)
}

// documented are the fields that the documents promise (§2.4).
var documented = map[core.Kind][]string{
	core.Open:  {"header"},
	core.Error: {"errMsg"},
	core.Close: {"code", "reason"},
}

// watchEvent tells of a script that reads a documented field which the platform
// does not give (B11).
func (b *Binding) watchEvent(o *sobek.Object, e *core.Event) sobek.Value {
	names := documented[e.Kind]
	if b.config.Diagnose == nil || !slices.ContainsFunc(names, func(name string) bool { return o.Get(name) == nil }) {
		return o
	}
	return b.watchFields(o, e.Kind, e.Task.ID())
}

// watchFields tells of a script that reads a documented field of an event in vain.
func (b *Binding) watchFields(o *sobek.Object, k core.Kind, task int) *sobek.Object {
	return b.watchGet(o, func(property string) {
		if slices.Contains(documented[k], property) {
			b.diagnose(diagnostic.FieldMissing, task, listName(k), property)
		}
	})
}

// watchWrapped is watchEvent for a vendor's event that uni's wrapper has copied.
func (b *Binding) watchWrapped(function string, v sobek.Value) sobek.Value {
	o, ok := v.(*sobek.Object)
	if !ok {
		return v
	}
	for kind := range documented {
		if function == "onSocket"+kind.String() {
			return b.watchFields(o, kind, 0)
		}
	}
	return v
}

// watchBrackets tells of a script that reads a header whose values stand in
// brackets (B29).
func (b *Binding) watchBrackets(header *sobek.Object) *sobek.Object {
	if b.config.Diagnose == nil {
		return header
	}
	get, _ := sobek.AssertFunction(header.Get("get"))
	b.must(header.DefineDataProperty("get", b.function("get", 1, func(call sobek.FunctionCall) sobek.Value {
		v, err := get(call.This, call.Arguments...)
		b.throw(err)
		if !sobek.IsUndefined(v) {
			b.diagnose(diagnostic.HeaderInBrackets, 0, v.String())
		}
		return v
	}), sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE))
	return header
}

// diagnoseBase64 is called when a binary message comes as text: a script that says
// isBuffer nowhere cannot know (B16).
func (b *Binding) diagnoseBase64(task int) {
	if b.config.Diagnose != nil && b.finder.heedless() {
		b.diagnose(diagnostic.BinaryAsText, task, "A binary message comes as base64 text with isBuffer: true here, which the script does not look at.")
	}
}

// wrapperWatch looks at what the wrapper over the vendor's object does.
func (b *Binding) wrapperWatch() *watch {
	if b.config.Diagnose == nil {
		return nil
	}
	return &watch{
		dropped: func(function, option string) {
			b.diagnose(diagnostic.OptionDropped, 0, option)
		},
		called:  b.calledAt,
		promise: b.watchPromise,
		tuple:   b.watchTuple,
		result:  b.watchResult,
		event:   b.watchWrapped,
	}
}

var (
	notAFunction = regexp.MustCompile(`(\w+) is not a function$`)
	ofUndefined  = regexp.MustCompile(`^Cannot (?:read|set) propert(?:y|ies) of undefined \((?:reading|setting) '(\w+)'\)$`)
	apiFailed    = regexp.MustCompile(`^(connectSocket|sendSocketMessage|closeSocket):fail`)
	globalName   = regexp.MustCompile(`^(?:onSocket(?:Open|Message|Error|Close)|sendSocketMessage|closeSocket)$`)
)

// watchThrown looks at the errors that come of a problem.
func (b *Binding) watchThrown() error {
	if b.config.Diagnose == nil || b.finder.host == nil {
		return nil
	}
	b.finder.host.OnThrown(func(v sobek.Value, place diagnostic.Place, rejected bool) {
		o, ok := v.(*sobek.Object)
		if !ok {
			return
		}
		if rejected {
			b.unhandled(o)
		}
		if message, ok := o.Get("message").(sobek.String); ok {
			b.lookAtTypeError(message.String(), place)
		}
	})
	return nil
}

// lookAtTypeError looks at the text of a TypeError.
func (b *Binding) lookAtTypeError(text string, place diagnostic.Place) {
	if m := notAFunction.FindStringSubmatch(text); m != nil && b.layer.NoGlobals && globalName.MatchString(m[1]) {
		b.diagnoseAt(diagnostic.GlobalsMissing, place, 0, m[1])
	}
	if m := ofUndefined.FindStringSubmatch(text); m != nil && b.noTask && slices.Contains(taskMembers, m[1]) {
		why := "this version has the global functions only"
		if b.layer.Returns == platform.WithMultiple {
			why = "without the option multiple there is one socket, of the global functions"
		}
		b.diagnoseAt(diagnostic.NoTask, place, 0, why)
	}
}

// tupled reports whether promises resolve with [error, result].
func (b *Binding) tupled() bool {
	w := b.config.Platform.Wrapper
	return b.layer.Tuple || w != nil && w.Tuple
}

// unhandled looks at what a promise that nobody handles was rejected with.
func (b *Binding) unhandled(reason *sobek.Object) {
	text, ok := reason.Get("errMsg").(sobek.String)
	if !ok {
		return
	}
	if m := apiFailed.FindStringSubmatch(text.String()); m != nil {
		b.diagnoseAt(diagnostic.UnhandledFailure, b.finder.failed[reason], 0, m[1])
	}
}
