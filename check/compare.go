package check

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Verdict is what became of a script on a platform.
type Verdict string

const (
	Works   Verdict = "works"   // as on the baseline, perhaps in another order
	Differs Verdict = "differs" // without a failure, but not as on the baseline
	Fails   Verdict = "fails"   // there is a failure
)

// Report is what one script did, platform by platform.
type Report struct {
	Script      string       `json:"script"`   // its file, as people know it; Compare leaves it empty
	Baseline    string       `json:"baseline"` // the platform that the others are compared with
	Platforms   []Result     `json:"platforms"`
	Differences []Difference `json:"differences"` // failures first, those of order last
	Diagnostics []Finding    `json:"diagnostics"`
}

// Result is that of one platform.
type Result struct {
	Platform string        `json:"platform"` // [Recording.Name]
	Title    string        `json:"title,omitempty"`
	Vue      int           `json:"vue,omitempty"`
	Verdict  Verdict       `json:"verdict"`
	Reason   string        `json:"reason"` // for the verdict, in one phrase
	Failures []Failure     `json:"failures"`
	Lines    []Entry       `json:"lines"`
	Omitted  int           `json:"omitted,omitempty"` // how many more differences there are than the report has
	Dropped  int           `json:"dropped,omitempty"` // how many more lines there were than the run recorded
	Duration time.Duration `json:"-"`
	Ended    string        `json:"ended,omitempty"` // as in [Recording]
}

// Entry is a line of a platform's timeline.
type Entry struct {
	Line
	// Mark is Missing for a line that only the baseline has, here where it would
	// have been; Additional for one that the baseline has not; Order for one that
	// the baseline has elsewhere; and empty for one that both have.
	Mark Kind `json:"mark,omitempty"`
}

// Failed says whether a platform fails. One that differs does not.
func (r *Report) Failed() bool { return r.count(Fails) > 0 }

func (r *Report) count(v Verdict) int {
	n := 0
	for _, p := range r.Platforms {
		if p.Verdict == v {
			n++
		}
	}
	return n
}

// Compare compares the recordings of one script with that of the baseline, the
// name of one of them; "" is the first. The error says that the baseline is not
// among them, that it is ambiguous, or that two have one name.
func Compare(recordings []Recording, baseline string) (*Report, error) {
	base, err := find(recordings, baseline)
	if err != nil {
		return nil, err
	}
	texts := normalised{}
	keys := &keys{map[lineKey]int{}, texts}
	baseKeys := keys.of(base.Lines)
	found := newGathering(recordings, base, texts)
	report := &Report{Baseline: base.Name(), Platforms: []Result{}}
	for i := range recordings {
		r := &recordings[i]
		result := Result{
			Platform: r.Name(), Title: r.Title, Vue: r.Vue,
			Failures: append([]Failure{}, r.Failures...), Lines: []Entry{},
			Dropped: r.Dropped, Duration: r.Duration, Ended: r.Ended,
		}
		var changes []change
		if r == base {
			for _, l := range r.Lines {
				result.Lines = append(result.Lines, Entry{Line: l})
			}
		} else {
			own := keys.of(r.Lines)
			steps := diff(baseKeys, own)
			if base.cut() && r.cut() {
				steps = forgive(steps, base.Lines, r.Lines, baseKeys, own)
			}
			result.Lines, changes = timeline(steps, base.Lines, r.Lines, baseKeys, own)
		}
		result.Verdict, result.Reason = judge(r, base, changes)
		result.Omitted = found.add(r, changes)
		report.Platforms = append(report.Platforms, result)
	}
	report.Differences = found.differences()
	report.Diagnostics = findings(recordings)
	return report, nil
}

// find finds the baseline, by the name of a report or by that of a platform.
func find(recordings []Recording, name string) (*Recording, error) {
	var names []string
	var byPlatform []*Recording
	var byName *Recording
	for i := range recordings {
		r := &recordings[i]
		if slices.Contains(names, r.Name()) {
			return nil, fmt.Errorf("two recordings are of %s", r.Name())
		}
		names = append(names, r.Name())
		if r.Name() == name {
			byName = r
		}
		if r.Platform == name {
			byPlatform = append(byPlatform, r)
		}
	}
	switch {
	case len(recordings) == 0:
		return nil, fmt.Errorf("there is no recording to compare")
	case name == "":
		return &recordings[0], nil
	case byName != nil:
		return byName, nil
	case len(byPlatform) == 1:
		return byPlatform[0], nil
	}
	return nil, fmt.Errorf("the baseline %q is not among the platforms: %s", name, strings.Join(names, ", "))
}

// keys numbers lines: two that are the same, but for what changes from run to
// run, have one number.
type keys struct {
	numbers map[lineKey]int
	texts   normalised
}

// lineKey is what has to be equal in two lines. Where they come from need not be.
type lineKey struct {
	kind string
	task int
	text string
}

func (k *keys) of(lines []Line) []int {
	out := make([]int, len(lines))
	for i, l := range lines {
		key := lineKey{l.Kind, l.Task, k.texts.of(l.Text)}
		n, ok := k.numbers[key]
		if !ok {
			n = len(k.numbers)
			k.numbers[key] = n
		}
		out[i] = n
	}
	return out
}

// judge is the verdict on a recording, and the reason.
func judge(r, base *Recording, changes []change) (Verdict, string) {
	if n := len(r.Failures); n > 0 {
		reason := r.Failures[0].phrase()
		if n > 1 {
			reason += fmt.Sprintf(" (and %d more)", n-1)
		}
		return Fails, reason
	}
	if r == base {
		return Works, "the baseline"
	}
	counts := map[Kind]int{}
	for _, c := range changes {
		counts[c.kind]++
	}
	if counts[Missing]+counts[Additional] == 0 {
		if counts[Order] > 0 {
			return Works, "the same, in another order"
		}
		return Works, "the same"
	}
	var parts []string
	for _, kind := range []Kind{Missing, Additional, Order} {
		n := counts[kind]
		if n == 0 {
			continue
		}
		noun := ""
		if len(parts) == 0 {
			noun = "line "
			if n > 1 {
				noun = "lines "
			}
		}
		parts = append(parts, fmt.Sprintf("%d %s%s", n, noun, kind.words()))
	}
	return Differs, strings.Join(parts, ", ")
}
