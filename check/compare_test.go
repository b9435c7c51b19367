package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/check"
	"github.com/unisocket/uni/diagnostic"
)

// recording makes one from lines such as "event 1 open" and "console 0 log: x".
func recording(platform string, lines ...string) check.Recording {
	r := check.Recording{Platform: platform}
	for _, l := range lines {
		var line check.Line
		parts := strings.SplitN(l, " ", 3)
		line.Kind, line.Text = parts[0], parts[2]
		fmt.Sscan(parts[1], &line.Task)
		r.Lines = append(r.Lines, line)
	}
	return r
}

func ticks(n int) []string {
	var out []string
	for range n {
		out = append(out, "console 0 log: tick")
	}
	return out
}

func compare(t *testing.T, recordings ...check.Recording) *check.Report {
	t.Helper()
	report, err := check.Compare(recordings, "")
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// told is the differences, such as "missing 2 event open on app,mp-weixin".
func told(report *check.Report) []string {
	out := []string{}
	for _, d := range report.Differences {
		out = append(out, fmt.Sprintf("%s %d %s %s on %s", d.Kind, d.Times, d.Of, d.Text, strings.Join(d.Platforms, ",")))
	}
	return out
}

func TestVerdicts(t *testing.T) {
	open := []string{"outcome 1 connectSocket success", "event 1 open", "console 0 log: took 5ms"}
	cut := func(r check.Recording) check.Recording { r.Ended = check.EndedByTime; return r }
	failed := func(r check.Recording) check.Recording {
		r.Failures = []check.Failure{{Kind: check.FailureRejection, Text: "Error: no\n    at x"}, {Kind: check.FailureError, Text: "b"}}
		return r
	}
	for _, c := range []struct {
		name        string
		base, other check.Recording
		verdict     check.Verdict
		reason      string
	}{
		{"what is the same works",
			recording("h5", open...), recording("app", open...), check.Works, "the same"},
		{"what changes from run to run is the same",
			recording("h5", open...), recording("app", open[0], open[1], "console 0 log: took 700ms"), check.Works, "the same"},
		{"another order works, with a note",
			recording("h5", open...), recording("app", open[1], open[0], open[2]), check.Works, "the same, in another order"},
		{"a line less differs",
			recording("h5", open...), recording("app", open[:2]...), check.Differs, "1 line missing"},
		{"lines more differ",
			recording("h5", open[:1]...), recording("app", open...), check.Differs, "2 lines additional"},
		{"another task differs",
			recording("h5", "event 1 open"), recording("app", "event 2 open"), check.Differs, "1 line missing, 1 additional"},
		{"a line that comes more often differs",
			recording("h5", open[1]), recording("app", open[1], open[1]), check.Differs, "1 line additional"},
		{"order counts beside others",
			recording("h5", open...), recording("app", open[1], open[0]), check.Differs, "1 line missing, 1 in another order"},
		{"a failure fails",
			recording("h5", open...), failed(recording("app", open...)), check.Fails, "unhandled rejection: Error: no (and 1 more)"},

		{"a timer that ticks once more before the end works",
			cut(recording("h5", append(ticks(5), open...)...)), cut(recording("app", append(ticks(7), open...)...)), check.Works, "the same"},
		{"one that ticks less, too",
			cut(recording("h5", append(ticks(5), open...)...)), cut(recording("app", append(ticks(3), open...)...)), check.Works, "the same"},
		{"one that ticks three times more differs",
			cut(recording("h5", append(ticks(5), open...)...)), cut(recording("app", append(ticks(8), open...)...)), check.Differs, "3 lines additional"},
		{"two ticks are no timer",
			cut(recording("h5", append(ticks(2), open...)...)), cut(recording("app", append(ticks(3), open...)...)), check.Differs, "1 line additional"},
		{"a timer in a run that ended by itself differs",
			recording("h5", append(ticks(5), open...)...), cut(recording("app", append(ticks(6), open...)...)), check.Differs, "1 line additional"},
		{"repeated events are no timer",
			cut(recording("h5", "event 1 a", "event 1 a", "event 1 a", "event 1 b")),
			cut(recording("app", "event 1 a", "event 1 a", "event 1 a", "event 1 a", "event 1 b")), check.Differs, "1 line additional"},
		{"two lines that one run has no time for work",
			cut(recording("h5", open...)), cut(recording("app", open[:1]...)), check.Works, "the same"},
		{"two lines that only one run has time for, too",
			cut(recording("h5", open[:1]...)), cut(recording("app", open...)), check.Works, "the same"},
		{"three lines differ",
			cut(recording("h5", open...)), cut(recording("app")), check.Differs, "3 lines missing"},
		{"lines in place of others differ",
			cut(recording("h5", open[0], open[1])), cut(recording("app", open[0], open[2])), check.Differs, "1 line missing, 1 additional"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := compare(t, c.base, c.other).Platforms[1]
			if got.Verdict != c.verdict || got.Reason != c.reason {
				t.Errorf("%s: %s, want %s: %s", got.Verdict, got.Reason, c.verdict, c.reason)
			}
		})
	}
}

