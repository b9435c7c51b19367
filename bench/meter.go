//go:build linux

package main

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/unisocket/uni/bench/internal/machine"
)

// warmUp is the share of the time that passes before anything counts.
const warmUp = 0.1

// sample is what one run of one client gave. What does not apply is 0.
type sample struct {
	Workload string
	Client   string
	Run      int

	Messages int64   // that were counted
	Rate     float64 // messages a second
	P50      float64 // nanoseconds from sending to receiving
	CPU      float64 // nanoseconds a message: the client's, or the server's where that is measured
	Allocs   float64 // a message
	Others   float64 // the share of the time in which others had the client's processor

	// Bytes a connection.
	Resident, Heap, Stack float64
	Objects               float64 // allocations that live, a connection
}

// meter counts messages from the first tick after the warm-up to the first one after
// its span. Its methods may be called by many goroutines.
type meter struct {
	span    time.Duration
	pid     int // the process whose time is taken; 0 is this one
	latency bool

	mu       sync.Mutex
	phase    phase
	count    int64
	flows    int // that have not come to their end
	laps     []time.Duration
	lastTick time.Time
	from, to reading

	over chan error
}

type phase int

const (
	waiting phase = iota
	warming
	measuring
	ending
)

// reading is the state of the clocks at one moment.
type reading struct {
	at     time.Time
	cpu    time.Duration
	own    time.Duration // the cpu of this process
	idle   time.Duration // of its processor
	allocs uint64
}

func newMeter(w *workload, span time.Duration, serverPID, flows int) *meter {
	m := &meter{span: span, latency: w.kind == latency, flows: flows, over: make(chan error, 1)}
	if w.server {
		m.pid = serverPID
	}
	if m.latency {
		m.laps = make([]time.Duration, 0, int(span/time.Microsecond))
	}
	return m
}

// begin starts the warm-up.
func (m *meter) begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.phase = warming
	m.from.at = time.Now()
}

// tick says that n more messages have come back, and returns false when there have
// been enough.
func (m *meter) tick(n int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	switch m.phase {
	case warming:
		if now.Sub(m.from.at) >= time.Duration(warmUp*float64(m.span)) {
			m.phase = measuring
			m.from = m.read(true)
		}
	case measuring:
		m.count += int64(n)
		if m.latency && len(m.laps) < cap(m.laps) {
			m.laps = append(m.laps, now.Sub(m.lastTick))
		}
		if now.Sub(m.from.at) >= m.span {
			m.to = m.read(false)
			m.phase = ending
		}
	}
	m.lastTick = now
	return m.phase != ending
}

// read reads the clocks, and what takes long or allocates outside the time that is
// measured: before it where that begins, behind it where it ends.
func (m *meter) read(first bool) (r reading) {
	var stats runtime.MemStats
	if first {
		r.idle = machine.IdleTime()
		runtime.ReadMemStats(&stats)
	}
	var err1, err2 error
	r.cpu, err1 = machine.CPUTime(m.pid)
	r.own, err2 = machine.CPUTime(0)
	r.at = time.Now()
	if !first {
		runtime.ReadMemStats(&stats)
		r.idle = machine.IdleTime()
	}
	r.allocs = stats.Mallocs
	if err := errors.Join(err1, err2); err != nil {
		m.fail(err)
	}
	return r
}

// drained says that a connection has got all that it sent.
func (m *meter) drained() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.flows--; m.flows == 0 {
		m.fail(nil)
	}
}

// fail ends the measurement. The first call counts.
func (m *meter) fail(err error) {
	select {
	case m.over <- err:
	default:
	}
}

// wait waits for the end.
func (m *meter) wait() (sample, error) {
	limit := 10*m.span + 30*time.Second
	select {
	case err := <-m.over:
		if err != nil {
			return sample{}, err
		}
	case <-time.After(limit):
		return sample{}, fmt.Errorf("nothing came of it in %v", limit)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n, took := float64(m.count), m.to.at.Sub(m.from.at)
	s := sample{
		Messages: m.count,
		Rate:     n / took.Seconds(),
		CPU:      float64(m.to.cpu-m.from.cpu) / n,
		Others:   max(0, 1-float64(m.to.own-m.from.own+m.to.idle-m.from.idle)/float64(took)),
	}
	if m.pid == 0 {
		s.Allocs = float64(m.to.allocs-m.from.allocs) / n
	}
	if len(m.laps) > 0 {
		slices.Sort(m.laps)
		s.P50 = float64(m.laps[len(m.laps)/2])
	}
	return s, nil
}
