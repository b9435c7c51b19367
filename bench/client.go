//go:build linux

package main

import "crypto/tls"

// client is a row of the tables: a WebSocket library, or a way to use one.
type client struct {
	name string

	// dial opens a connection that hands what comes to in, from start on.
	dial func(t *target, in inbox) (conn, error)

	// script measures without connections of ours: the messages are sent and counted
	// by a script. It is nil where dial is not.
	script func(w *workload, t *target, m *meter) error

	// queues says that send does not wait for the peer. Large messages of the others
	// are sent by a goroutine of their own, or both ends would wait to be read.
	queues bool

	// tags are the build tags of a binary of its own; "" is the one that runs.
	tags string
}

// target is what a client is to connect to, and for what.
type target struct {
	addr     string // host:port
	path     string
	tls      *tls.Config // nil is ws
	text     bool        // messages are text
	takeover bool        // with deflate: the context is kept
	deflate  bool
	size     int // of a message
	up, down int // of a message with its frame, for those without a protocol
}

func (t *target) url() string {
	if t.tls != nil {
		return "wss://" + t.addr + t.path
	}
	return "ws://" + t.addr + t.path
}

// inbox is told what a connection receives: in order, and by one goroutine at a time.
// A message's bytes are lent until the call returns. The connection may be used
// within.
type inbox interface {
	message(p []byte)
	// idle is called before the connection waits for more by clients whose send
	// leaves messages in a buffer.
	idle()
	broke(err error)
}

// conn is an open connection of a client.
type conn interface {
	// start begins to read.
	start()
	// send sends a message; it may stay in a buffer of the client's until flush.
	// Before start it is called by the one who dialed, then from inside the inbox, or
	// always by a goroutine of its own, but never by two at a time.
	send(m *message) error
	flush() error
	close()
}

// message is a message in the forms that clients want it in, all made beforehand.
type message struct {
	data  []byte
	text  string
	frame []byte // masked; where nobody speaks WebSocket, the key is 0
}

// clients are all that there are.
var clients = []*client{
	&rawClient, &unisocketClient, &unisocketParked, &uniClient, &jsClient,
	&gorillaClient, &gorillaTuned, &coderClient, &gwsClient, &gwsUTF8,
	&gobwasLow, &gobwasUtil, &nbioClient,
	&loadClient,
}

// clientNamed finds a client; nil if there is none.
func clientNamed(name string) *client {
	for _, c := range clients {
		if c.name == name {
			return c
		}
	}
	return nil
}
