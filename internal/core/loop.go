package core

import "time"

// Loop is what core needs of an event loop. All of core runs on it: its
// functions are called on the loop, and it calls what it is given there.
type Loop interface {
	// Acquire keeps the loop alive for something that happens elsewhere, until
	// the port is released.
	Acquire() Port

	// AfterFunc runs fn on the loop after d, which keeps the loop alive.
	AfterFunc(d time.Duration, fn func())

	// AtTurnEnd runs fn at the end of the current turn. It is called only where
	// Config.CorkTurns or Config.Meter is set.
	AtTurnEnd(fn func())
}

// Port is a way onto the loop for one task.
type Port interface {
	// Post runs fn on the loop, from any goroutine, in the order of calls.
	Post(fn func())

	// Turn is Post for a goroutine that holds no locks: an idle loop may run fn
	// right there.
	Turn(fn func())

	// Release lets the loop end. What was posted still runs.
	Release()
}
