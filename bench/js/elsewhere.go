//go:build !linux

// Js compares JavaScript runtimes. It measures on Linux only.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "bench/js: it measures on Linux only, where one process can read the processor clock of another")
	os.Exit(1)
}
