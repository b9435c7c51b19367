// Package collector sets the garbage collector of a process that runs many scripts: its
// memory stays close to what they use as long as they make little, and grows where
// collecting would take too much time.
package collector

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Interval is how often Tune is to be called.
const Interval = 500 * time.Millisecond

// Collector chooses a value for GOGC, in percent of what is in use. It leaves one that the
// environment has.
type Collector struct {
	least, most int
	percent     int // 0 where the environment has one
	cycles      uint64
}

// New makes one that chooses between two values, and begins with a third.
func New(least, most, start int) *Collector {
	c := &Collector{least: least, most: most}
	if os.Getenv("GOGC") == "" {
		c.set(start)
	}
	return c
}

func (c *Collector) set(percent int) {
	if c.percent != percent {
		c.percent = percent
		debug.SetGCPercent(percent)
	}
}

// Tune looks at what was collected since it was called last.
func (c *Collector) Tune() {
	if c.percent == 0 {
		return
	}
	cycles := []metrics.Sample{{Name: "/gc/cycles/total:gc-cycles"}}
	metrics.Read(cycles)
	n := cycles[0].Value.Uint64() - c.cycles
	c.cycles += n
	switch {
	case n > 1:
		c.set(min(2*c.percent, c.most))
	case n == 0:
		c.set(max(c.percent/2, c.least))
	}
}
