//go:build linux

package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/unisocket/uni/bench/internal/machine"
	"github.com/unisocket/uni/bench/internal/report"
)

func rateOf(s *sample) float64   { return s.Rate }
func p50Of(s *sample) float64    { return s.P50 }
func p99Of(s *sample) float64    { return s.P99 }
func cpuOf(s *sample) float64    { return s.CPU }
func peakOf(s *sample) float64   { return float64(s.Peak) }
func serverOf(s *sample) float64 { return s.ServerCPU }
func othersOf(s *sample) float64 { return s.Others }

// score is the number that a workload is about, and whether less is better.
func (w *workload) score() (m metric, less bool) {
	if w.latency {
		return p50Of, true
	}
	return rateOf, false
}

// ahead is by how much a row is better than another: 2 is twice as fast. It is NaN if
// one of them was not measured.
func (r *result) ahead(name, other string) float64 {
	a, b := report.Named(r.rows, name), report.Named(r.rows, other)
	if a == nil || b == nil {
		return math.NaN()
	}
	m, less := r.w.score()
	if less {
		a, b = b, a
	}
	return a.Median(m) / b.Median(m)
}

// ranked are the rows with samples, the best first.
func (r *result) ranked() []*row {
	rows := report.Sampled(r.rows)
	slices.SortStableFunc(rows, func(a, b *row) int { return cmp.Compare(r.ahead(b.Name, a.Name), 1) })
	return rows
}

// best is the best row that is not ours; "" if there is none.
func (r *result) best() string {
	for _, row := range r.ranked() {
		if !clientNamed(row.Name).ours {
			return row.Name
		}
	}
	return ""
}

// noisy is the share of the machine that others may have without a word.
const noisy = 0.10

// writeTable writes a result as a table in Markdown.
func writeTable(w io.Writer, r *result) {
	fmt.Fprintf(w, "### %s\n\n", r.w.name)
	rows := r.ranked()
	var others float64
	for _, row := range rows {
		others = max(others, row.Median(othersOf))
	}
	if others > noisy {
		fmt.Fprintf(w, "Other processes had up to %.0f %% of the machine meanwhile.\n\n", 100*others)
	}
	header := []string{"client", "msgs/s", "spread", "× best of the others", "CPU µs/msg", "server µs/msg", "peak MiB"}
	if r.w.latency {
		header = []string{"client", "p50 µs", "spread", "p99 µs", "× best of the others", "CPU µs/trip", "server µs/trip", "peak MiB"}
	}
	best := r.best()
	m, _ := r.w.score()
	var lines [][]string
	for _, row := range rows {
		cells := []string{row.Name}
		if clientNamed(row.Name).ours {
			cells = []string{"**" + row.Name + "**"}
		}
		spread := report.Percent(row.Spread(m))
		if r.w.latency {
			cells = append(cells, microseconds(row, p50Of), spread, microseconds(row, p99Of))
		} else {
			cells = append(cells, report.SI(row.Median(rateOf)), spread)
		}
		cells = append(cells, report.Ratio(r.ahead(row.Name, best)),
			fmt.Sprintf("%.2f (%s)", row.Median(cpuOf)/1e3, report.Percent(row.Spread(cpuOf))),
			fmt.Sprintf("%.2f", row.Median(serverOf)/1e3),
			fmt.Sprintf("%.0f", row.Median(peakOf)/(1<<20)))
		lines = append(lines, cells)
	}
	report.Table(w, header, lines)
}

func microseconds(r *row, m metric) string { return fmt.Sprintf("%.1f", r.Median(m)/1e3) }

// writeConditions writes when, where and of what the report is.
func writeConditions(w io.Writer, b *bench, now time.Time) {
	fmt.Fprintf(w, "%s, commit %s. %s, Linux %s, %s; median of %d, %d messages each.\n\n",
		now.Format("2006-01-02"), report.Commit(), machine.Processor(), machine.Kernel(), runtime.Version(), b.N, b.messages)
	var versions []string
	for _, row := range b.results[0].rows {
		if text := versionOf(clientNamed(row.Name)); text != "" {
			versions = append(versions, text)
		}
	}
	if len(versions) > 0 {
		fmt.Fprintf(w, "%s.\n\n", strings.Join(versions, ", "))
	}
	for _, c := range b.absent {
		fmt.Fprintf(w, "Left out, since it is not installed: %s (`%s`).\n\n", c.name, c.missing())
	}
}
