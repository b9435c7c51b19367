//go:build !linux && !darwin

package main

// machineMemory is unknown here: 0.
func machineMemory() int64 { return 0 }

// residentMemory is what the process has of the machine's memory.
func residentMemory() int64 { return goMemory() }
