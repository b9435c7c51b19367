package check

// change is one line in which a platform differs from the baseline.
type change struct {
	kind Kind
	line Line
	key  int
}

// timeline is the platform's lines, with those that only the baseline has where
// they would have been, and the changes in the same order. A line that is missing
// at one place and additional at another one has moved: it stands once, where the
// platform has it, with the mark Order.
func timeline(steps []step, base, own []Line, baseKeys, ownKeys []int) ([]Entry, []change) {
	less, more := map[int]int{}, map[int]int{}
	for _, s := range steps {
		switch s.op {
		case missing:
			less[baseKeys[s.a]]++
		case additional:
			more[ownKeys[s.b]]++
		}
	}
	// The first ones of each line are those that moved.
	movedFrom, movedTo := map[int]int{}, map[int]int{}
	for key, n := range less {
		movedFrom[key] = min(n, more[key])
		movedTo[key] = movedFrom[key]
	}
	entries, changes := []Entry{}, []change(nil)
	mark := func(kind Kind, l Line, key int) {
		entries = append(entries, Entry{l, kind})
		changes = append(changes, change{kind, l, key})
	}
	for _, s := range steps {
		switch s.op {
		case kept:
			entries = append(entries, Entry{Line: own[s.b]})
		case missing:
			if key := baseKeys[s.a]; movedFrom[key] > 0 {
				movedFrom[key]--
			} else {
				mark(Missing, base[s.a], key)
			}
		case additional:
			if key := ownKeys[s.b]; movedTo[key] > 0 {
				movedTo[key]--
				mark(Order, own[s.b], key)
			} else {
				mark(Additional, own[s.b], key)
			}
		}
	}
	return entries, changes
}

const (
	// slack is by how many lines two runs may differ for having been cut off at
	// moments that are not quite the same.
	slack = 2
	// timerTicks is how often a line comes in succession before it counts as
	// that of a timer.
	timerTicks = 3
)

// forgive takes differences out of an edit script between two runs that were both
// cut off: a line of a timer that came up to slack times more in one of them, and
// a few lines at the end that only one of them has: slack, and a tenth of all, since
// one platform may have begun a little later.
func forgive(steps []step, base, own []Line, baseKeys, ownKeys []int) []step {
	partner := map[int]int{} // of baseline lines that are kept
	back := map[int]int{}
	for _, s := range steps {
		if s.op == kept {
			partner[s.a], back[s.b] = s.b, s.a
		}
	}
	var out []step
	for _, s := range steps {
		switch {
		case s.op == missing && base[s.a].Kind == Console && ticks(s.a, baseKeys, ownKeys, partner):
		case s.op == additional && own[s.b].Kind == Console && ticks(s.b, ownKeys, baseKeys, back):
			s.op = kept // it stays in the timeline, without a mark
			out = append(out, s)
		default:
			out = append(out, s)
		}
	}
	end := len(out)
	for end > 0 && out[end-1].op != kept && out[end-1].op == out[len(out)-1].op {
		end--
	}
	if n := len(out) - end; n == 0 || n > slack+max(len(base), len(own))/10 || end > 0 && out[end-1].op != kept {
		return out
	}
	if out[end].op == missing {
		return out[:end]
	}
	for i := end; i < len(out); i++ {
		out[i].op = kept
	}
	return out
}

// ticks says whether the run of equal lines around i, and the run of the same
// line that it is matched with in the other sequence, are both a timer's and of
// nearly the same length.
func ticks(i int, keys, others []int, partner map[int]int) bool {
	from, to := runOf(keys, i)
	for j := from; j < to; j++ {
		if other, ok := partner[j]; ok {
			first, last := runOf(others, other)
			n, m := to-from, last-first
			return n >= timerTicks && m >= timerTicks && max(n, m)-min(n, m) <= slack
		}
	}
	return false
}

// runOf is the stretch of equal keys around i.
func runOf(keys []int, i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && keys[from-1] == keys[i] {
		from--
	}
	for to < len(keys) && keys[to] == keys[i] {
		to++
	}
	return from, to
}
