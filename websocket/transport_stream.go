//go:build !unix || portable

package websocket

import "net"

// A system without readiness that can be asked for: every connection is read by
// a loop that holds its buffer, and written by goroutines. The build tag
// "portable" chooses this on any system, so that it can be tested there.

func newParkedTransport(net.Conn) transport { return nil }

func underTLS(nc net.Conn) net.Conn { return nc }
