//go:build linux

package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// warmConns are connections that are open before the first look, so that what
	// there is once for all of them does not count.
	warmConns = 16

	// echoTimeout is how long the one message of a connection may take.
	echoTimeout = 10 * time.Second
)

// arrivals is the inbox of all connections at once, so that none of them has one.
type arrivals struct {
	size    int
	arrived chan error
	over    atomic.Bool
}

func (a *arrivals) message(p []byte) {
	if len(p) != a.size {
		a.arrived <- fmt.Errorf("the message came back with %d bytes instead of %d", len(p), a.size)
		return
	}
	a.arrived <- nil
}

func (a *arrivals) idle() {} // each message is flushed by itself

func (a *arrivals) broke(err error) {
	if !a.over.Load() {
		a.arrived <- fmt.Errorf("a connection broke: %w", err)
	}
}

// footprint is the memory of the process when nothing happens.
type footprint struct{ resident, heap, stack, objects float64 }

func takeFootprint() (footprint, error) {
	for range 5 {
		runtime.GC() // pools give way after the second
	}
	debug.FreeOSMemory()
	resident, err := residentBytes()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return footprint{float64(resident), float64(s.HeapAlloc), float64(s.StackInuse), float64(s.HeapObjects)}, err
}

// measureMemory opens connections one after the other, lets each exchange one message,
// and looks at what they hold.
func measureMemory(w *workload, c *client, p *place) (sample, error) {
	msgs := w.messages()
	in := &arrivals{size: w.size, arrived: make(chan error, 1)}
	conns := make([]conn, 0, warmConns+w.conns)
	defer func() {
		in.over.Store(true)
		for _, c := range conns {
			c.close()
		}
	}()
	open := func(n int) error {
		for range n {
			i := len(conns)
			opened, err := c.dial(p.target(w, i), in)
			if err != nil {
				return fmt.Errorf("connection %d: %w", i, err)
			}
			conns = append(conns, opened)
			if err := exchange(opened, &msgs[i&(len(msgs)-1)], in.arrived); err != nil {
				return fmt.Errorf("connection %d: %w", i, err)
			}
		}
		return nil
	}

	if err := open(warmConns); err != nil {
		return sample{}, err
	}
	before, err := takeFootprint()
	if err != nil {
		return sample{}, err
	}
	if err := open(w.conns); err != nil {
		return sample{}, err
	}
	after, err := takeFootprint()
	runtime.KeepAlive(msgs) // which the first look has counted, too
	n := float64(w.conns)
	return sample{
		Messages: int64(w.conns),
		Resident: (after.resident - before.resident) / n,
		Heap:     (after.heap - before.heap) / n,
		Stack:    (after.stack - before.stack) / n,
		Objects:  (after.objects - before.objects) / n,
	}, err
}

// exchange sends a message and waits for its echo.
func exchange(c conn, m *message, arrived <-chan error) error {
	if err := c.send(m); err != nil {
		return err
	}
	if err := c.flush(); err != nil {
		return err
	}
	c.start()
	select {
	case err := <-arrived:
		return err
	case <-time.After(echoTimeout):
		return fmt.Errorf("no echo came in %v", echoTimeout)
	}
}

// residentBytes is the memory of this process that is in RAM.
func residentBytes() (int64, error) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(statm))
	if len(fields) < 2 {
		return 0, fmt.Errorf("/proc/self/statm says %q", statm)
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("/proc/self/statm: %w", err)
	}
	return pages * int64(os.Getpagesize()), nil
}
