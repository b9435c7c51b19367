package js

import (
	"errors"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/grafana/sobek"
)

// watchdog stops a script that exceeds a limit. What is not of the script's goroutine is
// guarded by the guard's lock.
type watchdog struct {
	limits  Limits
	turn    atomic.Uint64 // counts beginnings and ends of turns: odd while one runs
	runtime atomic.Pointer[Runtime]
	tripped atomic.Pointer[LimitError]

	start, turnStart time.Time
	seen             uint64 // the turn that began at turnStart
	index            int    // among those that are watched, or -1
	patience         time.Time
	ended            chan struct{} // closed when Stuck has returned; nil before it is called
}

// watch starts a watchdog; stop ends it.
func watch(limits Limits) *watchdog {
	now := time.Now()
	w := &watchdog{limits: limits, start: now, turnStart: now, index: -1}
	if limits.Turn > 0 || limits.Run > 0 || limits.Memory > 0 {
		guarding.add(w)
	}
	return w
}

func (w *watchdog) stop() { guarding.remove(w) }

// beginTurn and endTurn are called on the loop, by the outermost of what runs there.
func (w *watchdog) beginTurn() { w.turn.Add(1) }
func (w *watchdog) endTurn()   { w.turn.Add(1) }

// nextTurn is called there between a turn that ends and one that begins at once.
func (w *watchdog) nextTurn() { w.turn.Add(2) }

// computing looks at the script, and reports whether a turn runs.
func (w *watchdog) computing(now time.Time) bool {
	if n := w.turn.Load(); n != w.seen {
		w.seen, w.turnStart = n, now
	}
	return w.seen%2 == 1
}

// overtime is the limit of time that the script exceeds, or nil.
func (w *watchdog) overtime(now time.Time) *LimitError {
	computing := w.computing(now)
	switch {
	case w.limits.Run > 0 && now.Sub(w.start) >= w.limits.Run:
		return &LimitError{Limit: LimitRun, Duration: w.limits.Run, idle: !computing && w.runtime.Load() != nil}
	case w.limits.Turn > 0 && computing && now.Sub(w.turnStart) >= w.limits.Turn:
		return &LimitError{Limit: LimitTurn, Duration: w.limits.Turn}
	}
	return nil
}

// trip tells the engine to stop.
func (w *watchdog) trip(e *LimitError) {
	w.tripped.Store(e)
	if r := w.runtime.Load(); r != nil {
		r.interrupt(e)
		r.loop.Stop(e)
	}
}

// stuck is called when the engine has not come out of what it does. alone says that no
// other script runs.
func (w *watchdog) stuck(e *LimitError, alone bool) {
	if w.limits.Stuck == nil {
		return
	}
	told := *e
	if alone {
		told.In = busyIn()
	}
	told.Text = told.Error()
	if r := w.runtime.Load(); r != nil && !e.idle {
		frames := r.standstill()
		told.Text = r.withExcerpt(frames, withFrames(told.Text, frames))
	}
	w.limits.Stuck(&told)
}

// goFunction is a function of the engine's in a stack of Go's.
const goFunction = `(?m)^github\.com/grafana/sobek\.\(\*Runtime\)\.(?:(array|string|regexp|typedArray|map|set|object|function|bigint)[pP]roto_|builtin_?(array|object|reflect|promise|String|Array)_)(\w+)\(`

var constructors = map[string]string{
	"array": "Array", "string": "String", "regexp": "RegExp", "typedArray": "TypedArray", "map": "Map",
	"set": "Set", "object": "Object", "function": "Function", "bigint": "BigInt", "reflect": "Reflect", "promise": "Promise",
}

// busyIn names the innermost built-in function that runs, after its name in the
// engine's source.
func busyIn() string {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	m := regexp.MustCompile(goFunction).FindSubmatch(stacks)
	if m == nil {
		return ""
	}
	prototype, owner, method := string(m[1]), string(m[2]), string(m[3])
	name := prototype + owner
	if constructor, ok := constructors[name]; ok {
		name = constructor
	}
	if prototype != "" {
		name += ".prototype"
	}
	return name + "." + strings.TrimSuffix(method, "_fast")
}

// exceeded is the limit that an interrupt is about, if it is about one.
func exceeded(err error) *LimitError {
	var interrupted *sobek.InterruptedError
	if errors.As(err, &interrupted) {
		limit, _ := interrupted.Value().(*LimitError)
		return limit
	}
	return nil
}
