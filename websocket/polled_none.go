//go:build !linux || portable || parked

package websocket

// A system without a poller of ours: the connection's own goroutine reads. The
// build tag "parked" chooses this on Linux, so that it can be tested there.

func (*Conn) adopt() bool { return false }

// polledSocket is the transport of a system with a poller.
type polledSocket struct{ transport }

func (*polledSocket) resumed() {}
