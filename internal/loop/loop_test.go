package loop_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unisocket/uni/internal/loop"
)

func wait(t *testing.T, l *loop.Loop) {
	t.Helper()
	if err := l.Wait(t.Context()); err != nil {
		t.Fatalf("Wait: %v", err)
	}
}

func TestWaitReturnsAtOnceWhenNothingIsLeft(t *testing.T) {
	wait(t, loop.New())
}

func TestPostKeepsOrderAndNeverRunsOnTheCaller(t *testing.T) {
	l := loop.New()
	p := l.Acquire()
	var mu sync.Mutex
	var got []int
	mu.Lock() // a task run by the caller would deadlock here
	for i := range 100 {
		p.Post(func() {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, i)
		})
	}
	mu.Unlock()
	p.Release()
	wait(t, l)
	if len(got) != 100 || !slices.IsSorted(got) {
		t.Errorf("ran %v", got)
	}
}

func TestTurnRunsHereWhenTheLoopIsIdle(t *testing.T) {
	l := loop.New()
	p := l.Acquire()
	defer p.Release()
	var order []string
	p.Turn(func() {
		order = append(order, "first")
		p.Turn(func() { order = append(order, "nested") })
		order = append(order, "end of first")
	})
	if want := []string{"first", "end of first", "nested"}; !slices.Equal(order, want) {
		t.Errorf("order %q, want %q", order, want)
	}
}

func TestOnlyOneGoroutineIsTheLoop(t *testing.T) {
	l := loop.New()
	count := 0 // unguarded on purpose: the race detector is the judge
	var senders sync.WaitGroup
	for g := range 8 {
		p := l.Acquire()
		senders.Go(func() {
			for i := range 500 {
				if (i+g)%2 == 0 {
					p.Post(func() { count++ })
				} else {
					p.Turn(func() { count++ })
				}
			}
			p.Release()
		})
	}
	wait(t, l)
	senders.Wait()
	if count != 4000 {
		t.Errorf("%d tasks ran, want 4000", count)
	}
}

func TestReleaseIsIdempotentAndLetsPostedWorkRun(t *testing.T) {
	l := loop.New()
	other := l.Acquire()
	p := l.Acquire()
	ran, late := false, false
	p.Post(func() { ran = true })
	p.Release()
	p.Release()
	p.Post(func() { late = true })
	p.Turn(func() { late = true })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait with another port held: %v", err)
	}
	other.Release()
	wait(t, l)
	if !ran || late {
		t.Errorf("posted before release ran: %v; after: %v", ran, late)
	}
}

func TestTimersRunInOrderOfDeadlineThenCreation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := loop.New()
		start := time.Now()
		var got []string
		add := func(name string, d time.Duration) *loop.Timer {
			return l.AfterFunc(d, func() { got = append(got, fmt.Sprint(name, "@", time.Since(start))) })
		}
		add("c", 20*time.Millisecond)
		add("a", 10*time.Millisecond)
		gone := add("gone", 15*time.Millisecond)
		add("b", 10*time.Millisecond)
		add("now", -time.Second)
		if !gone.Stop() || gone.Stop() {
			t.Error("Stop reports whether it kept the timer from running")
		}
		wait(t, l)
		want := []string{"now@0s", "a@10ms", "b@10ms", "c@20ms"}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestATimerMayStopAnotherThatIsDueWithIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := loop.New()
		var second *loop.Timer
		l.AfterFunc(time.Millisecond, func() { second.Stop() })
		second = l.AfterFunc(time.Millisecond, func() { t.Error("ran although stopped") })
		wait(t, l)
	})
}

func TestATimerThatSetsItselfAgainSharesTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := loop.New()
		p := l.Acquire()
		done := false
		rounds := 0
		var again func()
		again = func() {
			rounds++
			if rounds == 3 {
				p.Post(func() { done = true })
				p.Release()
			}
			if !done {
				l.AfterFunc(0, again) // due at once: time stands still here
			}
		}
		l.AfterFunc(0, again)
		wait(t, l)
	})
}

