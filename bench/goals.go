//go:build linux

package main

import (
	"fmt"
	"io"

	"github.com/unisocket/uni/bench/internal/report"
)

// goal is what a row of ours is to reach in a workload: against another row, or, where
// other is "", as a number by itself.
type goal struct {
	workload string
	row      string
	other    string
	// limit is how many times as fast as other it has to be at least, or how much of
	// what it may take at most.
	limit  float64
	metric metric // of what; where other is "" only
	unit   string
}

const engine = "unisocket"

// vs is the goal to be so many times as fast as another row.
func vs(workload, other string, limit float64) goal {
	return goal{workload: workload, row: engine, other: other, limit: limit}
}

// goals are what this project claims of itself.
var goals = append([]goal{
	vs("64 B, 1000 in flight", "gorilla", 30),
	vs("64 B, 1000 in flight", "gws", 30),
	vs("64 B, 1000 in flight", "gobwas-low", 1),
	vs("64 B, 1000 in flight", "raw", 0.60),
	{workload: "64 B, 1000 in flight", row: engine, limit: 0, metric: allocsOf, unit: "allocations a message"},
	vs("64 B, each echo answered", "gorilla", 35),
	vs("64 B, each echo answered", "gws", 35),
	vs("512 B, 1000 in flight", "gorilla", 30),
	vs("512 B, 1000 in flight", "gws", 30),
	vs("512 B, 1000 in flight", "raw", 0.72),
	vs("ping-pong 32 B, two processors", "raw", 1/1.05),
	vs("ping-pong 32 B, one processor", "raw", 1/1.05),
	vs("64 KiB, 8 in flight", "raw", 0.75),
	vs("64 KiB, 8 in flight", "gws", 1),
	vs("1 MiB, 4 in flight", "raw", 0.75),
	vs("1 MiB, 4 in flight", "gws", 1.3),
	vs("1000 connections, ping-pong 128 B", "gorilla", 1.2),
	vs("deflate, 1 KiB JSON, no takeover", "gws", 1.2),
	vs("deflate, 1 KiB JSON, takeover", "coder", 1.6),
	{workload: "memory, 10000 idle connections", row: "unisocket-parked", limit: 4608, metric: residentOf, unit: "B a connection"},
	{workload: "memory, 10000 idle connections", row: engine, limit: 1024, metric: residentOf, unit: "B a connection"},
	{workload: "memory, 2000 idle connections with TLS", row: engine, limit: 15360, metric: residentOf, unit: "B a connection"},
}, serverGoals()...)

// serverGoals are to be ahead of two libraries in all that servers do.
func serverGoals() []goal {
	var list []goal
	for _, w := range workloads {
		if w.server {
			list = append(list, vs(w.name, "gorilla", 1), vs(w.name, "gws", 1))
		}
	}
	return list
}

// text is the goal in words.
func (g *goal) text() string {
	switch {
	case g.other == "":
		return fmt.Sprintf("%s at most %.0f %s", g.row, g.limit, g.unit)
	case g.other == "raw":
		return fmt.Sprintf("%s at least %.0f %% of raw", g.row, 100*g.limit)
	case g.limit == 1:
		return fmt.Sprintf("%s ahead of %s", g.row, g.other)
	}
	return fmt.Sprintf("%s at least %v× %s", g.row, g.limit, g.other)
}

// judge holds the goal against a result. It is not ok if what it takes was not
// measured.
func (g *goal) judge(r *result) (measured string, met, ok bool) {
	row, other := r.row(g.row), r.row(g.other)
	if row == nil || other == nil && g.other != "" {
		return "", false, false
	}
	if g.other == "" {
		v := row.Median(g.metric)
		if g.limit == 0 {
			return fmt.Sprintf("%.2f %s", v, g.unit), v < 0.005, true
		}
		return fmt.Sprintf("%.0f %s", v, g.unit), v <= g.limit, true
	}
	m, less := r.yardstick(row, other)
	v := report.Ahead(r.rows, g.row, g.other, m, less)
	measured = report.Ratio(v)
	if g.other == "raw" {
		measured = report.Share(v)
	}
	if r.noisy(row, other) {
		measured += " by processor time"
	}
	return measured, v >= g.limit, true
}

// writeGoals writes what became of the goals whose workloads were measured.
func writeGoals(w io.Writer, results []*result) {
	var lines [][]string
	for _, g := range goals {
		for _, r := range results {
			if r.w.name != g.workload {
				continue
			}
			if measured, met, ok := g.judge(r); ok {
				lines = append(lines, []string{g.workload, g.text(), measured, report.Verdict(met)})
			}
		}
	}
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(w, "### Goals\n\n")
	report.Text(w, []string{"workload", "goal", "measured", "met"}, lines)
}
