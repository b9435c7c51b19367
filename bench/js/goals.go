//go:build linux

package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/unisocket/uni/bench/internal/report"
)

// level is what counts as level: behind by no more than two runs of the same may differ.
const level = 0.95

// goal is how many times as fast as another client ours has to be.
type goal struct {
	workload string
	rival    string // "" is the best of all that are not ours
	limit    float64
}

// goals are what this project claims of itself.
var goals = []goal{
	{workload: each, limit: level},
	{workload: merged, limit: 1.5},
	{workload: trip, limit: level},
	{workload: tripOn, limit: level},
	{workload: jsonEach, rival: "Node, ws", limit: level},
	{workload: jsonMerged, rival: "Node, ws", limit: level},
	{workload: chineseEach, rival: "Node, ws", limit: level},
	{workload: chineseMerged, rival: "Node, ws", limit: level},
}

// text is the goal in words.
func (g *goal) text() string {
	rival := cmp.Or(g.rival, "the best of the others")
	if g.limit == level {
		return fmt.Sprintf("%s level with %s", uniClient, rival)
	}
	return fmt.Sprintf("%s at least %v× %s", uniClient, g.limit, rival)
}

// judgement is what became of a goal.
type judgement struct {
	goal
	result *result
	rival  string
	ratio  float64
}

func (j *judgement) met() bool { return j.ratio >= j.limit }

// judge holds the goals against the results. What was not measured is left out.
func judge(results []*result) []judgement {
	var list []judgement
	for _, g := range goals {
		i := slices.IndexFunc(results, func(r *result) bool { return r.w.name == g.workload })
		if i < 0 {
			continue
		}
		r := results[i]
		rival := cmp.Or(g.rival, r.best())
		if report.Named(r.rows, uniClient) != nil && report.Named(r.rows, rival) != nil {
			list = append(list, judgement{g, r, rival, r.ahead(uniClient, rival)})
		}
	}
	return list
}

func writeGoals(w io.Writer, judged []judgement) {
	var lines [][]string
	for _, j := range judged {
		lines = append(lines, []string{j.goal.workload, j.text(), fmt.Sprintf("%s %s", report.Ratio(j.ratio), j.rival), report.Verdict(j.met())})
	}
	if len(lines) > 0 {
		fmt.Fprintf(w, "### Goals\n\nLevel is at least %v times as fast.\n\n", level)
		report.Text(w, []string{"workload", "goal", "measured", "met"}, lines)
	}
}
