package platform

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"
)

// Table puts platforms into a table.
type Table []*Platform

// sheet is a platform in the JSON form of a table.
type sheet struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Vue      int    `json:"vue,omitempty"`
	Version  string `json:"version,omitempty"`
	Versions string `json:"versionsOf,omitempty"`
	Native   string `json:"native"`
	Layer    string `json:"layer"`
	Facts    []Fact `json:"facts"`
	Changes  []Fact `json:"changes,omitempty"`
}

// WriteJSON writes all cells of all platforms.
func (t Table) WriteJSON(w io.Writer) error {
	sheets := []sheet{}
	for _, p := range t {
		sheets = append(sheets, sheet{
			p.Name, p.Title, p.Vue, p.Version, p.VersionOf, p.Native.Name, p.Layer.Name, p.Facts(), p.Changes(),
		})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(sheets)
}

// overview are the topics that several platforms are compared by.
var overview = []string{
	"connectSocket returns", "without callbacks", "success of connectSocket", "global functions", "option header",
	"sockets at once", "a connection that fails",
}

// WriteText writes the table for a terminal of so many columns; 0 cuts nothing. One
// platform is shown whole, several by what differs most.
func (t Table) WriteText(w io.Writer, columns int) error {
	var b strings.Builder
	if len(t) == 1 {
		t[0].writeText(&b)
	} else {
		rows := [][]string{append([]string{"platform", ""}, overview...)}
		for _, p := range t {
			rows = append(rows, append([]string{p.String(), p.Title}, p.cells(overview)...))
		}
		for _, line := range align(rows) {
			b.WriteString(cut(line, columns) + "\n")
		}
		b.WriteString("\nunisocket platforms NAME shows one of them whole, --json and --markdown all.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *Platform) cells(names []string) []string {
	values := map[string]string{}
	for _, f := range p.Facts() {
		values[f.Topic] = f.Value
	}
	cells := make([]string, len(names))
	for i, name := range names {
		cells[i] = values[name]
	}
	return cells
}

func (p *Platform) writeText(b *strings.Builder) {
	fmt.Fprintf(b, "%s  %s\n%s; %s\n\n", p, p.Title, p.Native.Name, p.Layer.Name)
	var rows [][]string
	for _, f := range p.Facts() {
		rows = append(rows, []string{f.Topic, f.Value, f.source()})
	}
	for _, f := range p.Changes() {
		rows = append(rows, []string{f.Topic, f.Value, f.source()})
	}
	for _, line := range align(rows) {
		b.WriteString(line + "\n")
	}
}

// source is that of a cell, with what is unknown marked.
func (f Fact) source() string {
	if f.Unknown {
		return "unknown: " + f.Source
	}
	return f.Source
}

// WriteMarkdown writes the table as the documentation has it: an overview, then each
// platform whole.
func (t Table) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	row := func(cells ...string) {
		for _, c := range cells {
			b.WriteString("| " + strings.ReplaceAll(c, "|", `\|`) + " ")
		}
		b.WriteString("|\n")
	}
	row(append([]string{"platform", ""}, overview...)...)
	b.WriteString(strings.Repeat("|---", len(overview)+2) + "|\n")
	for _, p := range t {
		row(append([]string{"`" + p.String() + "`", p.Title}, p.cells(overview)...)...)
	}
	for _, p := range t {
		fmt.Fprintf(&b, "\n## %s\n\n%s: %s; %s.\n\n", p, p.Title, p.Native.Name, p.Layer.Name)
		row("", "", "source")
		b.WriteString("|---|---|---|\n")
		for _, f := range p.Facts() {
			row(f.Topic, f.Value, f.source())
		}
		for _, f := range p.Changes() {
			row(f.Topic, f.Value, f.source())
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// align pads the cells of rows to columns.
func align(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columnsOf(cell))
		}
	}
	var lines []string
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-columnsOf(cell)+2))
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// columnsOf is how many columns of a terminal a text takes.
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		n++
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n++
		}
	}
	return n
}

// cut shortens a line to a terminal's columns.
func cut(line string, columns int) string {
	if columns <= 0 || columnsOf(line) <= columns {
		return line
	}
	n := 0
	for i, r := range line {
		if n += columnsOf(string(r)); n > columns-1 {
			return line[:i] + "…"
		}
	}
	return line
}
