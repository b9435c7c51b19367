//go:build linux

package main

// crowd counts from the first connection that is accepted to the last one, and looks that
// all are open at the same time.
type crowd struct {
	order
	clocks

	accepted, open, most int
	from, to             reading
}

// Accepted takes the time.
func (c *crowd) Accepted() {
	if c.accepted++; c.accepted == 1 {
		if c.err = c.identify(); c.err != nil {
			return
		}
		c.from = c.read(c.accepted)
	}
	if c.accepted == c.Users {
		c.to = c.read(c.accepted)
	}
}

// Opens counts.
func (c *crowd) Opens() error {
	c.open++
	c.most = max(c.most, c.open)
	return c.err
}

func (c *crowd) Ended() { c.open-- }

func (c *crowd) Arrived(int) {}

func (c *crowd) figures() figures {
	want := c.Users
	if c.Silent {
		want = 0
	}
	switch {
	case c.err != nil:
		return problem("%v", c.err)
	case c.accepted != want:
		return problem("%d connections came, want %d", c.accepted, want)
	case c.most != want:
		return problem("%d of %d connections were open at the same time: they have to be held for longer", c.most, want)
	case want < 2:
		return figures{Messages: want}
	}
	return between(c.from, c.to)
}
