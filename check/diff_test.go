package check

import (
	"math/rand/v2"
	"testing"
	"time"
)

// apply runs an edit script, checks it, and counts its edits.
func apply(t *testing.T, steps []step, a, b []int) (edits int) {
	t.Helper()
	x, y := 0, 0
	for _, s := range steps {
		switch {
		case s.op == kept && s.a == x && s.b == y && a[x] == b[y]:
			x, y = x+1, y+1
		case s.op == missing && s.a == x:
			x, edits = x+1, edits+1
		case s.op == additional && s.b == y:
			y, edits = y+1, edits+1
		default:
			t.Fatalf("%+v at %d, %d", s, x, y)
		}
	}
	if x != len(a) || y != len(b) {
		t.Fatalf("it ends at %d, %d of %d, %d", x, y, len(a), len(b))
	}
	return edits
}

// shortest is the number of edits, by the table that everybody knows.
func shortest(a, b []int) int {
	row := make([]int, len(b)+1)
	for y := range row {
		row[y] = y
	}
	for x := range a {
		diagonal := row[0]
		row[0]++
		for y := range b {
			next := min(row[y], row[y+1]) + 1
			if a[x] == b[y] {
				next = diagonal
			}
			diagonal, row[y+1] = row[y+1], next
		}
	}
	return row[len(b)]
}

func TestDiffIsAShortestScript(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sequence := func() []int {
		s := make([]int, random.IntN(12))
		for i := range s {
			s[i] = random.IntN(4)
		}
		return s
	}
	for range 3000 {
		a, b := sequence(), sequence()
		if got, want := apply(t, diff(a, b), a, b), shortest(a, b); got != want {
			t.Fatalf("%v to %v takes %d edits, want %d", a, b, got, want)
		}
	}
}

func TestDiffOfLongSequencesIsQuick(t *testing.T) {
	const n = 10_000
	a, b, c := make([]int, n), make([]int, n), make([]int, n)
	for i := range n {
		a[i], b[i], c[i] = i, n+i, i
	}
	c[n/2] = -1
	start := time.Now()
	if edits := apply(t, diff(a, b), a, b); edits != 2*n {
		t.Errorf("nothing in common took %d edits", edits)
	}
	if edits := apply(t, diff(a, c), a, c); edits != 2 {
		t.Errorf("one line took %d edits", edits)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}
