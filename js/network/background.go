package network

import (
	"errors"
	"time"

	"github.com/unisocket/uni/internal/loop"
)

// What becomes of the requests of uni's functions while the app is hidden: where the
// platform has such a rule they fail some time later, and so do new ones until it is
// shown again (docs/behaviour.md, section 10.2).

// errInterrupted is why they fail.
var errInterrupted = errors.New("the app is hidden")

// background is since when the app is hidden.
type background struct {
	since time.Time // zero while it is shown
	timer *loop.Timer
}

// Hide says that the app is no longer shown.
func (n *Network) Hide() {
	if n.hidden.since.IsZero() {
		n.hidden.since = time.Now()
		n.awaitInterruption()
	}
}

// Show says that it is shown again.
func (n *Network) Show() {
	n.hidden.since = time.Time{}
	n.letGo()
}

// interruptsAfter is how long requests live while the app is hidden; 0 is for ever.
func (n *Network) interruptsAfter() time.Duration {
	if n.rules.Interrupted.Text == "" {
		return 0
	}
	return n.config.Platform.Native.Background.After
}

// interrupted reports whether requests fail now.
func (n *Network) interrupted() bool {
	after := n.interruptsAfter()
	return after > 0 && !n.hidden.since.IsZero() && time.Since(n.hidden.since) >= after
}

// awaitInterruption waits for the time to come, as long as there are requests.
func (n *Network) awaitInterruption() {
	after := n.interruptsAfter()
	if after == 0 || n.hidden.since.IsZero() || n.hidden.timer != nil || len(n.running) == 0 {
		return
	}
	n.hidden.timer = n.runtime.Loop().AfterFunc(time.Until(n.hidden.since.Add(after)), func() {
		n.hidden.timer = nil
		for _, x := range n.running {
			x.cancel(errInterrupted) // those that wait find it out when they begin
		}
	})
}

// letGo no longer waits for it.
func (n *Network) letGo() {
	if n.hidden.timer != nil {
		n.hidden.timer.Stop()
		n.hidden.timer = nil
	}
}
