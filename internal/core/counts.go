package core

import "sync/atomic"

// Counts count what the sockets of any number of Apps do. They may be read at any time.
type Counts struct {
	Connecting atomic.Int64 // now
	Open       atomic.Int64 // now
	Opened     atomic.Int64 // in all
	Broken     atomic.Int64 // did not come to open, or ended without a closing handshake
	Sent       atomic.Int64 // messages that were taken to be sent
	Received   atomic.Int64 // messages that were delivered
}

// changed counts that a socket's state has changed.
func (c *Counts) changed(from, to State) {
	if from == to {
		return
	}
	switch from {
	case StateConnecting:
		c.Connecting.Add(-1)
	case StateOpen:
		c.Open.Add(-1)
	}
	if to == StateOpen {
		c.Open.Add(1)
		c.Opened.Add(1)
	}
}
