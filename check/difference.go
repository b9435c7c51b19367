package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/unisocket/uni/diagnostic"
)

// Kind is that of a [Difference].
type Kind string

const (
	Failing    Kind = "failure"    // a failure of the platform's own, the baseline's included
	Missing    Kind = "missing"    // the baseline has this line
	Additional Kind = "additional" // the baseline has not
	Order      Kind = "order"      // the baseline has it elsewhere
)

// words says in a sentence about lines what the kind is.
func (k Kind) words() string {
	if k == Order {
		return "in another order"
	}
	return string(k)
}

// maxDifferences is how many differences of one platform a report lists, and
// apart from them how many failures. A platform on which everything is different
// is not told by its hundredth difference.
const maxDifferences = 20

// Rest is the [Difference.Of] of all lines that are missing where a script failed:
// the timelines have them.
const Rest = "rest"

// Difference is something that is not as on the baseline, with all platforms on
// which it is so.
type Difference struct {
	Kind      Kind             `json:"kind"`
	Of        string           `json:"of"` // the kind of the line or failure: "event", "rejection"
	Task      int              `json:"task,omitempty"`
	Text      string           `json:"text"`  // normalised
	Times     int              `json:"times"` // on each of the platforms
	Place     diagnostic.Place `json:"place,omitzero"`
	Platforms []string         `json:"platforms"`
	// BaselineAlone says that it is so on every platform but the baseline, which is
	// then the odd one.
	BaselineAlone bool `json:"baselineAlone,omitempty"`
	// Explained has the diagnostics that explain it.
	Explained []diagnostic.Diagnostic `json:"explained"`
}

// gathering collects the differences of all platforms and merges equal ones.
type gathering struct {
	texts      normalised
	base       *Recording
	recordings map[string]*Recording
	order      []*Difference
	byKey      map[differenceKey]*Difference
}

type differenceKey struct {
	kind  Kind
	line  lineKey
	times int
}

func (d *Difference) key() differenceKey {
	return differenceKey{d.Kind, lineKey{d.Of, d.Task, d.Text}, d.Times}
}

func newGathering(recordings []Recording, base *Recording, texts normalised) *gathering {
	g := &gathering{texts: texts, recordings: map[string]*Recording{}, byKey: map[differenceKey]*Difference{}}
	for i := range recordings {
		r := recordings[i]
		r.Diagnostics = distinct(r.Diagnostics)
		g.recordings[r.Name()] = &r
	}
	g.base = g.recordings[base.Name()]
	return g
}

// add adds those of a platform and returns how many it left out.
func (g *gathering) add(r *Recording, changes []change) (omitted int) {
	var failures, differences tally
	for _, f := range r.Failures {
		failures.add(Difference{Kind: Failing, Of: f.Kind, Task: f.Task, Text: g.texts.of(f.Text), Place: f.Place})
	}
	// What a run that failed did not come to is no news line by line.
	folded := 0
	if r.stopped() && !g.base.stopped() {
		for _, c := range changes {
			if c.kind == Missing {
				folded++
			}
		}
	}
	if folded > 1 {
		differences.add(Difference{Kind: Missing, Of: Rest, Text: fmt.Sprintf("%d lines that do not come about here", folded)})
	}
	for _, c := range changes {
		if folded > 1 && c.kind == Missing {
			continue
		}
		differences.add(Difference{Kind: c.kind, Of: c.line.Kind, Task: c.line.Task, Text: g.texts.of(c.line.Text), Place: c.line.Place})
	}
	for _, t := range []tally{failures, differences} {
		shown := min(len(t.order), maxDifferences)
		omitted += len(t.order) - shown
		for _, d := range t.order[:shown] {
			g.merge(*d, r.Name())
		}
	}
	return omitted
}

// tally counts equal differences of one platform.
type tally struct {
	order []*Difference
	byKey map[differenceKey]*Difference
}

func (t *tally) add(d Difference) {
	key := d.key() // without Times, which is counted here
	if d.Kind == Failing {
		key.line.task = 0 // what connects again fails again, each time with another socket
	}
	if t.byKey == nil {
		t.byKey = map[differenceKey]*Difference{}
	}
	if t.byKey[key] == nil {
		t.byKey[key] = &d
		t.order = append(t.order, &d)
	}
	t.byKey[key].Times++
}

func (g *gathering) merge(d Difference, platform string) {
	key := d.key()
	known := g.byKey[key]
	if known == nil {
		known = &d
		g.byKey[key] = known
		g.order = append(g.order, known)
	}
	known.Platforms = append(known.Platforms, platform)
}

// differences is what was gathered, explained.
func (g *gathering) differences() []Difference {
	out := []Difference{}
	for _, d := range g.order {
		alone := len(d.Platforms) == len(g.recordings)-1 && !slices.Contains(d.Platforms, g.base.Name())
		d.BaselineAlone = alone && len(g.recordings) > 2
		d.Explained = []diagnostic.Diagnostic{}
		shared := d.Kind == Failing && slices.Contains(d.Platforms, g.base.Name())
		for _, name := range d.Platforms {
			if !d.explain(g.recordings[name], g.against(name), shared) && !shared {
				// What is guessed for some of the platforms is wrong where it is not
				// so for all of them.
				d.Explained, shared = []diagnostic.Diagnostic{}, true
				for _, name := range d.Platforms {
					d.explain(g.recordings[name], g.against(name), shared)
				}
				break
			}
		}
		if alone && d.Kind != Failing && len(d.Explained) == 0 {
			d.explain(g.base, nil, false)
		}
		out = append(out, *d)
	}
	rank := map[Kind]int{Failing: 0, Missing: 1, Additional: 1, Order: 2}
	slices.SortStableFunc(out, func(a, b Difference) int { return cmp.Compare(rank[a.Kind], rank[b.Kind]) })
	return out
}

// against is what a platform's diagnostics are held against.
func (g *gathering) against(platform string) *Recording {
	if platform == g.base.Name() {
		return nil
	}
	return g.base
}
