//go:build !unix

package websocket

import "net"

// A system without readiness that can be asked for: every connection is read by
// a loop that holds its buffer, and written by goroutines.

func newPollTransport(net.Conn) transport { return nil }

func underTLS(nc net.Conn) net.Conn { return nc }
