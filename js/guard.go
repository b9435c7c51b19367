package js

import (
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"time"
)

const (
	// tick is how often the guard looks. Within one, a script can take no more memory
	// than the processor can write.
	tick = 10 * time.Millisecond

	// looks is how many scripts it looks at in one tick; of more, each has its turn.
	looks = 1000

	// maxStack is what recursion of functions written in Go may take. The engine's
	// own limit (maxCallStack) counts calls of JavaScript only. Each script that waits
	// has a stack of its own, which is ownStack at most.
	maxStack = 200 << 20
	ownStack = 32 << 10
)

// patienceOf is how long the engine has to come out of a function written in Go when
// it was told to stop. A regular expression ends by itself then (LimitMatches).
var patienceOf = map[Limit]time.Duration{
	LimitTurn:   1500 * time.Millisecond,
	LimitRun:    1500 * time.Millisecond,
	LimitMemory: 300 * time.Millisecond,
	LimitStack:  100 * time.Millisecond,
}

// guard has the watchdogs of all scripts that run in the process, and one goroutine for
// them, as long as there are any. It touches nothing of a script's but Interrupt and what
// is atomic.
type guard struct {
	mu      sync.Mutex
	watched []*watchdog
	next    int         // of watched, in the next tick
	tripped []*watchdog // told to stop
	stop    chan struct{}

	memory  *memory
	checked int64 // the limit of memory that exceeds has looked at in this tick
	beyond  bool  // what it found
}

var guarding = guard{memory: newMemory()}

func (g *guard) add(w *watchdog) {
	g.mu.Lock()
	defer g.mu.Unlock()
	w.index = len(g.watched)
	g.watched = append(g.watched, w)
	if g.stop == nil {
		g.stop = make(chan struct{})
		go g.run(g.stop)
	}
}

// remove returns when nothing of w runs any more.
func (g *guard) remove(w *watchdog) {
	g.mu.Lock()
	g.unwatch(w)
	g.tripped = slices.DeleteFunc(g.tripped, func(t *watchdog) bool { return t == w })
	if g.stop != nil && len(g.watched) == 0 && len(g.tripped) == 0 {
		close(g.stop)
		g.stop = nil
	}
	ended := w.ended
	g.mu.Unlock()
	if ended != nil {
		<-ended
	}
}

func (g *guard) unwatch(w *watchdog) {
	if w.index < 0 {
		return
	}
	last := len(g.watched) - 1
	g.watched[w.index] = g.watched[last]
	g.watched[w.index].index = w.index
	g.watched[last] = nil
	g.watched = g.watched[:last]
	w.index = -1
}

func (g *guard) run(stop chan struct{}) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case now := <-ticker.C:
			g.mu.Lock()
			if g.stop == stop {
				g.look(now)
			}
			g.mu.Unlock()
		}
	}
}

// look is one tick.
func (g *guard) look(now time.Time) {
	used, stacks := g.memory.read()
	g.checked = 0
	for _, w := range slices.Clone(g.tripped) {
		e := w.tripped.Load()
		if now.After(w.patience) || e.Limit == LimitMemory && used > e.Bytes+e.Bytes/4 {
			g.stuck(w, e)
		}
	}
	if stacks > maxStack+int64(len(g.watched))*ownStack {
		g.trip(g.deepest(now), &LimitError{Limit: LimitStack}, now)
	}
	for range min(looks, len(g.watched)) {
		g.next = (g.next + 1) % len(g.watched)
		w := g.watched[g.next]
		if limit := w.limits.Memory; limit > 0 && used > limit && g.exceeds(limit) {
			g.trip(w, &LimitError{Limit: LimitMemory, Bytes: limit}, now)
		} else if e := w.overtime(now); e != nil {
			g.trip(w, e, now)
		}
		if len(g.watched) == 0 {
			break
		}
	}
}

// exceeds reports, once a tick, whether the process takes more memory than that.
func (g *guard) exceeds(limit int64) bool {
	if g.checked != limit {
		g.checked, g.beyond = limit, g.memory.exceeds(limit)
	}
	return g.beyond
}

// deepest is the script whose turn takes longest: nothing says whose a stack is.
func (g *guard) deepest(now time.Time) *watchdog {
	var deepest *watchdog
	for _, w := range g.watched {
		if w.computing(now) && (deepest == nil || w.turnStart.Before(deepest.turnStart)) {
			deepest = w
		}
	}
	return deepest
}

// trip tells a script to stop, if there is one.
func (g *guard) trip(w *watchdog, e *LimitError, now time.Time) {
	if w == nil {
		return
	}
	g.unwatch(w)
	w.patience = now.Add(patienceOf[e.Limit])
	g.tripped = append(g.tripped, w)
	w.trip(e)
}

// stuck has the script's Stuck called.
func (g *guard) stuck(w *watchdog, e *LimitError) {
	g.tripped = slices.DeleteFunc(g.tripped, func(t *watchdog) bool { return t == w })
	w.ended = make(chan struct{})
	alone := len(g.watched)+len(g.tripped) == 0
	go func() {
		defer close(w.ended)
		w.stuck(e, alone)
	}()
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
