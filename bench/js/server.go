//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/unisocket/uni/bench/internal/child"
	"github.com/unisocket/uni/bench/internal/echo"
	"github.com/unisocket/uni/bench/internal/machine"
)

// The server is a child that echoes one connection and is the only one to look at a clock:
// what a client says of time or of itself is not asked. It is told an order, and then, as
// soon as there is one, the client's process.

// order is what the server is to do.
type order struct {
	Each   bool // write each echo by itself
	Laps   bool // keep the time of each round trip
	WarmUp int  // messages that come before those that count
	Total  int  // with them
}

// figures is what the server has found.
type figures struct {
	Problem   string  `json:",omitempty"` // why there is nothing else
	Messages  int     // that were counted
	Rate      float64 // messages a second
	P50, P99  float64 `json:",omitempty"` // nanoseconds of a round trip
	CPU       float64 // nanoseconds a message, of the client's process
	ServerCPU float64 // the same of the server's
	Others    float64 // the share of the machine's processors that neither of them had
}

// serve serves until stdin ends.
func serve() error {
	var o order
	if err := child.Read(&o); err != nil {
		return err
	}
	m := &meter{order: o, clients: make(chan int, 1)}
	stop, end, err := os.Pipe()
	if err != nil {
		return err
	}
	defer stop.Close()
	go func() {
		defer end.Close()
		defer close(m.clients)
		for pid := 0; child.Read(&pid) == nil; {
			m.clients <- pid
		}
	}()
	err = echo.Serve(echo.Options{Each: o.Each, Watch: m}, stop, func(addrs []string) error { return child.Answer(addrs[0]) })
	if err != nil {
		return err
	}
	return child.Answer(m.figures())
}

// meter counts from the message that ends the warm-up to the last one. Of both it takes the
// time when they arrive, when as many are under way as ever.
type meter struct {
	order
	clients chan int // process identifiers
	client  int

	got      int
	last     time.Time // message
	laps     []time.Duration
	from, to reading
	err      error
}

// reading is the state of the clocks at one moment.
type reading struct {
	messages          int
	at                time.Time
	client, own, idle time.Duration
}

// Opens waits until it is known whose connection it is.
func (m *meter) Opens() error {
	pid, ok := <-m.clients
	if !ok {
		return fmt.Errorf("a connection of nobody")
	}
	m.client = pid
	if m.Laps {
		m.laps = make([]time.Duration, 0, m.Total-m.WarmUp)
	}
	return nil
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

func (m *meter) read(messages int) reading {
	r := reading{messages: messages, at: time.Now(), idle: machine.IdleTimeOfAll()}
	var err error
	if r.client, err = machine.CPUTime(m.client); err == nil {
		r.own, err = machine.CPUTime(0)
	}
	if err != nil {
		m.err = err
	}
	return r
}

func (m *meter) figures() figures {
	switch {
	case m.err != nil:
		return figures{Problem: m.err.Error()}
	case m.got != m.Total:
		return figures{Problem: fmt.Sprintf("it got %d messages, want %d", m.got, m.Total)}
	}
	n, took := float64(m.to.messages-m.from.messages), m.to.at.Sub(m.from.at)
	client, own := m.to.client-m.from.client, m.to.own-m.from.own
	all := took * time.Duration(runtime.NumCPU())
	f := figures{
		Messages:  m.to.messages - m.from.messages,
		Rate:      n / took.Seconds(),
		CPU:       float64(client) / n,
		ServerCPU: float64(own) / n,
		Others:    max(0, 1-float64(client+own+m.to.idle-m.from.idle)/float64(all)),
	}
	if m.Laps {
		slices.Sort(m.laps)
		f.P50, f.P99 = float64(m.laps[len(m.laps)/2]), float64(m.laps[len(m.laps)*99/100])
	}
	return f
}
