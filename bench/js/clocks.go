//go:build linux

package main

import (
	"errors"
	"runtime"
	"time"

	"github.com/unisocket/uni/bench/internal/machine"
)

// clocks are those of the machine, of this process and of the client's.
type clocks struct {
	clients <-chan int // process identifiers
	client  int
	err     error
}

// identify waits until it is known whose processor clock to read.
func (c *clocks) identify() error {
	pid, ok := <-c.clients
	if !ok {
		return errors.New("a connection of nobody")
	}
	c.client = pid
	return nil
}

// reading is the state of the clocks at one moment.
type reading struct {
	count             int // of messages or connections
	at                time.Time
	client, own, idle time.Duration
}

func (c *clocks) read(count int) reading {
	r := reading{count: count, at: time.Now(), idle: machine.IdleTimeOfAll()}
	var err error
	if r.client, err = machine.CPUTime(c.client); err == nil {
		r.own, err = machine.CPUTime(0)
	}
	if err != nil {
		c.err = err
	}
	return r
}

// between are the figures of what came from one reading to another.
func between(from, to reading) figures {
	n, took := float64(to.count-from.count), to.at.Sub(from.at)
	client, own := to.client-from.client, to.own-from.own
	all := took * time.Duration(runtime.NumCPU())
	return figures{
		Messages:  to.count - from.count,
		Rate:      n / took.Seconds(),
		CPU:       float64(client) / n,
		ServerCPU: float64(own) / n,
		Others:    max(0, 1-float64(client+own+to.idle-from.idle)/float64(all)),
	}
}
