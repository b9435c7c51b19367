package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// The values of GOGC, in percent of what is in use, between which a collector chooses,
// and the one that it begins with, while instances are made.
const (
	leastGC    = 25
	mostGC     = 200
	startingGC = 50
)

// collector keeps the memory of many instances close to what they use as long as they
// make little, and lets it grow where the garbage collector would have too much to do. It
// does nothing where GOGC is set.
type collector struct {
	percent int
	cycles  uint64
}

func newCollector() *collector {
	c := &collector{}
	if os.Getenv("GOGC") == "" {
		c.set(startingGC)
	}
	return c
}

func (c *collector) set(percent int) {
	if c.percent != percent {
		c.percent = percent
		debug.SetGCPercent(percent)
	}
}

// tune is called twice a second, when all instances have been made.
func (c *collector) tune() {
	if c.percent == 0 {
		return
	}
	cycles := []metrics.Sample{{Name: "/gc/cycles/total:gc-cycles"}}
	metrics.Read(cycles)
	n := cycles[0].Value.Uint64() - c.cycles
	c.cycles += n
	switch {
	case n > 1:
		c.set(min(2*c.percent, mostGC))
	case n == 0:
		c.set(max(c.percent/2, leastGC))
	}
}
