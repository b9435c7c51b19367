package check

import "slices"

// step is one of an edit script: it keeps a line of both sequences, takes one of
// a away, or adds one of b.
type step struct {
	op   op
	a, b int // the line's index; that of the other sequence is meaningless unless kept
}

type op byte

const (
	kept op = iota
	missing
	additional
)

// maxEdits bounds the search for a shortest script, whose time and memory grow
// with its square.
const maxEdits = 500

// diff is an edit script from a to b, a shortest one where no stretch needs more
// than maxEdits edits. Where one does, what was found so far is taken and the
// search begins again from there, so that two sequences of 10,000 lines without a
// line in common take milliseconds.
func diff(a, b []int) []step {
	var steps []step
	x, y := 0, 0
	for x < len(a) || y < len(b) {
		part := search(a[x:], b[y:])
		dx, dy := x, y
		for _, s := range part {
			s.a, s.b = s.a+dx, s.b+dy
			steps = append(steps, s)
			if s.op != additional {
				x++
			}
			if s.op != missing {
				y++
			}
		}
	}
	return steps
}

// search is Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986,
// figure 2). It returns a script to the end, or after maxEdits edits the one that
// has come farthest.
func search(a, b []int) []step {
	limit := min(len(a)+len(b), maxEdits)
	origin := limit + 1
	reach := make([]int, 2*limit+3) // by diagonal k = x-y: the farthest x
	var rounds [][]int              // reach before each round, as far as it was in use
	for d := 0; d <= limit; d++ {
		rounds = append(rounds, slices.Clone(reach[origin-d-1:origin+d+2]))
		for k := -d; k <= d; k += 2 {
			x := reach[origin+k-1] + 1
			if down(reach, origin, k, d) {
				x = reach[origin+k+1]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[origin+k] = x
			if x >= len(a) && x-k >= len(b) {
				return retrace(rounds, x, k)
			}
		}
	}
	bestX, bestK := 0, 0
	for k := -limit; k <= limit; k += 2 {
		x := reach[origin+k]
		if x <= len(a) && x-k <= len(b) && 2*x-k > 2*bestX-bestK {
			bestX, bestK = x, k
		}
	}
	return retrace(rounds, bestX, bestK)
}

// down says whether the farthest path to diagonal k with d edits comes from the
// one above it, by an addition.
func down(reach []int, origin, k, d int) bool {
	return k == -d || k != d && reach[origin+k-1] < reach[origin+k+1]
}

// retrace walks back from x on diagonal k.
func retrace(rounds [][]int, x, k int) []step {
	var steps []step
	y := x - k
	for d := len(rounds) - 1; d >= 0; d-- {
		origin, before := d+1, k-1
		if down(rounds[d], origin, k, d) {
			before = k + 1
		}
		px := rounds[d][origin+before]
		py := px - before
		if d == 0 {
			px, py = 0, 0
		}
		for x > px && y > py {
			x, y = x-1, y-1
			steps = append(steps, step{kept, x, y})
		}
		if d > 0 {
			if before > k {
				y--
				steps = append(steps, step{additional, x, y})
			} else {
				x--
				steps = append(steps, step{missing, x, y})
			}
		}
		k = before
	}
	slices.Reverse(steps)
	return steps
}
