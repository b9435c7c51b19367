package loop

import (
	"container/heap"
	"time"
)

// Timer is a function that AfterFunc will run.
type Timer struct {
	loop  *Loop
	when  time.Time
	seq   uint64
	index int // in loop.timers, or -1
	fn    func()
	weak  bool // does not keep the loop from ending
}

// AfterFunc has fn run on the loop after d. Timers run in the order of their
// deadlines, those of one deadline in the order of their creation, each as a task
// of its own. Until it has run or was stopped, a timer keeps the loop from ending.
func (l *Loop) AfterFunc(d time.Duration, fn func()) *Timer {
	t := &Timer{loop: l, when: time.Now().Add(max(d, 0)), index: -1, fn: fn}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		return t
	}
	l.timerSeq++
	t.seq = l.timerSeq
	heap.Push(&l.timers, t)
	l.held++
	if !l.running && t.index == 0 {
		l.arm()
	}
	return t
}

// Stop keeps the timer's function from running and reports whether it did: false
// says that it has begun to run, or was stopped before.
func (t *Timer) Stop() bool {
	l := t.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if t.index < 0 || l.stopped {
		return false
	}
	heap.Remove(&l.timers, t.index)
	t.letGo()
	l.settle()
	return true
}

// Unref has a pending timer no longer keep the loop from ending.
func (t *Timer) Unref() {
	l := t.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if t.index >= 0 && !l.stopped {
		t.letGo()
		l.settle()
	}
}

// letGo takes the timer off those that hold the loop, once; under mu.
func (t *Timer) letGo() {
	if !t.weak {
		t.weak = true
		t.loop.held--
	}
}

// runTimers runs the timers that are due now and returns how many those were.
// Timers that these set are left for the next call, even if due at once, so that
// a function that sets itself again shares the loop with everyone else.
func (l *Loop) runTimers() (n int) {
	l.mu.Lock()
	if len(l.timers) == 0 {
		l.mu.Unlock()
		return 0
	}
	now, last := time.Now(), l.timerSeq
	for !l.stopped && len(l.timers) > 0 {
		t := l.timers[0]
		if t.when.After(now) || t.seq > last {
			break
		}
		heap.Pop(&l.timers)
		t.letGo()
		l.mu.Unlock()
		t.fn()
		n++
		l.mu.Lock()
	}
	l.mu.Unlock()
	return n
}

// arm sets the alarm for the first timer; under mu, while the loop is idle.
func (l *Loop) arm() {
	if len(l.timers) == 0 {
		if l.alarm != nil {
			l.alarm.Stop()
		}
		return
	}
	d := time.Until(l.timers[0].when)
	if l.alarm == nil {
		l.alarm = time.AfterFunc(d, l.ring)
		return
	}
	l.alarm.Reset(d)
}

// ring makes the alarm's goroutine the loop. An alarm for a timer that was
// stopped meanwhile finds nothing to do.
func (l *Loop) ring() {
	l.mu.Lock()
	if l.running || l.stopped {
		l.mu.Unlock()
		return
	}
	l.running = true
	l.mu.Unlock()
	l.run()
}

// timerHeap orders timers by deadline, then by creation.
type timerHeap []*Timer

func (h timerHeap) Len() int { return len(h) }

func (h timerHeap) Less(i, j int) bool {
	if h[i].when.Equal(h[j].when) {
		return h[i].seq < h[j].seq
	}
	return h[i].when.Before(h[j].when)
}

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *timerHeap) Push(x any) {
	t := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *timerHeap) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
