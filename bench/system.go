//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// twoCPUs are the processors that the client and the server are pinned to: the first
// two that this process may use.
func twoCPUs() (client, server int, err error) {
	var allowed unix.CPUSet
	if err := unix.SchedGetaffinity(0, &allowed); err != nil {
		return 0, 0, fmt.Errorf("sched_getaffinity: %w", err)
	}
	if allowed.Count() < 2 {
		return 0, 0, errors.New("the benchmark needs two processors, one for the client and one for the server")
	}
	var found []int
	for cpu := 0; len(found) < 2; cpu++ {
		if allowed.IsSet(cpu) {
			found = append(found, cpu)
		}
	}
	return found[0], found[1], nil
}

// pinned runs fn, which starts a process, such that this process with all its threads
// stays on one processor: affinity is inherited, and set later it would miss the
// threads that Go's runtime has started already.
func pinned(cpu int, fn func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var before, only unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		return fmt.Errorf("sched_getaffinity: %w", err)
	}
	only.Set(cpu)
	if err := unix.SchedSetaffinity(0, &only); err != nil {
		return fmt.Errorf("pinning to processor %d: %w", cpu, err)
	}
	return errors.Join(fn(), unix.SchedSetaffinity(0, &before))
}

// cpuTime is what a process has used, user and system, in all its threads: getrusage
// for this one, and for another its clock (clock_getcpuclockid(3)), which counts the
// same.
func cpuTime(pid int) (time.Duration, error) {
	if pid == 0 {
		var u unix.Rusage
		if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
			return 0, fmt.Errorf("getrusage: %w", err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
	}
	var t unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|2), &t); err != nil {
		return 0, fmt.Errorf("the processor clock of process %d: %w", pid, err)
	}
	return time.Duration(t.Nano()), nil
}

// idleTime is for how long the first processor that this process may use has had
// nothing to do; 0 where the system does not say.
func idleTime() time.Duration {
	var allowed unix.CPUSet
	if unix.SchedGetaffinity(0, &allowed) != nil {
		return 0
	}
	cpu := 0
	for !allowed.IsSet(cpu) {
		cpu++
	}
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	name := fmt.Sprintf("cpu%d", cpu)
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 5 && fields[0] == name {
			idle, _ := strconv.ParseInt(fields[4], 10, 64) // no number is 0
			waiting, _ := strconv.ParseInt(fields[5], 10, 64)
			return time.Duration(idle+waiting) * (time.Second / 100) // USER_HZ
		}
	}
	return 0
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
