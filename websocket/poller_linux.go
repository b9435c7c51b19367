//go:build linux && !portable && !parked

package websocket

import (
	"math"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// poller is an epoll instance and the sockets it watches. There is one for each
// processor that Go uses, while there are connections for it.
//
// One goroutine has the watch: it waits for events and serves the sockets itself,
// one after the other, which is what makes a message cheap. A Handler may block,
// though, and delay nobody but its own connection. So while it serves, somebody
// looks at it every millisecond; if a socket has kept it for that long and there is
// anything else to watch for, another goroutine takes over the watch and what was
// still to be served, and the first one has become that connection's own. For a while
// after that, every socket is served by a goroutine of its own: what blocked once may
// block again.
//
// Waiting costs no thread: Go's own poller watches the epoll descriptor, which is
// readable while it has events.
type poller struct {
	epoll  int
	file   *os.File // of epoll; the goroutine that has the watch closes it at the end
	raw    syscall.RawConn
	spread atomic.Int64 // until then (Unix time in ns) each socket gets a goroutine

	mu      sync.Mutex
	sockets []*polledSocket // by slot
	free    []int32         // slots
	writing int             // goroutines that wait for a socket to be writable
}

const (
	patience = time.Millisecond
	// spreadFor is how long sockets are not served in turn after one of them
	// kept the watch.
	spreadFor = 100 * time.Millisecond
)

// pollers are those of this process, made when they are needed.
var pollers pollerSet

type pollerSet struct {
	mu  sync.Mutex
	all []*poller // nil where there is none at the moment
}

// add gives s to the poller that has the least to watch.
func (ps *pollerSet) add(s *polledSocket) error {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if ps.all == nil {
		ps.all = make([]*poller, runtime.GOMAXPROCS(0))
	}
	least := &ps.all[0]
	for i := range ps.all[1:] {
		if p := &ps.all[1+i]; (*p).size() < (*least).size() {
			least = p
		}
	}
	if *least == nil {
		p, err := newPoller()
		if err != nil {
			return err
		}
		*least = p
	}
	err := (*least).add(s)
	if err != nil && (*least).size() == 0 {
		(*least).stop()
		*least = nil
	}
	return err
}

// remove takes s from its poller, which ends with its last socket.
func (ps *pollerSet) remove(s *polledSocket) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p := s.poller
	p.remove(s)
	if p.size() > 0 {
		return
	}
	p.stop()
	for i := range ps.all {
		if ps.all[i] == p {
			ps.all[i] = nil
		}
	}
}

func newPoller() (*poller, error) {
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	if err := syscall.SetNonblock(epoll, true); err != nil { // for os.NewFile to have it polled
		syscall.Close(epoll)
		return nil, os.NewSyscallError("fcntl", err)
	}
	p := &poller{epoll: epoll, file: os.NewFile(uintptr(epoll), "epoll")}
	err = p.file.SetReadDeadline(time.Time{})
	if err == nil {
		p.raw, err = p.file.SyscallConn()
	}
	if err != nil {
		p.file.Close()
		return nil, err
	}
	go newLookout(p).keep(nil)
	return p, nil
}

func (p *poller) add(s *polledSocket) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.poller = p
	if n := len(p.free); n > 0 {
		s.slot, p.free = p.free[n-1], p.free[:n-1]
		p.sockets[s.slot] = s
	} else {
		s.slot = int32(len(p.sockets))
		p.sockets = append(p.sockets, s)
	}
	if err := p.watch(syscall.EPOLL_CTL_ADD, s); err != nil {
		p.vacate(s)
		return os.NewSyscallError("epoll_ctl", err)
	}
	return nil
}

// watch registers what s has to be told of. p.mu is held.
func (p *poller) watch(operation int, s *polledSocket) error {
	// Edge-triggered: one registration serves as long as nothing changes, and
	// EPOLLOUT is only reported after a write that did not get all away.
	const edge = 1 << 31
	event := syscall.EpollEvent{
		Events: syscall.EPOLLPRI | syscall.EPOLLRDHUP | edge,
		Fd:     s.slot, // the user's data, whatever its name
	}
	if !s.busy {
		event.Events |= syscall.EPOLLIN
	}
	if !s.busy || s.writing > 0 {
		event.Events |= syscall.EPOLLOUT
	}
	return syscall.EpollCtl(p.epoll, operation, int(s.fd), &event)
}

// setBusy says whether somebody is about to read from s again anyway. The kernel need
// not tell of what arrives meanwhile then, for which it would wake a thread each time.
func (p *poller) setBusy(s *polledSocket, busy bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.busy != busy && p.sockets[s.slot] == s {
		s.busy = busy
		p.watch(syscall.EPOLL_CTL_MOD, s)
	}
}

// setWriting counts the goroutines that wait for s to be writable.
func (p *poller) setWriting(s *polledSocket, change int32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.writing += change
	p.writing += int(change)
	if change > 0 && s.busy && p.sockets[s.slot] == s {
		p.watch(syscall.EPOLL_CTL_MOD, s)
	}
}

