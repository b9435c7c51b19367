package websocket

import "sync"

// condition is a sync.Cond that takes memory from the first waiter on: most
// connections never have one.
type condition struct{ cond *sync.Cond }

// wait is called with mu held, always the same.
func (c *condition) wait(mu *sync.Mutex) {
	if c.cond == nil {
		c.cond = sync.NewCond(mu)
	}
	c.cond.Wait()
}

// broadcast is called with that mutex held.
func (c *condition) broadcast() {
	if c.cond != nil {
		c.cond.Broadcast()
	}
}
