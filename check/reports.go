package check

import (
	"fmt"
	"slices"
	"strings"
)

// Reports are those of several scripts, to be written together.
type Reports []*Report

// Failed says whether a platform fails in one of them.
func (rs Reports) Failed() bool {
	return slices.ContainsFunc(rs, (*Report).Failed)
}

// count is how many platforms, over all scripts, have a verdict.
func (rs Reports) count(v Verdict) int {
	n := 0
	for _, r := range rs {
		n += r.count(v)
	}
	return n
}

// counts is a sentence such as "14 platforms: 10 work, 3 differ, 1 fails".
func (r *Report) counts() string {
	var parts []string
	for _, c := range []struct {
		verdict   Verdict
		one, many string
	}{{Works, "works", "work"}, {Differs, "differs", "differ"}, {Fails, "fails", "fail"}} {
		switch n := r.count(c.verdict); n {
		case 0:
		case 1:
			parts = append(parts, "1 "+c.one)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", n, c.many))
		}
	}
	noun := "platforms"
	if len(r.Platforms) == 1 {
		noun = "platform"
	}
	return fmt.Sprintf("%d %s: %s", len(r.Platforms), noun, strings.Join(parts, ", "))
}

// names shortens a list of platforms where it can: to "every platform", and to
// all but one or two of many.
func (r *Report) names(platforms []string) []string {
	var others []string
	for _, p := range r.Platforms {
		if !slices.Contains(platforms, p.Platform) {
			others = append(others, p.Platform)
		}
	}
	switch {
	case len(platforms) < 3:
	case len(others) == 0:
		return []string{"every platform"}
	case len(others) <= 2 && len(platforms) > 2*len(others):
		return []string{"every platform but " + strings.Join(others, " and ")}
	}
	return platforms
}

// marks are what stands for a verdict.
var marks = map[Verdict]string{Works: "✓", Differs: "≠", Fails: "✗"}

// signs are what stands for a kind of difference.
var signs = map[Kind]string{Failing: "✗", Missing: "−", Additional: "+", Order: "↕"}

// heading is the kind of the difference in words.
func (d *Difference) heading() string {
	if d.Kind != Failing {
		return d.Kind.words()
	}
	switch d.Of {
	case FailureError:
		return "uncaught error"
	case FailureRejection:
		return "unhandled rejection"
	case FailureConnection:
		return "no connection"
	case FailureBusy:
		return "no end"
	case FailureScript:
		return "the script cannot be run"
	}
	return d.Of
}

// of is what kind of line it is about, and of which task.
func (d *Difference) of() string {
	if d.Kind == Failing || d.Of == Rest {
		return ""
	}
	return label(d.Of, d.Task)
}

// explanations names the diagnostics, with their places where those are others.
func (d *Difference) explanations() string {
	var parts []string
	for _, e := range d.Explained {
		part := e.Name
		if at := e.Place.String(); at != "" && at != d.Place.String() {
			part += " (" + at + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// told is the differences and diagnostics of one platform, a line each.
func (r *Report) told(p Result) []string {
	var out []string
	for i := range r.Differences {
		d := &r.Differences[i]
		if d.Kind == Failing || !slices.Contains(d.Platforms, p.Platform) {
			continue
		}
		s := d.heading() + ": " + strings.TrimSpace(d.of()+" "+d.Text)
		if d.Times > 1 {
			s += fmt.Sprintf(" (%d times)", d.Times)
		}
		if len(d.Explained) > 0 {
			s += ", explained by " + d.explanations()
		}
		out = append(out, s)
	}
	if p.Omitted > 0 {
		out = append(out, fmt.Sprintf("and %d differences more", p.Omitted))
	}
	for _, f := range r.Diagnostics {
		if !slices.Contains(f.Platforms, p.Platform) {
			continue
		}
		d := f.Diagnostic
		for _, v := range f.Variants {
			if slices.Contains(v.Platforms, p.Platform) {
				d.Text = v.Text
			}
		}
		out = append(out, d.String())
	}
	return out
}
