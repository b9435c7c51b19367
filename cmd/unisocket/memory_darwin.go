package main

import "golang.org/x/sys/unix"

// machineMemory is the machine's memory in bytes; 0 is unknown.
func machineMemory() int64 {
	n, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return int64(n)
}

// residentMemory is what the process has of the machine's memory.
func residentMemory() int64 { return goMemory() }
