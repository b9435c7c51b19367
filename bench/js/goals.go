//go:build linux

package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/unisocket/uni/bench/internal/report"
)

// level is what counts as level: behind by no more than two runs of the same may differ.
const level = 0.95

// goal is how many times as fast as another client ours has to be, or how much of what that
// takes it may take.
type goal struct {
	workload string
	row      string
	rival    string // "" is the best of all that are not ours
	limit    float64
	cost     *cost // nil is a goal of speed
}

// cost is what a client takes.
type cost struct {
	name   string
	metric metric
}

var (
	processorTime = &cost{"processor time a message", cpuOf}
	memoryOfUser  = &cost{"memory of a virtual user", perUserOf}
)

// goals are what this project claims of itself.
var goals = append([]goal{
	{workload: each, row: uniClient, limit: level},
	{workload: merged, row: uniClient, limit: 1.5},
	{workload: trip, row: uniClient, limit: level},
	{workload: tripOn, row: uniClient, limit: level},
	{workload: jsonEach, row: uniClient, rival: "Node, ws", limit: level},
	{workload: jsonMerged, row: uniClient, rival: "Node, ws", limit: level},
	{workload: chineseEach, row: uniClient, rival: "Node, ws", limit: level},
	{workload: chineseMerged, row: uniClient, rival: "Node, ws", limit: level},
}, k6Goals()...)

// k6Goals are those of k6 with uni in it, against k6 as it comes.
func k6Goals() []goal {
	var list []goal
	for _, w := range workloads {
		for _, row := range []string{uniK6Client, uniK6Bundle} {
			g := goal{workload: w.name, row: row, rival: k6Client}
			if w.users > 0 {
				g.limit, g.cost = 1, memoryOfUser
				list = append(list, g)
				continue
			}
			g.limit = 6
			list = append(list, g)
			g.limit, g.cost = 1.0/5, processorTime
			list = append(list, g)
		}
	}
	return list
}

// text is the goal in words.
func (g *goal) text() string {
	rival := cmp.Or(g.rival, "the best of the others")
	switch {
	case g.cost != nil:
		return fmt.Sprintf("%s at most %v× %s in %s", g.row, g.limit, rival, g.cost.name)
	case g.limit == level:
		return fmt.Sprintf("%s level with %s", g.row, rival)
	}
	return fmt.Sprintf("%s at least %v× %s", g.row, g.limit, rival)
}

// judgement is what became of a goal.
type judgement struct {
	goal
	result *result
	rival  string
	ratio  float64 // in speed, or in what it costs
}

func (j *judgement) met() bool {
	if j.cost != nil {
		return j.ratio <= j.limit
	}
	return j.ratio >= j.limit
}

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
		m, less := r.w.score()
		if g.cost != nil {
			m, less = g.cost.metric, false
		}
		if ratio := report.Ahead(r.rows, g.row, rival, m, less); !math.IsNaN(ratio) {
			list = append(list, judgement{g, r, rival, ratio})
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
