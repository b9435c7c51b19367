package websocket

import (
	"net"
	"net/http"
)

// role says which side of the connection this is: it decides who masks
// (RFC 6455, section 5.1) and which window belongs to whom.
type role uint8

const (
	client role = iota
	server
)

// connParams is what a handshake settled, all that Conn needs of it.
type connParams struct {
	role        role
	netConn     net.Conn // carries the frames: TCP, TLS, or what the caller's DialContext gave
	owned       bool     // nobody else holds netConn
	early       []byte   // bytes that came behind the handshake; copied by newConn
	subprotocol string
	deflate     *deflateParams // nil: no compression was agreed
	header      http.Header    // of the other side's handshake: response or request
	timing      Timing
	options     Options
}

// deflateParams is an agreed permessage-deflate (RFC 7692, section 7.1).
type deflateParams struct {
	serverNoTakeover, clientNoTakeover bool
	serverBits, clientBits             int // 8 to 15

	// How this side uses its part.
	takeover  bool // keep the compressor, where the agreement allows it
	level     int  // 1 to 9
	threshold int  // messages shorter than this are sent as they are
}