func TestTheBaseline(t *testing.T) {
	all := []check.Recording{recording("h5"), recording("mp-weixin"), {Platform: "mp-weixin@2.0", Vue: 2}, {Platform: "app", Vue: 2}, {Platform: "app", Vue: 3}}
	for _, c := range []struct{ name, want, err string }{
		{"", "h5", ""},
		{"mp-weixin", "mp-weixin", ""},
		{"mp-weixin@2.0", "mp-weixin@2.0 (Vue 2)", ""},
		{"mp-weixin@2.0 (Vue 2)", "mp-weixin@2.0 (Vue 2)", ""},
		{"app", "app", ""},
		{"app (Vue 2)", "app (Vue 2)", ""},
		{"mp-qq", "", `the baseline "mp-qq" is not among the platforms: h5, mp-weixin, mp-weixin@2.0 (Vue 2), app (Vue 2), app`},
	} {
		report, err := check.Compare(all, c.name)
		if c.err != "" {
			if err == nil || err.Error() != c.err {
				t.Errorf("%q: %v, want %s", c.name, err, c.err)
			}
		} else if err != nil || report.Baseline != c.want {
			t.Errorf("%q is %v, %v, want %s", c.name, report, err, c.want)
		}
	}
	if _, err := check.Compare(nil, ""); err == nil {
		t.Error("no recordings are no error")
	}
	if _, err := check.Compare([]check.Recording{recording("h5"), recording("h5")}, ""); err == nil {
		t.Error("two recordings of a platform are no error")
	}
}

func TestAFailingBaselineFails(t *testing.T) {
	base := recording("h5")
	base.Failures = []check.Failure{{Kind: check.FailureCrash, Text: "it died"}}
	report := compare(t, base, recording("app"))
	if got := report.Platforms[0]; got.Verdict != check.Fails || got.Reason != "it died" || !report.Failed() {
		t.Errorf("got %+v", got)
	}
	if compare(t, recording("h5"), recording("app", "event 1 open")).Failed() {
		t.Error("a platform that differs fails the report")
	}
}

func TestEqualDifferencesOfPlatformsAreOne(t *testing.T) {
	failing := recording("mp-jd", "outcome 1 a", "event 1 b", "event 1 b")
	failing.Failures = []check.Failure{{Kind: check.FailureError, Text: "Error: at 1763827139000"}}
	report := compare(t,
		recording("h5", "outcome 1 a", "event 1 b", "event 1 b"),
		recording("app", "event 1 b", "event 1 b", "outcome 1 a"),
		recording("mp-qq", "outcome 1 a", "event 1 c 12ms"),
		recording("mp-weixin", "outcome 1 a", "event 1 c 13ms"),
		failing)
	want := []string{
		"failure 1 error Error: at <time> on mp-jd",
		"missing 2 event b on mp-qq,mp-weixin",
		"additional 1 event c <duration> on mp-qq,mp-weixin",
		"order 1 outcome a on app",
	}
	if diff := cmp.Diff(want, told(report)); diff != "" {
		t.Error(diff)
	}
}

// What connects again and again fails each time with another socket.
func TestFailuresOfSeveralSocketsAreOne(t *testing.T) {
	app := recording("app")
	for task := range 3 {
		app.Failures = append(app.Failures, check.Failure{Kind: check.FailureConnection, Task: task + 1, Text: "refused"})
	}
	report := compare(t, recording("h5"), app)
	if len(report.Differences) != 1 || report.Differences[0].Times != 3 {
		t.Errorf("the differences are %+v, want one, three times", report.Differences)
	}
}

func TestTheBaselineMayBeTheOddOne(t *testing.T) {
	base := recording("h5", "event 1 open", "event 1 extra")
	base.Diagnostics = []diagnostic.Diagnostic{diagnostic.QueueLimit.At(diagnostic.Place{}, 1)}
	report := compare(t, base, recording("app", "event 1 open"), recording("mp-qq", "event 1 open"))
	d := report.Differences[0]
	if !d.BaselineAlone || len(d.Explained) != 1 || d.Explained[0].Name != "queue-limit" {
		t.Errorf("got %+v", d)
	}
}

func TestTooManyDifferencesAreCounted(t *testing.T) {
	var lines []string
	for i := range 50 {
		lines = append(lines, fmt.Sprintf("event 1 %d", i))
	}
	report := compare(t, recording("h5"), recording("app", lines...))
	if p := report.Platforms[1]; len(report.Differences)+p.Omitted != 50 || p.Omitted == 0 {
		t.Errorf("%d are listed and %d are not", len(report.Differences), p.Omitted)
	}
}

func TestATimelineShowsWhatIsMissing(t *testing.T) {
	report := compare(t,
		recording("h5", "event 1 a", "event 1 b", "event 1 c", "event 1 d", "event 1 e"),
		recording("app", "event 1 a", "event 1 x", "event 1 c", "event 1 e", "event 1 d"))
	var got []string
	for _, e := range report.Platforms[1].Lines {
		got = append(got, strings.TrimSpace(e.Text+" "+string(e.Mark)))
	}
	want := []string{"a", "b missing", "x additional", "c", "e", "d order"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
