//go:build linux

// Package machine places processes on processors, reads their clocks, and says what
// machine it is.
package machine

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// TwoCPUs are the processors that the client and the server are pinned to: the first
// two that this process may use.
func TwoCPUs() (client, server int, err error) {
	found, err := allowed()
	if err == nil && len(found) < 2 {
		err = errors.New("the benchmark needs two processors, one for the client and one for the server")
	}
	if err != nil {
		return 0, 0, err
	}
	return found[0], found[1], nil
}

// FirstCPU is the first processor that this process may use.
func FirstCPU() (int, error) {
	found, err := allowed()
	if err != nil {
		return 0, err
	}
	return found[0], nil
}

// allowed are the processors that this process may use; at least one.
func allowed() ([]int, error) {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return nil, fmt.Errorf("sched_getaffinity: %w", err)
	}
	var found []int
	for cpu := 0; len(found) < set.Count(); cpu++ {
		if set.IsSet(cpu) {
			found = append(found, cpu)
		}
	}
	return found, nil
}

// Pinned runs fn, which starts a process, such that this process with all its threads
// stays on one processor: affinity is inherited, and set later it would miss the
// threads that Go's runtime has started already.
func Pinned(cpu int, fn func() error) error {
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

// CPUTime is what a process has used, user and system, in all its threads: getrusage
// for this one, and for another its clock (clock_getcpuclockid(3)), which counts the
// same.
func CPUTime(pid int) (time.Duration, error) {
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

// IdleTime is for how long the first processor that this process may use has had
// nothing to do; 0 where the system does not say.
func IdleTime() time.Duration {
	cpu, err := FirstCPU()
	if err != nil {
		return 0
	}
	return idleTime(fmt.Sprintf("cpu%d", cpu))
}

// IdleTimeOfAll is the sum for all processors of the machine.
func IdleTimeOfAll() time.Duration { return idleTime("cpu") }

// idleTime is that of a line of /proc/stat.
func idleTime(name string) time.Duration {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 5 && fields[0] == name {
			idle, _ := strconv.ParseInt(fields[4], 10, 64) // no number is 0
			waiting, _ := strconv.ParseInt(fields[5], 10, 64)
			return time.Duration(idle+waiting) * (time.Second / 100) // USER_HZ
		}
	}
	return 0
}

// Processor is the model's name and how many there are.
func Processor() string {
	model := "unknown processor"
	info, _ := os.ReadFile("/proc/cpuinfo") // the name is all that is lost
	for line := range bytes.Lines(info) {
		if name, value, ok := bytes.Cut(line, []byte(":")); ok && string(bytes.TrimSpace(name)) == "model name" {
			model = string(bytes.TrimSpace(value))
			break
		}
	}
	return fmt.Sprintf("%d × %s", runtime.NumCPU(), model)
}

// Kernel is the version of Linux, without what a distribution adds to it.
func Kernel() string {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return "unknown"
	}
	version, _, _ := strings.Cut(unix.ByteSliceToString(u.Release[:]), "-")
	return version
}

// OpenFiles is how many files a process may have open.
func OpenFiles() (uint64, error) {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return 0, fmt.Errorf("getrlimit: %w", err)
	}
	return limit.Max, nil
}
