//go:build linux

package main

import (
	"slices"
	"time"
)

// meter counts from the message that ends the warm-up to the last one. Of both it takes the
// time when they arrive, when as many are under way as ever.
type meter struct {
	order
	clocks

	got      int
	last     time.Time // message
	laps     []time.Duration
	from, to reading
}

func (m *meter) Accepted() {}
func (m *meter) Ended()    {}

// Opens waits until it is known whose connection it is.
func (m *meter) Opens() error {
	if m.Laps {
		m.laps = make([]time.Duration, 0, m.Total-m.WarmUp)
	}
	return m.identify()
}

// Arrived takes the time.
func (m *meter) Arrived(messages int) {
	if messages == m.got {
		return
	}
	before := m.got
	m.got = messages
	switch {
	case before < m.WarmUp && messages >= m.WarmUp:
		m.from = m.read(messages)
		m.last = m.from.at
		return
	case messages < m.WarmUp:
		return
	case m.Laps:
		now := time.Now()
		m.laps = append(m.laps, now.Sub(m.last))
		m.last = now
	}
	if before < m.Total && messages >= m.Total {
		m.to = m.read(messages)
	}
}

func (m *meter) figures() figures {
	switch {
	case m.err != nil:
		return problem("%v", m.err)
	case m.got != m.Total:
		return problem("it got %d messages, want %d", m.got, m.Total)
	}
	f := between(m.from, m.to)
	if m.Laps {
		slices.Sort(m.laps)
		f.P50, f.P99 = float64(m.laps[len(m.laps)/2]), float64(m.laps[len(m.laps)*99/100])
	}
	return f
}
