// Package devserver is the peer on this machine: a WebSocket server that echoes
// and that misbehaves on request, for the programs, scripts and tests of people
// who write clients.
//
// A [Server] answers ws, wss and plain HTTP on one port. What it does is a table
// of [Endpoints]: each has a path, among them all the ways in which a server can
// fail a client; every path that is not in the table echoes. Its certificates
// are made on demand, for whatever name a client asks for, by a [CA] that lives
// in memory and that nobody trusts who was not told to.
//
// [Local] is a Server together with the dialer and the trust that make it answer
// for every host name there is, within one process.
//
// A connection takes this way: a port (port.go) looks at its first byte and
// gives it to net/http, with TLS on it or not; the handler (handler.go) finds
// the path's endpoint (endpoints.go), which accepts it as a session
// (session.go) or plays a fault by hand (fault.go). The Server knows every
// connection until it ends, so that Close leaves nothing behind.
//
// It is meant for loopback, where it listens unless it is given another
// address. It checks no Origin and asks nobody who they are.
package devserver