func (p *poller) remove(s *polledSocket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	syscall.EpollCtl(p.epoll, syscall.EPOLL_CTL_DEL, int(s.fd), nil)
	p.vacate(s)
}

func (p *poller) vacate(s *polledSocket) {
	p.sockets[s.slot] = nil
	p.free = append(p.free, s.slot)
}

// size is how many sockets the poller watches; 0 for none, too.
func (p *poller) size() int {
	if p == nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.sockets) - len(p.free)
}

// awaited reports whether somebody waits for the watch but the one socket that is served.
func (p *poller) awaited() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.sockets)-len(p.free) > 1 || p.writing > 0
}

// stop ends the watch, for a poller without sockets.
func (p *poller) stop() { p.file.SetReadDeadline(time.Unix(1, 0)) }

// relieve has another goroutine take over the watch.
func (p *poller) relieve(l *lookout) {
	p.spread.Store(time.Now().Add(spreadFor).UnixNano())
	go newLookout(p).keep(l)
}

// serveAlone serves a socket on a goroutine of its own.
func (p *poller) serveAlone(s *polledSocket) {
	start := time.Now()
	s.serve()
	if took := time.Since(start); took >= patience {
		p.spread.Store(start.Add(took + spreadFor).UnixNano())
	}
}

// lookout is one goroutine's watch at a poller.
type lookout struct {
	poller *poller

	// stint counts up when it begins to serve a socket, and when it is done with
	// it: odd is while it serves. It is relieved for good when somebody
	// took over; then only the successor may touch ready.
	stint   atomic.Uint64
	watched atomic.Bool // somebody looks at stint

	events [128]syscall.EpollEvent
	found  int // of events
	onPoll func(epoll uintptr) bool

	ready [128]*polledSocket
	n     int32
	next  atomic.Int32 // of ready, the first that nobody serves yet
}

const relieved = math.MaxUint64

func newLookout(p *poller) *lookout {
	l := &lookout{poller: p}
	l.onPoll = l.poll
	return l
}

// keep keeps watch until it is relieved or the poller ends. First it serves what
// the goroutine it relieves has left.
func (l *lookout) keep(before *lookout) {
	ended := false
	defer func() {
		if !ended && l.stint.Swap(relieved) != relieved {
			l.poller.relieve(l) // a handler ended the goroutine: runtime.Goexit
		}
	}()
	if before == nil || l.serve(before) {
		l.wait()
	}
	ended = true
}

// wait waits for events and serves their sockets. It asks for events before it
// waits, inside RawConn.Read, so that none is missed; and serves outside of it, so
// that a successor can wait meanwhile.
func (l *lookout) wait() {
	for {
		if l.poller.raw.Read(l.onPoll) != nil {
			l.poller.file.Close() // it was stopped
			return
		}
		l.gather()
		if !l.serve(l) {
			return
		}
	}
}

// poll reports whether there are events.
func (l *lookout) poll(epoll uintptr) bool {
	for {
		var err error
		l.found, err = syscall.EpollWait(int(epoll), l.events[:], 0)
		if err != syscall.EINTR {
			return l.found > 0
		}
	}
}

// gather finds out which sockets have to be served.
func (l *lookout) gather() {
	p := l.poller
	l.n = 0
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range l.events[:l.found] {
		e := &l.events[i]
		if int(e.Fd) >= len(p.sockets) {
			continue
		}
		// A slot may have passed to another socket since the event. It finds
		// nothing to read then.
		if s := p.sockets[e.Fd]; s != nil && s.event(e.Events) {
			l.ready[l.n] = s
			l.n++
		}
	}
	l.next.Store(0)
}

// serve serves what from has gathered. It reports false if it was relieved.
func (l *lookout) serve(from *lookout) bool {
	spread := from != l // it must not be relieved with another's rest
	if until := l.poller.spread.Load(); until != 0 {
		if time.Now().UnixNano() < until {
			spread = true
		} else {
			l.poller.spread.CompareAndSwap(until, 0)
		}
	}
	for {
		i := from.next.Add(1) - 1
		if i >= from.n {
			return true
		}
		s := from.ready[i]
		from.ready[i] = nil
		if spread {
			go l.poller.serveAlone(s)
			continue
		}
		stint := l.stint.Add(1)
		if !l.watched.Load() && l.watched.CompareAndSwap(false, true) {
			go l.watchOver()
		}
		s.serve()
		if !l.stint.CompareAndSwap(stint, stint+1) {
			return false
		}
	}
}

// watchOver sees to it that l is relieved if a socket keeps it. It ends when there
// was nothing to do for a moment.
func (l *lookout) watchOver() {
	seen := uint64(0)
	for {
		time.Sleep(patience)
		stint := l.stint.Load()
		switch {
		case stint == relieved:
			return
		case stint != seen:
			seen = stint
		case stint%2 == 1 && !l.poller.awaited():
		case stint%2 == 1:
			if l.stint.CompareAndSwap(stint, relieved) {
				l.poller.relieve(l)
				return
			}
		default:
			l.watched.Store(false)
			if l.stint.Load() == stint || !l.watched.CompareAndSwap(false, true) {
				return
			}
		}
	}
}
