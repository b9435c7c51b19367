package check

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"
	"unicode"
)

//go:embed report.html
var reportHTML string

// The page's content, as report.html takes it. IDs are unique on the page.
type (
	htmlPage struct {
		Title         string
		Date, ISODate string
		Several       bool
		Counts        []htmlCount
		Scripts       []htmlScript
	}
	htmlCount struct {
		Verdict Verdict
		Mark    string
		Number  int
	}
	htmlScript struct {
		ID           string
		Script       string
		Baseline     string
		Sentence     string // the counts
		Counts       []htmlCount
		Results      []htmlResult
		Differences  []htmlDifference
		Omitted      []string
		Diagnostics  []htmlFinding
		Deviations   bool // some timeline has a mark
		BaselineOnly bool // there is nothing to compare with
	}
	htmlResult struct {
		ID, Platform, Title, Lang, Mark, Reason string
		Verdict                                 Verdict
		Time                                    string
		Baseline, Cut                           bool
		Number, Marked, Dropped                 int
		Entries                                 []htmlEntry
	}
	htmlEntry struct {
		Entry
		Sign    string
		Said    string // the mark, for who cannot see the sign
		Skipped int    // so many lines are not shown; the rest is empty then
	}
	htmlDifference struct {
		Kind                          Kind
		Sign, Heading, Of, Text, More string
		Times                         int
		Place                         string
		Excerpt                       excerpt
		Platforms                     []string
		Explained                     []htmlExplained
	}
	htmlExplained struct{ ID, Name, Text string }
	htmlFinding   struct {
		ID string
		Finding
		Said      []Variant
		Place     string
		Excerpt   excerpt
		Platforms []string
	}
)

var reportTemplate = template.Must(template.New("report").Parse(reportHTML))

// WriteHTML writes the reports as one page that needs nothing else: no script, no
// request. at is the date it shows.
func (rs Reports) WriteHTML(w io.Writer, at time.Time) error {
	page := htmlPage{
		Title:   fmt.Sprintf("%d scripts", len(rs)),
		Date:    at.Format("2 January 2006, 15:04 MST"),
		ISODate: at.Format(time.RFC3339),
		Several: len(rs) > 1,
		Counts:  countsFor(rs.count),
	}
	if len(rs) == 1 {
		page.Title = rs[0].Script
	}
	for i, r := range rs {
		page.Scripts = append(page.Scripts, htmlScriptOf(r, fmt.Sprintf("s%d", i+1)))
	}
	var out bytes.Buffer
	if err := reportTemplate.Execute(&out, page); err != nil {
		return err
	}
	_, err := w.Write(out.Bytes())
	return err
}

func countsFor(count func(Verdict) int) []htmlCount {
	var out []htmlCount
	for _, v := range []Verdict{Works, Differs, Fails} {
		out = append(out, htmlCount{v, marks[v], count(v)})
	}
	return out
}

func htmlScriptOf(r *Report, id string) htmlScript {
	s := htmlScript{
		ID: id, Script: r.Script, Baseline: r.Baseline, Sentence: r.counts(), Counts: countsFor(r.count),
		BaselineOnly: len(r.Platforms) == 1,
	}
	for i, p := range r.Platforms {
		result := htmlResultOf(p, fmt.Sprintf("%s-p%d", id, i+1), r.Baseline)
		s.Deviations = s.Deviations || result.Marked > 0
		s.Results = append(s.Results, result)
		if p.Omitted > 0 {
			s.Omitted = append(s.Omitted, fmt.Sprintf("%d more on %s", p.Omitted, p.Platform))
		}
	}
	ids := map[findingKey]string{}
	for i, f := range r.Diagnostics {
		finding := htmlFindingOf(r, f, fmt.Sprintf("%s-d%d", id, i+1))
		ids[keyOf(f.Diagnostic)] = finding.ID
		s.Diagnostics = append(s.Diagnostics, finding)
	}
	for i := range r.Differences {
		s.Differences = append(s.Differences, htmlDifferenceOf(r, &r.Differences[i], ids))
	}
	return s
}

func htmlResultOf(p Result, id, baseline string) htmlResult {
	out := htmlResult{
		ID: id, Platform: p.Platform, Title: p.Title, Lang: language(p.Title), Verdict: p.Verdict, Mark: marks[p.Verdict],
		Reason: p.Reason, Time: fmt.Sprintf("%.1f s", p.Duration.Seconds()), Cut: p.Ended == EndedByTime,
		Baseline: p.Platform == baseline, Dropped: p.Dropped, Entries: fold(p.Lines),
	}
	for _, e := range p.Lines {
		if e.Mark != "" {
			out.Marked++
		}
		if e.Mark != Missing {
			out.Number++
		}
	}
	return out
}

func htmlDifferenceOf(r *Report, d *Difference, ids map[findingKey]string) htmlDifference {
	out := htmlDifference{
		Kind: d.Kind, Sign: signs[d.Kind], Heading: d.heading(), Of: d.of(), Times: d.Times,
		Place: d.Place.String(), Platforms: r.names(d.Platforms),
	}
	if d.Kind == Failing {
		out.Excerpt = excerptOf(d.Place, excerptWidth)
		out.Text, out.More, _ = strings.Cut(strings.TrimSpace(d.Text), "\n") // the stack
	} else {
		out.Text = d.Text
	}
	for _, e := range d.Explained {
		out.Explained = append(out.Explained, htmlExplained{ids[keyOf(e)], e.Name, e.Text})
	}
	return out
}

func htmlFindingOf(r *Report, f Finding, id string) htmlFinding {
	out := htmlFinding{
		ID: id, Finding: f, Place: f.Diagnostic.Place.String(), Excerpt: excerptOf(f.Diagnostic.Place, excerptWidth),
		Platforms: r.names(f.Platforms),
	}
	if len(f.Variants) == 0 {
		out.Said = []Variant{{Text: f.Text}}
	}
	for _, v := range f.Variants {
		out.Said = append(out.Said, Variant{v.Text, r.names(v.Platforms)})
	}
	return out
}

// language is the title's, for the choice of a font and a voice.
func language(title string) string {
	if strings.ContainsFunc(title, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return "zh"
	}
	return ""
}

const (
	foldAbove   = 400 // a timeline of more lines is folded
	foldEnds    = 40  // to so many at the start and at the end,
	foldContext = 3   // so many around a line that has a mark,
	foldMarked  = 400 // and so many such lines
)

// fold leaves out of a long timeline what is as on the baseline.
func fold(entries []Entry) []htmlEntry {
	shown := make([]bool, len(entries))
	marked := 0
	for i, e := range entries {
		if len(entries) <= foldAbove || i < foldEnds || i >= len(entries)-foldEnds {
			shown[i] = true
		}
		if e.Mark == "" || marked == foldMarked {
			continue
		}
		marked++
		for j := max(i-foldContext, 0); j < min(i+foldContext+1, len(entries)); j++ {
			shown[j] = true
		}
	}
	said := map[Kind]string{Missing: "missing here:", Additional: "only here:", Order: "in another order:"}
	var out []htmlEntry
	for i, e := range entries {
		switch {
		case shown[i]:
			out = append(out, htmlEntry{Entry: e, Sign: signs[e.Mark], Said: said[e.Mark]})
		case i > 0 && !shown[i-1]:
			out[len(out)-1].Skipped++
		default:
			out = append(out, htmlEntry{Skipped: 1})
		}
	}
	return out
}
