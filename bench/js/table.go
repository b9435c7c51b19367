//go:build linux

package main

import (
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

func rateOf(s *sample) float64       { return measured(s.Rate) }
func p50Of(s *sample) float64        { return s.P50 }
func p99Of(s *sample) float64        { return s.P99 }
func cpuOf(s *sample) float64        { return measured(s.CPU) }
func peakOf(s *sample) float64       { return float64(s.Peak) }
func serverOf(s *sample) float64     { return s.ServerCPU }
func othersOf(s *sample) float64     { return s.Others }
func perUserOf(s *sample) float64    { return s.PerUser }
func connectingOf(s *sample) float64 { return measured(s.Connecting) }

// measured takes 0 for what was not measured: users without connections have no rate.
func measured(v float64) float64 {
	if v == 0 {
		return math.NaN()
	}
	return v
}

// score is the number that a workload is about, and whether less is better.
func (w *workload) score() (m metric, less bool) {
	if w.latency {
		return p50Of, true
	}
	return rateOf, false
}

// ranked are the rows with samples, the best first.
func (r *result) ranked() []*row {
	m, less := r.w.score()
	return report.Ranked(r.rows, m, less)
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

// column is one of a table: what stands above it, and its cell for a row.
type column struct {
	title string
	cell  func(*row) string
}

// number is a column with the median of a metric, in a unit.
func number(title, format string, m metric, unit float64) column {
	return column{title, func(r *row) string { return report.Format(format, r.Median(m)/unit) }}
}

// rate is a column with the rate.
func rate(title string) column {
	return column{title, func(r *row) string { return report.SI(r.Median(rateOf)) }}
}

// spread is a column with that of a metric.
func spread(m metric) column {
	return column{"spread", func(r *row) string { return report.Percent(r.Spread(m)) }}
}

// columns are those of a result, after the name.
func (r *result) columns() []column {
	m, less := r.w.score()
	best := r.best()
	versus := column{"× best of the others", func(row *row) string {
		return report.Ratio(report.Ahead(r.rows, row.Name, best, m, less))
	}}
	what := "msg"
	var list []column
	switch {
	case r.w.users > 0:
		return []column{
			rate("connections/s"), spread(rateOf), versus,
			number("p95 connecting ms", "%.1f", connectingOf, 1e6),
			number("KiB/user", "%.1f", perUserOf, 1<<10), spread(perUserOf),
			number("CPU µs/connection", "%.0f", cpuOf, 1e3),
			number("peak MiB", "%.0f", peakOf, 1<<20),
		}
	case r.w.latency:
		what = "trip"
		list = []column{number("p50 µs", "%.1f", p50Of, 1e3), spread(p50Of), number("p99 µs", "%.1f", p99Of, 1e3)}
	default:
		list = []column{rate("msgs/s"), spread(rateOf)}
	}
	return append(list, versus,
		column{"CPU µs/" + what, func(r *row) string {
			return fmt.Sprintf("%.2f (%s)", r.Median(cpuOf)/1e3, report.Percent(r.Spread(cpuOf)))
		}},
		number("server µs/"+what, "%.2f", serverOf, 1e3),
		number("peak MiB", "%.0f", peakOf, 1<<20))
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
	columns := r.columns()
	header := []string{"client"}
	for _, c := range columns {
		header = append(header, c.title)
	}
	var lines [][]string
	for _, row := range rows {
		cells := []string{row.Name}
		if clientNamed(row.Name).ours {
			cells = []string{"**" + row.Name + "**"}
		}
		for _, c := range columns {
			cells = append(cells, c.cell(row))
		}
		lines = append(lines, cells)
	}
	report.Table(w, header, lines)
}

// writeConditions writes when, where and of what the report is.
func writeConditions(w io.Writer, b *bench, now time.Time) {
	fmt.Fprintf(w, "%s, commit %s. %s, Linux %s, %s; median of %d, %d messages each.\n\n",
		now.Format("2006-01-02"), report.Commit(), machine.Processor(), machine.Kernel(), runtime.Version(), b.N, b.messages)
	var versions []string
	for _, r := range b.results {
		for _, row := range r.rows {
			if text := versionOf(clientNamed(row.Name)); text != "" && !slices.Contains(versions, text) {
				versions = append(versions, text)
			}
		}
	}
	if len(versions) > 0 {
		fmt.Fprintf(w, "%s.\n\n", strings.Join(versions, ", "))
	}
	for i, c := range b.absent {
		if i == 0 || c.missing() != b.absent[i-1].missing() {
			fmt.Fprintf(w, "Left out, since `%s` was not run: %s.\n\n", c.missing(), b.absentLike(c))
		}
	}
}

// absentLike are the clients that are missing for the same reason.
func (b *bench) absentLike(c *client) string {
	var names []string
	for _, other := range b.absent {
		if other.missing() == c.missing() {
			names = append(names, other.name)
		}
	}
	return strings.Join(names, "; ")
}
