package collector

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

func TestRoomPercent(t *testing.T) {
	r := Room{Bytes: 64 << 20, Least: 50, Most: 400}
	for live, want := range map[int64]int{0: 400, 1 << 20: 400, 16 << 20: 400, 32 << 20: 200, 64 << 20: 100, 128 << 20: 50, 1 << 30: 50} {
		if got := r.percent(live); got != want {
			t.Errorf("%d bytes in use: %d %%, want %d %%", live, got, want)
		}
	}
}

func TestRoomFollowsTheHeap(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	Room{Bytes: 8 << 20, Least: 10, Most: 1000}.Keep()
	used := make([]byte, 80<<20)
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		runtime.GC()
		percent := debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		if percent == 10 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("with 80 MiB in use, the collector has %d %%, want 10 %%", percent)
		}
	}
	runtime.KeepAlive(used)
}
