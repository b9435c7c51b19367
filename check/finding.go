package check

import (
	"slices"

	"github.com/unisocket/uni/diagnostic"
)

// Finding is a diagnostic with the platforms that raised it: the same problem at
// the same place.
type Finding struct {
	diagnostic.Diagnostic          // the Text is that of the first platform
	Platforms             []string `json:"platforms"`
	// Variants has the texts where platforms say it differently, else nothing.
	Variants []Variant `json:"variants,omitempty"`
}

// Variant is what some of the platforms say.
type Variant struct {
	Text      string   `json:"text"`
	Platforms []string `json:"platforms"`
}

type findingKey struct {
	name, file   string
	line, column int
}

func keyOf(d diagnostic.Diagnostic) findingKey {
	return findingKey{d.Name, d.Place.File, d.Place.Line, d.Place.Column}
}

// findings merges the diagnostics of all recordings, in the order in which they
// appear.
func findings(recordings []Recording) []Finding {
	var order []*Finding
	byKey := map[findingKey]*Finding{}
	for i := range recordings {
		name := recordings[i].Name()
		for _, d := range recordings[i].Diagnostics {
			f := byKey[keyOf(d)]
			if f == nil {
				f = &Finding{Diagnostic: d}
				byKey[keyOf(d)] = f
				order = append(order, f)
			}
			if !slices.Contains(f.Platforms, name) { // its first text, if it raised it again
				f.Platforms = append(f.Platforms, name)
				f.say(d.Text, name)
			}
		}
	}
	out := []Finding{}
	for _, f := range order {
		if len(f.Variants) == 1 {
			f.Variants = nil
		}
		out = append(out, *f)
	}
	return out
}

func (f *Finding) say(text, platform string) {
	for i := range f.Variants {
		if v := &f.Variants[i]; v.Text == text {
			v.Platforms = append(v.Platforms, platform)
			return
		}
	}
	f.Variants = append(f.Variants, Variant{text, []string{platform}})
}

// explain adds those of r's diagnostics that explain d: at the same line of the
// source; if there is none, of the same task; and if there is none either, the
// only problem that r has. What other raised in the same words, as the baseline
// may have, says little about a difference between the two: it is left for when
// nothing else is found. other may be nil. Of a failure that the baseline has as
// well, only what is raised at its very line says why. It reports whether there was
// any.
func (d *Difference) explain(r, other *Recording, shared bool) (found bool) {
	sameLine := func(o diagnostic.Diagnostic) bool {
		return o.Place.File != "" && o.Place.File == d.Place.File && o.Place.Line == d.Place.Line
	}
	sameTask := func(o diagnostic.Diagnostic) bool { return o.Task > 0 && o.Task == d.Task }

	var own []diagnostic.Diagnostic
	for _, o := range r.Diagnostics {
		if other == nil || !slices.ContainsFunc(other.Diagnostics, func(b diagnostic.Diagnostic) bool { return keyOf(b) == keyOf(o) && b.Text == o.Text }) {
			own = append(own, o)
		}
	}
	candidates := [][]diagnostic.Diagnostic{
		filter(r.Diagnostics, sameLine),
		filter(own, sameTask), alone(own),
		filter(r.Diagnostics, sameTask), alone(r.Diagnostics),
	}
	if shared {
		candidates = candidates[:1]
	}
	for _, found := range candidates {
		for _, o := range found {
			if !slices.ContainsFunc(d.Explained, func(k diagnostic.Diagnostic) bool { return keyOf(k) == keyOf(o) }) {
				d.Explained = append(d.Explained, o)
			}
		}
		if len(found) > 0 {
			return true
		}
	}
	return false
}

// distinct leaves out what was raised again, as in a loop.
func distinct(list []diagnostic.Diagnostic) []diagnostic.Diagnostic {
	known := map[diagnostic.Diagnostic]bool{}
	return filter(list, func(d diagnostic.Diagnostic) bool {
		again := known[d]
		known[d] = true
		return !again
	})
}

func filter(list []diagnostic.Diagnostic, keep func(diagnostic.Diagnostic) bool) []diagnostic.Diagnostic {
	var out []diagnostic.Diagnostic
	for _, d := range list {
		if keep(d) {
			out = append(out, d)
		}
	}
	return out
}

// alone is list if it is of one problem, else nothing.
func alone(list []diagnostic.Diagnostic) []diagnostic.Diagnostic {
	if slices.ContainsFunc(list, func(d diagnostic.Diagnostic) bool { return d.Name != list[0].Name }) {
		return nil
	}
	return list
}
