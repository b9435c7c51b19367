package loop

// Port is a way onto the loop for something that lives outside of it: a socket,
// a callback that has been promised. As long as it is held, the loop does not end.
type Port struct {
	loop     *Loop
	released bool // guarded by loop.mu
}

// Acquire returns a new port. To be sure that the loop has not ended meanwhile,
// call it on the loop or before Wait.
func (l *Loop) Acquire() *Port {
	l.mu.Lock()
	l.ports++
	l.mu.Unlock()
	return &Port{loop: l}
}

// Post has fn run on the loop, after what was posted before, and never on the
// caller's goroutine, which may hold locks. It does nothing once the port is
// released or the loop stopped.
func (p *Port) Post(fn func()) {
	l := p.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.released || l.stopped {
		return
	}
	l.queue = append(l.queue, fn)
	if !l.running {
		l.running = true
		go l.run()
	}
}

// Turn runs fn on the loop here and now if the loop is idle, which saves a change
// of goroutines, and posts it otherwise. The caller must hold no lock that
// anything on the loop may want, and may find itself running others' work.
func (p *Port) Turn(fn func()) {
	l := p.loop
	l.mu.Lock()
	if p.released || l.stopped {
		l.mu.Unlock()
		return
	}
	if l.running {
		l.queue = append(l.queue, fn)
		l.mu.Unlock()
		return
	}
	l.running = true
	l.mu.Unlock()
	if l.turn(fn) {
		go l.run()
	}
}

// Release gives the port up; what was posted still runs. Further calls do nothing.
func (p *Port) Release() {
	l := p.loop
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.released {
		return
	}
	p.released = true
	l.ports--
	l.settle()
}
