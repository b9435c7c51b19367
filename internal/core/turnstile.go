package core

// A platform may make the connections to one address one after another
// (platform.Native.OneAtATime; RFC 6455, section 4.1). A turnstile is the queue
// for one address: the first socket in it is dialing.
type turnstile []*socket

// enter lets s dial when it is its turn.
func (a *App) enter(s *socket) {
	queue := a.waiting[s.address]
	a.waiting[s.address] = append(queue, s)
	if len(queue) == 0 {
		s.startDial()
	}
}

// leave takes s out of its queue, if it is in one. When it was the one that
// dialed, the next follows after the platform's pause.
func (a *App) leave(s *socket) {
	queue := a.waiting[s.address]
	for i, other := range queue {
		if other != s {
			continue
		}
		if s.dialing {
			return // its dial was cancelled and will report
		}
		queue = append(queue[:i:i], queue[i+1:]...)
		if len(queue) == 0 {
			delete(a.waiting, s.address)
			return
		}
		a.waiting[s.address] = queue
		if i == 0 {
			a.config.Loop.AfterFunc(a.native.OneAtATime, func() { a.next(s.address) })
		}
		return
	}
}

// next lets the first in the queue dial, unless it does.
func (a *App) next(address string) {
	if queue := a.waiting[address]; len(queue) > 0 && !queue[0].dialing {
		queue[0].startDial()
	}
}
