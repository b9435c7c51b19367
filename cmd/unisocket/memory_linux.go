package main

import (
	"bufio"
	"bytes"
	"os"
	"path"
	"strconv"
	"strings"
)

// machineMemory is what this process may have at most, in bytes: the machine's
// memory, or its control group's limit (cgroups(7)) where that is less; 0 is unknown.
func machineMemory() int64 {
	limit := int64(0)
	less := func(n int64, ok bool) {
		if ok && n > 0 && (limit == 0 || n < limit) {
			limit = n
		}
	}
	less(memTotal())
	groups, _ := os.ReadFile("/proc/self/cgroup")
	for line := range strings.Lines(string(groups)) {
		// hierarchy:controllers:path, the second empty in version 2
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(fields) < 3 {
			continue
		}
		root, file := "/sys/fs/cgroup", "memory.max"
		if fields[1] == "memory" {
			root, file = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		} else if fields[1] != "" {
			continue
		}
		// In a container the path may be one of the host's: the root has its limit then.
		for at := fields[2]; ; at = path.Dir(at) {
			less(number(path.Join(root, at, file)))
			if at == "/" || at == "." {
				break
			}
		}
	}
	return limit
}

// number reads a file with a number; "max" is none.
func number(file string) (int64, bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	return n, err == nil
}

// memTotal is the machine's memory (proc_meminfo(5)).
func memTotal() (int64, bool) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, false
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "MemTotal:"); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 10, 64)
			return n << 10, err == nil
		}
	}
	return 0, false
}

// residentMemory is what the process has of the machine's memory (proc_pid_statm(5)).
func residentMemory() int64 {
	text, _ := os.ReadFile("/proc/self/statm")
	fields := bytes.Fields(text)
	if len(fields) < 2 {
		return goMemory()
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return goMemory()
	}
	return pages * int64(os.Getpagesize())
}
