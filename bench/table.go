//go:build linux

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unisocket/uni/bench/internal/report"
)

// column is one of a table: what stands above it, and its cell for a row.
type column struct {
	title string
	cell  func(t *result, r *row) string
}

// number is a column with the median of a metric.
func number(title string, m metric, format func(float64) string) column {
	return column{title, func(_ *result, r *row) string { return format(r.Median(m)) }}
}

// spreadOf is a column with the spread of the metric that the kind is about.
var spreadOf = column{"spread", func(t *result, r *row) string {
	m, _ := t.w.kind.score()
	return report.Percent(r.Spread(m))
}}

// versus is a column with the ratio to another row, by what the kind is about.
func versus(title, other string, format func(float64) string) column {
	return column{title, func(t *result, r *row) string {
		m, less := t.w.kind.score()
		return format(report.Ahead(t.rows, r.Name, other, m, less))
	}}
}

// baseline is what the others are compared with: gorilla, or what can do more.
func (w *workload) baseline() string {
	if slices.Contains(w.rows, "gorilla") {
		return "gorilla"
	}
	return "coder"
}

var cpuColumn = column{"CPU ns/msg", func(_ *result, r *row) string {
	return fmt.Sprintf("%.0f (%s)", r.Median(cpuOf), report.Percent(r.Spread(cpuOf)))
}}

// columns are those of the workload, after the name.
func (w *workload) columns() []column {
	var list []column
	switch w.kind {
	case rate:
		list = append(list, number("msgs/s", rateOf, report.SI))
	case bandwidth:
		list = append(list, column{"MB/s each way", func(t *result, r *row) string {
			return fmt.Sprintf("%.0f", r.Median(rateOf)*float64(t.w.size)/1e6)
		}})
	case latency:
		list = append(list, number("p50 µs", p50Of, func(v float64) string { return fmt.Sprintf("%.1f", v/1e3) }))
	case memory:
		list = append(list, number("RSS B/conn", residentOf, report.Whole))
	}
	base := w.baseline()
	list = append(list, spreadOf, versus("× "+base, base, report.Ratio))
	switch {
	case w.kind == memory:
		return append(list, number("heap B", heapOf, report.Whole), number("stack B", stackOf, report.Whole), number("heap objects", objectsOf, report.Whole))
	case w.server:
		return append(list, column{"× " + base + ", CPU", func(t *result, r *row) string {
			return report.Ratio(report.Ahead(t.rows, r.Name, base, cpuOf, true))
		}}, cpuColumn)
	case slices.Contains(w.rows, "raw"):
		list = append(list, versus("of raw", "raw", report.Share))
	}
	return append(list, cpuColumn, number("allocs/msg", allocsOf, func(v float64) string { return fmt.Sprintf("%.1f", v) }))
}

// writeTable writes a result as a table in Markdown.
func writeTable(w io.Writer, t *result) {
	columns := t.w.columns()
	first := "client"
	if t.w.server {
		first = "server"
	}
	header := []string{first}
	for _, c := range columns {
		header = append(header, c.title)
	}
	fmt.Fprintf(w, "### %s\n\n", t.w.name)
	if t.noisy(t.rows...) {
		fmt.Fprintf(w, "Ordered by processor time: rates varied by more than ±%.0f %%, or other processes had more than %.0f %% of a processor.\n\n", 100*noisySpread, 100*noisyOthers)
	}
	var lines [][]string
	for _, r := range t.ranked() {
		name := r.Name
		if isOurs(name) {
			name = "**" + name + "**"
		}
		cells := []string{name}
		for _, c := range columns {
			cells = append(cells, c.cell(t, r))
		}
		lines = append(lines, cells)
	}
	report.Table(w, header, lines)
}

// isOurs reports whether a row is of this project.
func isOurs(name string) bool {
	return strings.HasPrefix(name, "uni") || name == "js"
}
