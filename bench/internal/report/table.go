package report

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// Absent stands for what was not measured.
const Absent = "–"

// Table writes a table whose first column has names and whose others have numbers.
func Table(w io.Writer, header []string, rows [][]string) { table(w, header, "---:|", rows) }

// Text writes a table of words.
func Text(w io.Writer, header []string, rows [][]string) { table(w, header, "---|", rows) }

func table(w io.Writer, header []string, others string, rows [][]string) {
	line(w, header)
	fmt.Fprintf(w, "|---|%s\n", strings.Repeat(others, len(header)-1))
	for _, row := range rows {
		line(w, row)
	}
	fmt.Fprintln(w)
}

func line(w io.Writer, cells []string) { fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | ")) }

// Verdict is whether a goal was met.
func Verdict(met bool) string {
	if met {
		return "yes"
	}
	return "**no**"
}

// Format writes a number with a verb for a float64.
func Format(format string, v float64) string {
	if math.IsNaN(v) {
		return Absent
	}
	return fmt.Sprintf(format, v)
}

// Forms of numbers.
func Whole(v float64) string   { return Format("%.0f", v) }
func Ratio(v float64) string   { return Format("%.2f×", v) }
func Share(v float64) string   { return Format("%.0f %%", 100*v) }
func Percent(v float64) string { return Format("±%.0f %%", 100*v) }

// SI is a number with k or M.
func SI(v float64) string {
	switch {
	case v >= 1e6:
		return fmt.Sprintf("%.2f M", v/1e6)
	case v >= 1e3:
		return fmt.Sprintf("%.1f k", v/1e3)
	}
	return Whole(v)
}