func TestTurnEndsAfterAllThatWaited(t *testing.T) {
	l := loop.New()
	p := l.Acquire()
	var got []string
	l.OnTurnEnd(func() { got = append(got, "flush") })
	l.OnTurnEnd(func() { got = append(got, "flush 2") })
	p.Turn(func() {
		p.Post(func() {
			got = append(got, "posted")
			l.AfterFunc(0, func() { got = append(got, "timer") })
		})
		got = append(got, "task")
	})
	if want := []string{"task", "posted", "timer", "flush", "flush 2"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	p.Release()
	wait(t, l)
}

func TestWorkThatATurnEndPostsStillRuns(t *testing.T) {
	l := loop.New()
	p := l.Acquire()
	ran := false
	l.OnTurnEnd(func() {
		if !ran {
			p.Post(func() { ran = true })
		}
	})
	p.Turn(func() {})
	p.Release()
	wait(t, l)
	if !ran {
		t.Error("it did not run")
	}
}

func TestStopEndsWaitAndRunsNothingMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := loop.New()
		p := l.Acquire()
		reason := errors.New("enough")
		p.Post(func() {
			p.Post(func() { t.Error("a posted task ran after Stop") })
			l.AfterFunc(0, func() { t.Error("a timer ran after Stop") })
			l.Stop(reason)
			l.Stop(errors.New("too late"))
		})
		if err := l.Wait(t.Context()); err != reason {
			t.Errorf("Wait: %v, want %v", err, reason)
		}
		p.Post(func() { t.Error("ran after Stop") })
		l.AfterFunc(0, func() { t.Error("ran after Stop") })
		time.Sleep(time.Second) // in the bubble's time
		synctest.Wait()
	})
}

func TestStopWaitsForTheTaskThatRuns(t *testing.T) {
	l := loop.New()
	p := l.Acquire()
	entered, leave := make(chan struct{}), make(chan struct{})
	finished := false
	p.Post(func() {
		close(entered)
		<-leave
		finished = true
	})
	<-entered
	l.Stop(nil)
	close(leave)
	wait(t, l)
	if !finished {
		t.Error("Wait returned while a task was running")
	}
}

func TestWaitReturnsTheContextsErrorAndLeavesTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := loop.New()
		ran := false
		l.AfterFunc(time.Hour, func() { ran = true })
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := l.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Wait: %v", err)
		}
		wait(t, l)
		if !ran {
			t.Error("the timer did not run")
		}
	})
}

func TestAWeakTimerDoesNotKeepTheLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := loop.New()
		l.AfterFunc(time.Hour, func() { t.Error("it ran") }).Unref()
		ran := false
		l.AfterFunc(time.Minute, func() { ran = true })
		wait(t, l)
		if !ran {
			t.Error("the loop did not wait for the other timer")
		}
		l.Stop(nil)
	})
}

func TestUnheldPortsKeepTheLoopWhileSomethingRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := loop.New()
		p := l.Acquire()
		l.Unhold(time.Second)
		begin, ran := time.Now(), 0
		go func() {
			for range 5 {
				time.Sleep(900 * time.Millisecond)
				p.Post(func() { ran++ })
			}
		}()
		wait(t, l)
		if ran != 5 {
			t.Errorf("%d of 5 tasks ran", ran)
		}
		if d := time.Since(begin); d != 5500*time.Millisecond {
			t.Errorf("the loop ended after %v", d)
		}
		l.Stop(nil)
	})
}

func TestThenIsCalledWhenWaitWouldReturn(t *testing.T) {
	l := loop.New()
	port := l.Acquire()
	ended := make(chan error, 2)
	ran := false
	l.Then(func(err error) { ended <- err })
	port.Post(func() { ran = true })
	port.Release()
	if err := <-ended; err != nil || !ran {
		t.Errorf("ended with %v; what was posted ran: %v", err, ran)
	}
	l.Then(func(err error) { ended <- err })
	if err := <-ended; err != nil {
		t.Errorf("a loop that is quiet ended with %v", err)
	}

	stopped := errors.New("stopped")
	port = l.Acquire()
	l.Then(func(err error) { ended <- err })
	port.Post(func() { l.Stop(stopped) })
	if err := <-ended; err != stopped {
		t.Errorf("a loop that was stopped ended with %v", err)
	}
}
