//go:build linux

package main

import (
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
)

const (
	// profileFactor is how many times as many messages a run with a profile takes, which
	// has a hundred samples a second.
	profileFactor = 5

	// profileLines is how many functions of a profile are shown.
	profileLines = 25

	// profileDepth is how much of the time a function may have with what it calls to be
	// shown: those that have more are the way from the socket to the program.
	profileDepth = 50.0
)

// writeProfiles shows where the time went in the workloads whose goals were missed.
func writeProfiles(w io.Writer, b *bench, judged []judgement) error {
	for _, j := range judged {
		if j.row != uniClient || j.met() || j.result.profile == "" {
			continue
		}
		out, err := exec.Command("go", "tool", "pprof", "-top", "-cum", unisocket.path, j.result.profile).Output()
		if err != nil {
			return fmt.Errorf("reading %s: %w", j.result.profile, err)
		}
		fmt.Fprintf(w, "### Where the time of %s goes: %s\n\n", uniClient, j.goal.workload)
		fmt.Fprintf(w, "A share of the processor time: with what a function calls, and by itself.\n\n```\n%s```\n\n", shares(string(out)))
	}
	return nil
}

// shares are the functions of what pprof -top -cum writes.
func shares(top string) string {
	var list strings.Builder
	shown := 0
	for line := range strings.Lines(top) {
		// flat flat% sum% cum cum% function
		fields := strings.Fields(line)
		if len(fields) < 6 || shown == profileLines {
			continue
		}
		share, err := strconv.ParseFloat(strings.TrimSuffix(fields[4], "%"), 64)
		if err != nil || share > profileDepth {
			continue
		}
		fmt.Fprintf(&list, "%7s %7s  %s\n", fields[4], fields[1], strings.Join(fields[5:], " "))
		shown++
	}
	return list.String()
}
