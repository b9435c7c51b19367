// Package websocket implements the WebSocket protocol (RFC 6455) with
// compression (RFC 7692), client and server, for programs that react to events.
//
// [Dial] and [Accept] perform the opening handshake and return a [Conn] that
// has read nothing yet. From there a connection is used in one of two ways:
//
//   - [Conn.Start] hands it to a [Handler]: OnOpen, then OnMessages in order,
//     then OnClose exactly once. An idle connection holds no buffer, and on Linux
//     no goroutine (compression with context takeover keeps its window; a
//     connection that is no socket of the system's, a goroutine and its buffer).
//   - [Conn.Read] and [Conn.Write] block, for programs that would rather call
//     than be called.
//
// Data flows through three places. Bytes that arrive are parsed where they
// were read (read.go, from a pooled buffer) into the messages of one batch.
// Bytes that leave are framed, masked and collected in the outgoing queue
// (send.go, write.go), which tries the kernel at once and leaves what the kernel refuses
// to a goroutine that lives only as long as that takes, so that a send never
// blocks. What reads and writes for them is a transport (transport.go, and
// poller_linux.go for who reads there). Between both stands the state of the closing handshake (closing.go).
//
// The package knows nothing of uni-app; it is of use to any Go program.
package websocket
