package js

import (
	"fmt"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// Limits end a script that would not end, or would take the machine down. A limit
// of 0 is none.
type Limits struct {
	// Turn is how long one turn of JavaScript may last: a macrotask, and the promise
	// jobs behind it.
	Turn time.Duration

	// Run is how long the script may run, whether it computes or waits.
	Run time.Duration

	// Memory is how many bytes the process may use. What asks for more at once, such
	// as new ArrayBuffer(n), throws a RangeError that the script may catch.
	Memory int64

	// Stuck is called where the engine does not hear that it has to stop: it is busy in
	// a function written in Go, or the program is still being read. Run does not return
	// then, so that Stuck has to end the process. It is called once, on a goroutine of
	// its own.
	Stuck func(*LimitError)
}

// LimitMatches bounds the time of one match of a regular expression, which nothing
// can interrupt: one that takes longer finds nothing. It is to be as long as
// Limits.Turn, so that the script is stopped by then. It holds for the whole process
// and for expressions made afterwards; call it before Run.
func LimitMatches(d time.Duration) { regexp2.DefaultMatchTimeout = d }

// Limit is one of the Limits, or that of the stack for recursion of built-in functions.
type Limit int

// The limits that a script can exceed.
const (
	LimitTurn Limit = iota
	LimitRun
	LimitMemory
	LimitStack
)

// LimitError says that a script was stopped because it exceeded a limit.
type LimitError struct {
	Limit    Limit
	Duration time.Duration // of LimitTurn and LimitRun
	Bytes    int64         // of LimitMemory
	In       string        // the built-in function that was running, if the engine did not come out of it
	Text     string        // for Stuck: what Stderr is to get, with the place if it is known
	idle     bool          // the script was waiting
}

// Error is a sentence, and what to do.
func (e *LimitError) Error() string {
	in := ""
	if e.In != "" {
		in = " in " + e.In
	}
	switch e.Limit {
	case LimitRun:
		if e.idle {
			return fmt.Sprintf("The script was stopped: it had not ended after %v. It was waiting: a socket is open, or a timer is set; close and clear what is no longer needed.", e.Duration)
		}
		return fmt.Sprintf("The script was stopped: it had not ended after %v, and was still computing%s.", e.Duration, in)
	case LimitMemory:
		return fmt.Sprintf("The script was stopped: it took more than %s of memory%s. Look for what only grows: an array, a string, a Map, timers, sockets.", Bytes(e.Bytes), in)
	case LimitStack:
		return fmt.Sprintf("RangeError: Maximum call stack size exceeded%s: what it was given is nested too deeply.", in)
	}
	return fmt.Sprintf("The script was stopped: it computed for %v without a pause%s, as an endless loop, an endless chain of promises or a regular expression with nested repetition does. Long work needs pauses, as with setTimeout, or no event comes through.", e.Duration, in)
}

// Bytes is a number of bytes in words.
type Bytes int64

func (b Bytes) String() string {
	for _, unit := range []struct {
		name string
		size Bytes
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if b >= unit.size {
			return fmt.Sprintf("%.4g %s", float64(b)/float64(unit.size), unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", int64(b))
}
