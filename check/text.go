package check

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/unisocket/uni/diagnostic"
)

// WriteText writes the reports for a terminal: the matrix, the differences, the
// diagnostics. color asks for ANSI colours. width is the terminal's, in columns;
// 0 is none, as in a file: nothing is cut or wrapped then.
func (rs Reports) WriteText(w io.Writer, color bool, width int) error {
	t := &text{color: color, width: width}
	for i, r := range rs {
		if i > 0 {
			t.line("")
		}
		t.report(r)
	}
	_, err := w.Write(t.out.Bytes())
	return err
}

// text lays out reports.
type text struct {
	out   bytes.Buffer
	color bool
	width int
}

// The colours: SGR parameters.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

var colors = map[Verdict]string{Works: green, Differs: yellow, Fails: red}

var signColors = map[Kind]string{Failing: red, Missing: yellow, Additional: yellow, Order: dim}

func (t *text) paint(color, s string) string {
	if !t.color || color == "" || s == "" {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[0m"
}

// line writes one as it is.
func (t *text) line(s string) { t.out.WriteString(s + "\n") }

// block writes text that may have several lines and be longer than the terminal
// is wide, with every line indented.
func (t *text) block(indent int, color, s string) {
	for s := range strings.SplitSeq(strings.TrimRight(s, "\n"), "\n") {
		lines := []string{printable(s)}
		if t.width > 0 {
			lines = wrap(lines[0], max(t.width-indent, 20))
		}
		for _, l := range lines {
			t.line(strings.Repeat(" ", indent) + t.paint(color, l))
		}
	}
}

func (t *text) report(r *Report) {
	if r.Script != "" {
		t.line(t.paint(bold, printable(r.Script)))
		t.line("")
	}
	t.matrix(r)
	t.line("")
	t.block(2, dim, r.counts())
	if len(r.Differences) > 0 {
		t.line("\n" + t.paint(bold, "Differences"))
	}
	for i := range r.Differences {
		t.difference(r, &r.Differences[i])
	}
	for _, p := range r.Platforms {
		if p.Omitted > 0 {
			t.line("")
			t.block(2, dim, fmt.Sprintf("and %d more on %s", p.Omitted, p.Platform))
		}
	}
	if len(r.Diagnostics) > 0 {
		t.line("\n" + t.paint(bold, "Diagnostics"))
	}
	for i := range r.Diagnostics {
		t.finding(r, &r.Diagnostics[i])
	}
}

// matrix is a line for each platform.
func (t *text) matrix(r *Report) {
	names, titles := 0, 0
	for _, p := range r.Platforms {
		names, titles = max(names, columnsOf(p.Platform)), max(titles, columnsOf(p.Title))
	}
	const mark, gap = 4, 2 // "  ✓ "
	for _, p := range r.Platforms {
		reason := printable(p.Reason)
		if t.width > 0 {
			reason = truncate(reason, max(t.width-mark-names-gap-titles-gap, 20))
		}
		if p.Verdict == Works {
			reason = t.paint(dim, reason)
		}
		t.line("  " + t.paint(colors[p.Verdict], marks[p.Verdict]) + " " +
			t.paint(bold, pad(p.Platform, names+gap)) + pad(p.Title, titles+gap) + reason)
	}
}

// maxFailureLines is how much of a failure is shown: an error with its stack.
const maxFailureLines = 8

func (t *text) difference(r *Report, d *Difference) {
	t.line("")
	t.head(signColors[d.Kind], signs[d.Kind]+" "+d.heading(), r.names(d.Platforms))
	lines := strings.Split(strings.TrimRight(d.Text, "\n"), "\n")
	if more := len(lines) - maxFailureLines; more > 1 {
		lines = append(lines[:maxFailureLines], fmt.Sprintf("… and %d lines more", more))
	}
	said := strings.Join(lines, "\n")
	if d.of() != "" {
		said = d.of() + " " + said
	}
	if d.Times > 1 {
		said += fmt.Sprintf(" (%d times)", d.Times)
	}
	t.block(4, "", said)
	if d.Kind == Failing {
		t.place(d.Place)
	} else if at := d.Place.String(); at != "" {
		t.block(4, dim, at)
	}
	if len(d.Explained) > 0 {
		t.block(4, dim, "explained by "+d.explanations())
	}
}

func (t *text) finding(r *Report, f *Finding) {
	t.line("")
	t.head(bold, f.Name+" "+f.Number, r.names(f.Platforms))
	t.place(f.Place)
	if len(f.Variants) == 0 {
		t.block(4, "", f.Text)
	}
	for _, v := range f.Variants {
		t.block(4, "", v.Text+" ("+strings.Join(r.names(v.Platforms), ", ")+")")
	}
	t.block(4, green, f.Hint)
}

// head is the first line of an item: what it is, and the platforms.
func (t *text) head(color, what string, platforms []string) {
	said := strings.TrimSpace(what)
	on := " on " + strings.Join(platforms, ", ")
	lines := []string{said + on}
	if t.width > 0 {
		lines = wrap(said+on, max(t.width-4, 20))
	}
	for i, l := range lines {
		if rest, ok := strings.CutPrefix(l, said); i == 0 && ok {
			t.line("  " + t.paint(color, said) + rest)
		} else {
			t.line("    " + l)
		}
	}
}

// place is where something is, with the line of source and a caret.
func (t *text) place(p diagnostic.Place) {
	if p.File == "" {
		return
	}
	t.block(4, dim, p.String())
	limit := excerptWidth
	if t.width > 0 {
		limit = max(t.width-6, 20)
	}
	e := excerptOf(p, limit)
	if e.Empty() {
		return
	}
	source, caret := e.lines()
	t.line("      " + source)
	t.line("      " + t.paint(red, caret))
}
