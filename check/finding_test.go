package check_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/check"
	"github.com/unisocket/uni/diagnostic"
)

func at(line int) diagnostic.Place { return diagnostic.Place{File: "a.js", Line: line, Column: 1} }

func TestADifferenceIsExplainedBy(t *testing.T) {
	header, early, origin := diagnostic.HeaderIgnored.At(at(3), 1, "x"), diagnostic.SendBeforeOpen.At(at(7), 1, "x"), diagnostic.DefaultOrigin.At(at(9), 2)
	for _, c := range []struct {
		name        string
		line        check.Line // that only app has
		base, other []diagnostic.Diagnostic
		want        []string
	}{
		{"the diagnostic at its line", check.Line{Task: 1, Place: at(7)}, nil, []diagnostic.Diagnostic{header, early, origin}, []string{"send-before-open"}},
		{"one at its line that the baseline has too", check.Line{Place: at(7)}, []diagnostic.Diagnostic{early}, []diagnostic.Diagnostic{header, early}, []string{"send-before-open"}},
		{"those of its task", check.Line{Task: 1, Place: at(50)}, nil, []diagnostic.Diagnostic{header, early, origin}, []string{"header-ignored", "send-before-open"}},
		{"those of its task that the baseline has not", check.Line{Task: 1}, []diagnostic.Diagnostic{early}, []diagnostic.Diagnostic{header, early}, []string{"header-ignored"}},
		{"the only problem that the baseline has not", check.Line{Task: 1}, []diagnostic.Diagnostic{early}, []diagnostic.Diagnostic{early, origin}, []string{"default-origin"}},
		{"what the baseline has too, if there is nothing else", check.Line{Task: 1}, []diagnostic.Diagnostic{early, origin}, []diagnostic.Diagnostic{early, origin}, []string{"send-before-open"}},
		{"the only problem", check.Line{Task: 3}, nil, []diagnostic.Diagnostic{origin, origin}, []string{"default-origin"}},
		{"none of several that do not fit", check.Line{Task: 3}, nil, []diagnostic.Diagnostic{header, origin}, []string{}},
		{"nothing", check.Line{}, nil, nil, []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			report := compare(t,
				check.Recording{Platform: "h5", Diagnostics: c.base},
				check.Recording{Platform: "mp-qq", Diagnostics: c.base},
				check.Recording{Platform: "app", Diagnostics: c.other, Lines: []check.Line{c.line}})
			got := []string{}
			for _, d := range report.Differences[0].Explained {
				got = append(got, d.Name)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDiagnosticsAreMergedByNameAndPlace(t *testing.T) {
	d := func(line int, why string) diagnostic.Diagnostic {
		return diagnostic.HeaderIgnored.At(at(line), 1, why)
	}
	report := compare(t,
		check.Recording{Platform: "h5", Diagnostics: []diagnostic.Diagnostic{d(1, "a"), d(1, "a")}},
		check.Recording{Platform: "app", Diagnostics: []diagnostic.Diagnostic{d(2, "a"), d(1, "a")}},
		check.Recording{Platform: "mp-qq", Diagnostics: []diagnostic.Diagnostic{d(2, "b")}})
	want := []check.Finding{
		{Diagnostic: d(1, "a"), Platforms: []string{"h5", "app"}},
		{Diagnostic: d(2, "a"), Platforms: []string{"app", "mp-qq"}, Variants: []check.Variant{
			{Text: d(2, "a").Text, Platforms: []string{"app"}},
			{Text: d(2, "b").Text, Platforms: []string{"mp-qq"}},
		}},
	}
	if diff := cmp.Diff(want, report.Diagnostics); diff != "" {
		t.Error(diff)
	}
}
