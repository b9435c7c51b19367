//go:build !linux

// Bench compares WebSocket libraries for Go. It measures on Linux only.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "bench: it measures on Linux only, where processes can be pinned to processors")
	os.Exit(1)
}
