//go:build linux

package main

import (
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// profileFactor is how many times as many messages a run with a profile takes, which has
// a hundred samples a second.
const profileFactor = 5

// profileLines is how many functions of a profile are shown.
const profileLines = "30"

// writeProfiles shows where the time went in the workloads whose goals were missed.
func writeProfiles(w io.Writer, b *bench, judged []judgement) error {
	for _, j := range judged {
		if j.met() || j.result.profile == "" {
			continue
		}
		out, err := exec.Command("go", "tool", "pprof", "-top", "-cum", "-nodecount", profileLines, unisocket.path, j.result.profile).Output()
		if err != nil {
			return fmt.Errorf("reading %s: %w", j.result.profile, err)
		}
		fmt.Fprintf(w, "### Where the time of %s goes: %s\n\n```\n%s```\n\n", uniClient, j.goal.workload, withoutNames(string(out)))
	}
	return nil
}

// withoutNames leaves out what pprof says of the file.
func withoutNames(top string) string {
	_, rest, found := strings.Cut(top, "\nDuration:")
	if !found {
		return top
	}
	return "Duration:" + rest
}
