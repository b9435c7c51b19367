package inspect

import (
	"math"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/width"
)

// join puts the entries of one value between its braces, on one line if they fit
// and nest little, in columns if they are many elements of an array, else one a
// line. base is what stands before the braces, as for a function with properties.
func (p *printer) join(entries []string, base, open, shut string, elements bool, depth int, numeric bool) string {
	if base != "" {
		base += " "
	}
	grouped := false
	if elements && len(entries) > 6 {
		entries, grouped = p.group(entries, numeric)
	}
	if !grouped && p.current-depth < compact {
		start := len(entries) + p.indent + length(open) + length(strings.TrimSuffix(base, " ")) + 10
		if fits(entries, start) && !strings.Contains(base, "\n") {
			line := strings.Join(entries, ", ")
			if !strings.Contains(line, "\n") {
				return base + open + " " + line + " " + shut
			}
		}
	}
	margin := "\n" + strings.Repeat(" ", p.indent)
	return base + open + margin + "  " + strings.Join(entries, ","+margin+"  ") + margin + shut
}

func fits(entries []string, start int) bool {
	total := len(entries) + start
	if total+len(entries) > breakLength {
		return false
	}
	for _, entry := range entries {
		total += length(entry)
		if total > breakLength {
			return false
		}
	}
	return true
}

// group sets the elements of an array in columns of about the shape of a square,
// numbers to the right, others to the left. It reports whether it did.
func (p *printer) group(entries []string, numeric bool) ([]string, bool) {
	cells := entries
	if len(entries) > maxArrayLength { // the last one says how many more there are
		cells = entries[:len(entries)-1]
	}
	const separator = 2
	widths := make([]int, len(cells))
	total, widest := 0, 0
	for i, cell := range cells {
		widths[i] = Width(cell)
		total += widths[i] + separator
		widest = max(widest, widths[i])
	}
	column := widest + separator
	if column*3+p.indent >= breakLength || float64(total)/float64(column) <= 5 && widest > 6 {
		return entries, false
	}
	const heightToWidth = 2.5 // of a character on the screen
	bias := math.Sqrt(float64(column) - float64(total)/float64(len(entries)))
	biased := math.Max(float64(column)-3-bias, 1)
	n := min(
		int(math.Round(math.Sqrt(heightToWidth*biased*float64(len(cells)))/biased)),
		(breakLength-p.indent)/column,
		compact*4,
		15,
	)
	if n <= 1 {
		return entries, false
	}
	lineWidths := make([]int, n)
	for i, w := range widths {
		lineWidths[i%n] = max(lineWidths[i%n], w+separator)
	}
	var rows []string
	for i := 0; i < len(cells); i += n {
		var row strings.Builder
		last := min(i+n, len(cells)) - 1
		for j := i; j < last; j++ {
			pad := strings.Repeat(" ", lineWidths[j-i]-widths[j]-separator)
			if numeric {
				row.WriteString(pad + cells[j] + ", ")
			} else {
				row.WriteString(cells[j] + ", " + pad)
			}
		}
		if numeric {
			row.WriteString(strings.Repeat(" ", lineWidths[last-i]-widths[last]-separator))
		}
		row.WriteString(cells[last])
		rows = append(rows, row.String())
	}
	if len(cells) < len(entries) {
		rows = append(rows, entries[len(entries)-1])
	}
	return rows, true
}

// length counts UTF-16 units, as a script's own length does.
func length(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// Width counts the columns that s takes on a screen: two for a wide character.
func Width(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
