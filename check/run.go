package check

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Run calls run for each target, up to parallel of them at a time (at least one),
// and returns the recordings in the order of the targets. progress, which may be
// nil, is called when a target begins, with nil, and when it ends; calls do not
// overlap. A target that has not begun when ctx is done is not run, and a run that
// panics has crashed: both have a failure of that kind. What run leaves empty of
// the recording's target is filled in.
func Run(ctx context.Context, targets []Target, parallel int,
	run func(context.Context, Target) Recording, progress func(t Target, ended *Recording)) []Recording {
	out := make([]Recording, len(targets))
	var mu sync.Mutex // of progress
	tell := func(t Target, ended *Recording) {
		if progress != nil {
			mu.Lock()
			defer mu.Unlock()
			progress(t, ended)
		}
	}
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(max(parallel, 1), len(targets)) {
		workers.Go(func() {
			for i := range next {
				t := targets[i]
				tell(t, nil)
				r := runOne(ctx, t, run)
				if r.Platform == "" {
					r.Platform, r.Vue = t.Platform, t.Vue
				}
				if r.Title == "" {
					r.Title = t.Title
				}
				out[i] = r
				tell(t, &r)
			}
		})
	}
	for i := range targets {
		next <- i
	}
	close(next)
	workers.Wait()
	return out
}

func runOne(ctx context.Context, t Target, run func(context.Context, Target) Recording) (r Recording) {
	if err := ctx.Err(); err != nil {
		return Recording{Failures: []Failure{{Kind: FailureCrash, Text: "not run: " + err.Error()}}}
	}
	defer func() {
		if p := recover(); p != nil {
			r = Recording{Failures: []Failure{{Kind: FailureCrash, Text: fmt.Sprintf("panic: %v\n%s", p, debug.Stack())}}}
		}
	}()
	return run(ctx, t)
}
