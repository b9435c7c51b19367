package collector

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Room is a way to set the collector that looks at the heap after each collection, and so
// follows one that grows within milliseconds: the heap may grow by Bytes before the next one,
// and by Most percent at the most and Least percent at the least of what is in use.
type Room struct {
	Bytes       int64
	Least, Most int
}

// Keep sets the collector from now on, unless the environment has a value for GOGC.
func (r Room) Keep() {
	if os.Getenv("GOGC") != "" {
		return
	}
	k := &keeper{room: r, samples: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
	k.look()
	k.wait()
}

type keeper struct {
	room    Room
	samples []metrics.Sample
	percent int
}

// wait has look called after the next collection.
func (k *keeper) wait() {
	type garbage struct{ _ [16]byte }
	runtime.SetFinalizer(&garbage{}, func(*garbage) {
		k.look()
		k.wait()
	})
}

func (k *keeper) look() {
	metrics.Read(k.samples)
	if percent := k.room.percent(int64(k.samples[0].Value.Uint64())); percent != k.percent {
		k.percent = percent
		debug.SetGCPercent(percent)
	}
}

// percent is the value of GOGC for what is in use.
func (r Room) percent(live int64) int {
	return int(min(max(r.Bytes*100/max(live, 1), int64(r.Least)), int64(r.Most)))
}
