package websocket

import (
	"sync/atomic"
	"time"
)

// settings are what a Conn keeps of its Options. Connections that were made with
// the same share them.
type settings struct {
	limits       Limits
	closeTimeout time.Duration
	anyCloseCode bool
	trace        *Trace
	onPong       *func(c *Conn, data []byte) // nil without
}

// lastSettings are those of the last connection without functions of the caller's.
var lastSettings atomic.Pointer[settings]

func settingsOf(o *Options) *settings {
	s := settings{
		limits:       o.Limits.withDefaults(),
		closeTimeout: o.CloseTimeout,
		anyCloseCode: o.AnyCloseCode,
		trace:        o.Trace,
	}
	if s.closeTimeout == 0 {
		s.closeTimeout = defaultCloseTimeout
	}
	if onPong := o.OnPong; onPong != nil {
		s.onPong = &onPong // settings are compared, which functions cannot be
	}
	if last := lastSettings.Load(); last != nil && *last == s {
		return last
	}
	if s.trace == nil && s.onPong == nil { // they should not be kept from the garbage collector
		lastSettings.Store(&s)
	}
	return &s
}

func (l Limits) withDefaults() Limits {
	set := func(v *int64, d int64) {
		switch {
		case *v == 0:
			*v = d
		case *v < 0:
			*v = 1<<63 - 1
		}
	}
	set(&l.Message, defaultLimit)
	set(&l.Inflated, l.Message)
	set(&l.Queue, defaultLimit)
	return l
}
