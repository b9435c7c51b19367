//go:build linux

package main

import (
	"fmt"
	"os"

	"github.com/unisocket/uni/bench/internal/child"
	"github.com/unisocket/uni/bench/internal/echo"
)

// The server is a child that echoes and is the only one to look at a clock: what a client
// says of time or of itself is not asked. It is told an order, and then, as soon as there
// is one, the client's process.

// order is what the server is to do.
type order struct {
	Users  int  // connections that come and do nothing; 0 is one with traffic
	Silent bool // not even come

	Each   bool // write each echo by itself
	Laps   bool // keep the time of each round trip
	WarmUp int  // messages that come before those that count
	Total  int  // with them
}

// figures is what the server has found. Of users, a connection is what a message is else.
type figures struct {
	Problem   string  `json:",omitempty"` // why there is nothing else
	Messages  int     // that were counted
	Rate      float64 // messages a second
	P50, P99  float64 `json:",omitempty"` // nanoseconds of a round trip
	CPU       float64 // nanoseconds a message, of the client's process
	ServerCPU float64 // the same of the server's
	Others    float64 // the share of the machine's processors that neither of them had
}

// watcher finds the figures.
type watcher interface {
	echo.Watcher
	figures() figures
}

// serve serves until stdin ends.
func serve() error {
	var o order
	if err := child.Read(&o); err != nil {
		return err
	}
	clients := make(chan int, 1)
	var w watcher = &meter{order: o, clocks: clocks{clients: clients}}
	if o.Users > 0 {
		w = &crowd{order: o, clocks: clocks{clients: clients}}
	}
	stop, end, err := os.Pipe()
	if err != nil {
		return err
	}
	defer stop.Close()
	go func() {
		defer end.Close()
		defer close(clients)
		for pid := 0; child.Read(&pid) == nil; {
			clients <- pid
		}
	}()
	err = echo.Serve(echo.Options{Each: o.Each, Watch: w}, stop, func(addrs []string) error { return child.Answer(addrs[0]) })
	if err != nil {
		return err
	}
	return child.Answer(w.figures())
}

// problem is what stands in the place of figures.
func problem(format string, args ...any) figures {
	return figures{Problem: fmt.Sprintf(format, args...)}
}
