package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/unisocket/uni/js"
)

const (
	// turnLimit is how long a turn of JavaScript may last where no --timeout says
	// otherwise. No platform lets a page freeze for as long.
	turnLimit = 30 * time.Second

	// defaultMemory is the limit of a process's memory on a machine that has twice as
	// much; least is what the program itself wants.
	defaultMemory = 2 << 30
	leastMemory   = 32 << 20
)

// limits are the flags that keep a script from running away.
type limits struct {
	Timeout duration `placeholder:"DURATION" help:"Stop a script that has not ended after this time, with status 1. Without it a script may wait as long as it likes, but not compute for more than 30s at a stretch."`
	Memory  size     `placeholder:"SIZE" help:"Stop a script whose process takes more memory than this, such as 512MiB, with status 1: 2GiB unless given, or half of what the machine or the container has where that is less."`
}

// size is a flag's number of bytes; 0 is none given.
type size int64

func (s *size) UnmarshalText(text []byte) error {
	number, factor := string(text), int64(0)
	for suffix, unit := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
		if rest, ok := strings.CutSuffix(number, suffix); ok {
			number, factor = rest, unit
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	switch {
	case err != nil || factor == 0 || !(n > 0) || n*float64(factor) >= math.MaxInt64:
		return fmt.Errorf("%q is no size: want one such as 512MiB or 2GiB", text)
	case n*float64(factor) < leastMemory:
		return fmt.Errorf("%q is too little to run a script: want at least %s", text, size(leastMemory))
	}
	*s = size(n * float64(factor))
	return nil
}

// String is the size as the flag takes it.
func (s size) String() string {
	if s%(1<<20) == 0 {
		return strconv.FormatInt(int64(s)>>20, 10) + "MiB"
	}
	return strconv.FormatFloat(float64(s)/(1<<10), 'f', -1, 64) + "KiB"
}

// memory is the limit that holds.
func (l *limits) memory() int64 {
	if l.Memory > 0 {
		return int64(l.Memory)
	}
	limit := int64(defaultMemory)
	if has := machineMemory(); has > 0 {
		limit = min(limit, has/2)
	}
	return max(limit, leastMemory)
}

// forScripts prepares the process, which runs scripts, and returns the limits of each.
func (l *limits) forScripts() js.Limits {
	turn := time.Duration(l.Timeout)
	if turn == 0 {
		turn = turnLimit
	}
	memory := l.memory()
	// The collector works harder before the limit is reached, the watchdog looks at the
	// stack before Go's own limit is, and what it cannot prevent shows no stack of Go's.
	debug.SetMemoryLimit(memory / 5 * 4)
	debug.SetMaxStack(math.MaxInt / 2)
	if os.Getenv("GOTRACEBACK") == "" {
		debug.SetTraceback("none")
	}
	js.LimitMatches(turn)
	return js.Limits{Turn: turn, Run: time.Duration(l.Timeout), Memory: memory}
}

// told is the end of a script whose error has been written. What to do about a limit
// is the command line's to say.
func told(err error) error {
	var limit *js.LimitError
	if errors.As(err, &limit) {
		switch limit.Limit {
		case js.LimitTurn:
			return &failure{statusFailed, errors.New("--timeout 5m lets a script compute for longer")}
		case js.LimitRun:
			return &failure{statusFailed, errors.New("--timeout sets another time")}
		case js.LimitMemory:
			return &failure{statusFailed, errors.New("--memory sets another limit")}
		}
	}
	return &failure{status: statusFailed}
}
