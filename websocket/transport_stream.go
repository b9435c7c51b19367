//go:build !unix || portable

package websocket

import "net"

// A system without readiness that can be asked for: every connection is read by
// a loop that holds its buffer, and written by goroutines. The build tag
// "portable" chooses this on any system, so that it can be tested there.

func newParkedTransport(*Conn, net.Conn) transport { return nil }

// underConn is the connection at the bottom.
type underConn struct{ countedConn }

func underTLS(nc net.Conn) *underConn { return &underConn{countedConn{nc, new(traffic)}} }
