package main

import (
	"fmt"
	"os"
	"runtime/pprof"
)

// startProfile profiles the processor time of this process into a file, for go tool pprof;
// "" is none.
func startProfile(file string) (stop func(), err error) {
	if file == "" {
		return func() {}, nil
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, fmt.Errorf("--cpuprofile: %w", err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("--cpuprofile: %w", err)
	}
	return func() {
		pprof.StopCPUProfile()
		if err := f.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "unisocket: --cpuprofile:", err)
		}
	}, nil
}
