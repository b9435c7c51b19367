package check

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// columnsOf is how many columns of a screen s takes: two for a wide character,
// none for one that joins the one before it.
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOfRune(r)
	}
	return n
}

func columnsOfRune(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// pad fills s up with spaces to n columns.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(n-columnsOf(s), 0)) }

// truncate cuts s to n columns, the last of which is then an ellipsis.
func truncate(s string, n int) string {
	if columnsOf(s) <= n {
		return s
	}
	return prefix(s, n-1) + "…"
}

// prefix is as much of s as n columns hold.
func prefix(s string, n int) string {
	for i, r := range s {
		if n -= columnsOfRune(r); n < 0 {
			return s[:i]
		}
	}
	return s
}

// wrap breaks s at spaces into lines of at most n columns, and a word that is
// longer, as a sentence in Chinese is, where the line ends. Spaces at the start of
// s indent its first line.
func wrap(s string, n int) []string {
	var lines []string
	line := s[:len(s)-len(strings.TrimLeft(s, " "))]
	empty := true // the line has no word yet
	for _, word := range strings.Fields(s) {
		switch {
		case empty:
			line += word
		case columnsOf(line)+1+columnsOf(word) <= n:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
		empty = false
		for columnsOf(line) > n {
			head := prefix(line, max(n, 2)) // a wide character needs two
			if head == line {
				break
			}
			lines, line = append(lines, head), line[len(head):]
		}
	}
	return append(lines, line)
}

// printable writes control characters, which would break the line or act on a
// terminal, as Go does in a string. A tab is two spaces.
func printable(s string) string {
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteString("  ")
		case unicode.IsControl(r):
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
