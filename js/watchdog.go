package js

import (
	"errors"
	"regexp"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"time"

	"github.com/grafana/sobek"
)

const (
	// tick is how often the watchdog looks. Within one, a script can take no more
	// memory than the processor can write.
	tick = 10 * time.Millisecond

	// maxStack is what recursion of functions written in Go may take. The engine's
	// own limit (maxCallStack) counts calls of JavaScript only.
	maxStack = 200 << 20
)

// patienceOf is how long the engine has to come out of a function written in Go when
// it was told to stop. A regular expression ends by itself then (LimitMatches).
var patienceOf = map[Limit]time.Duration{
	LimitTurn:   1500 * time.Millisecond,
	LimitRun:    1500 * time.Millisecond,
	LimitMemory: 300 * time.Millisecond,
	LimitStack:  100 * time.Millisecond,
}

// watchdog stops a script that exceeds a limit. Its goroutine touches nothing of the
// script's but Interrupt and what is atomic.
type watchdog struct {
	limits  Limits
	turn    atomic.Uint64 // counts beginnings and ends of turns: odd while one runs
	runtime atomic.Pointer[Runtime]
	stopped chan struct{}
	ended   chan struct{} // the goroutine has
	tripped atomic.Pointer[LimitError]
}

// watch starts a watchdog; stop ends it.
func watch(limits Limits) *watchdog {
	w := &watchdog{limits: limits, stopped: make(chan struct{}), ended: make(chan struct{})}
	if limits.Turn == 0 && limits.Run == 0 && limits.Memory == 0 {
		close(w.ended)
		return w
	}
	go w.run()
	return w
}

func (w *watchdog) stop() {
	close(w.stopped)
	<-w.ended
}

// beginTurn and endTurn are called on the loop, by the outermost of what runs there.
func (w *watchdog) beginTurn() { w.turn.Add(1) }
func (w *watchdog) endTurn()   { w.turn.Add(1) }

// nextTurn is called there between a turn that ends and one that begins at once.
func (w *watchdog) nextTurn() { w.turn.Add(2) }

func (w *watchdog) run() {
	defer close(w.ended)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	start := time.Now()
	turn, turnStart := uint64(0), start
	memory := newMemory()
	for {
		select {
		case <-w.stopped:
			return
		case <-ticker.C:
		}
		now := time.Now()
		if n := w.turn.Load(); n != turn {
			turn, turnStart = n, now
		}
		computing := turn%2 == 1
		var exceeded *LimitError
		switch used, stacks := memory.read(); {
		case stacks > maxStack:
			exceeded = &LimitError{Limit: LimitStack}
		case w.limits.Memory > 0 && used > w.limits.Memory && memory.exceeds(w.limits.Memory):
			exceeded = &LimitError{Limit: LimitMemory, Bytes: w.limits.Memory}
		case w.limits.Run > 0 && now.Sub(start) >= w.limits.Run:
			exceeded = &LimitError{Limit: LimitRun, Duration: w.limits.Run, idle: !computing && w.runtime.Load() != nil}
		case w.limits.Turn > 0 && computing && now.Sub(turnStart) >= w.limits.Turn:
			exceeded = &LimitError{Limit: LimitTurn, Duration: w.limits.Turn}
		default:
			continue
		}
		w.trip(exceeded, memory)
		return
	}
}

// trip tells the engine to stop, and Stuck if that does not, or goes on to take memory.
func (w *watchdog) trip(e *LimitError, memory *memory) {
	w.tripped.Store(e)
	if r := w.runtime.Load(); r != nil {
		r.interrupt(e)
		r.loop.Stop(e)
	}
	patience := time.After(patienceOf[e.Limit])
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-w.stopped:
			return
		case <-patience:
			w.stuck(e)
			return
		case <-ticker.C:
			if used, _ := memory.read(); e.Limit == LimitMemory && used > e.Bytes+e.Bytes/4 {
				w.stuck(e)
				return
			}
		}
	}
}

// stuck is called when the engine has not come out of what it does.
func (w *watchdog) stuck(e *LimitError) {
	if w.limits.Stuck != nil {
		told := *e
		told.In = busyIn()
		told.Text = told.Error()
		if r := w.runtime.Load(); r != nil && !e.idle {
			frames := r.standstill()
			told.Text = r.withExcerpt(frames, withFrames(told.Text, frames))
		}
		w.limits.Stuck(&told)
	}
}

// memory reads what the process uses.
type memory struct {
	samples []metrics.Sample
}

func newMemory() *memory {
	return &memory{samples: []metrics.Sample{
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/released:bytes"},
		{Name: "/memory/classes/heap/stacks:bytes"},
	}}
}

// read returns what the process has of the system's memory, and what of that is
// stacks.
func (m *memory) read() (used, stacks int64) {
	metrics.Read(m.samples)
	return int64(m.samples[0].Value.Uint64() - m.samples[1].Value.Uint64()), int64(m.samples[2].Value.Uint64())
}

// exceeds collects garbage, which may have been all that was too much.
func (m *memory) exceeds(limit int64) bool {
	if used, _ := m.read(); used > limit+limit/2 {
		return true // there is no time
	}
	runtime.GC()
	used, _ := m.read()
	return used > limit
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
