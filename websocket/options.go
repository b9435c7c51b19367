package websocket

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"
)

// DialOptions are the choices of a client. The zero value dials with GET, no
// subprotocol, no compression, the system's certificate roots and the proxies
// of the environment.
type DialOptions struct {
	// Header is added to the handshake request. A "Host" entry replaces the
	// Host of the URL. The handshake's own fields (Upgrade, Connection and
	// Sec-WebSocket-*) are refused. Field names are sent as spelled here.
	Header http.Header

	// Method is the request's method; "" means GET, the only one RFC 6455 knows.
	Method string

	// Subprotocols are offered in this order (RFC 6455, section 4.1).
	Subprotocols []string

	// RequireSubprotocol fails the handshake where Subprotocols were offered and
	// the server selected none. RFC 6455 lets a server do so; browsers do not
	// (WHATWG WebSockets, "establish a WebSocket connection").
	RequireSubprotocol bool

	// Compression offers permessage-deflate; nil offers nothing.
	Compression *Compression

	// TLS configures wss connections; nil means the system's roots and the
	// URL's host name. The configuration is cloned before use.
	TLS *tls.Config

	// Proxy chooses the proxy for a URL whose scheme is http (for ws) or https
	// (for wss): a URL of scheme http, https, socks5 or socks5h, or nil to dial
	// directly. When Proxy itself is nil, ProxyFromEnvironment is used.
	Proxy func(*url.URL) (*url.URL, error)

	// DialContext makes the TCP connection, to the proxy if there is one; nil
	// means net.Dialer.
	DialContext func(ctx context.Context, network, addr string) (net.Conn, error)

	// HandOver says that a connection of DialContext is nobody else's once it has been
	// returned. Start may take it to pieces then: on Linux the descriptor of a
	// *net.TCPConn is moved and the net.Conn closed, for the connection to go without a
	// goroutine, as those do that are dialed without DialContext.
	HandOver bool

	// Jar supplies the request's cookies and keeps those of the response.
	Jar http.CookieJar

	// Redirects is how many redirects are followed; 0 follows none, as browsers.
	Redirects int

	// HandshakeTimeout bounds the whole of Dial, from name lookup to the
	// response; 0 leaves that to the context alone.
	HandshakeTimeout time.Duration

	// MaxHeaderBytes bounds the headers of all responses, those of a proxy and
	// interim ones (RFC 9110, section 15.2; five of them at most) among them. Passing
	// it fails the handshake. 0 or less means 64 KiB.
	MaxHeaderBytes int

	// NagleDelay leaves Nagle's algorithm on; Go's default, and this package's,
	// is TCP_NODELAY.
	NagleDelay bool

	Options
}

// AcceptOptions are the choices of a server. The zero value selects no
// subprotocol, declines compression and admits pages of its own origin only.
type AcceptOptions struct {
	// Subprotocols are those the server speaks, in order of its preference. The
	// first that the client offers too is selected; none is no error.
	Subprotocols []string

	// SelectSubprotocol, where not nil, decides instead of Subprotocols. It is
	// given the client's offers and returns one of them or "".
	SelectSubprotocol func(offered []string) string

	// Compression accepts permessage-deflate where it is offered; nil declines.
	Compression *Compression

	// CheckOrigin says whether a request that carries an Origin is welcome
	// (RFC 6455, section 10.2). Nil means: its host equals the request's Host.
	CheckOrigin func(*http.Request) bool

	// Header is added to the 101 response.
	Header http.Header

	Options
}

// Options are what both roles share.
type Options struct {
	Limits Limits

	// CloseTimeout is how long the closing handshake may go without progress
	// before the connection is cut; 0 means 5 seconds, a negative value cuts at
	// once. A browser waits 60. After both close frames, TCP has another two seconds
	// to end.
	// Progress is what the peer takes of the queue, not what it still sends.
	CloseTimeout time.Duration

	// KeepAlive sends pings while nothing arrives, and ends a connection whose
	// peer has gone. The zero value sends none.
	KeepAlive KeepAlive

	// AnyCloseCode admits a close frame of the peer with a code that RFC 6455
	// reserves or leaves undefined, other than 1005, 1006 and 1015, as browsers
	// do. Otherwise such a frame fails the connection with 1002. Close admits them, too.
	AnyCloseCode bool

	// OnPong, where not nil, is told of each pong that arrives, those that answer
	// KeepAlive's empty pings and those that answer nothing (RFC 6455, section 5.5.3)
	// included. It is called on the goroutine that reads, ahead of the messages that
	// came with the pong, and must not block. data is valid during the call.
	OnPong func(c *Conn, data []byte)

	// Trace, where not nil, is told of every frame.
	Trace *Trace
}

// Limits bound what one connection may take. The zero value means the defaults;
// a negative value means no limit.
type Limits struct {
	// Message bounds the payload of an incoming message in bytes as it arrives,
	// before it is inflated. Passing it closes with 1009. Default 64 MiB.
	Message int64

	// Inflated bounds an incoming message after it was inflated, and the work of
	// inflating one that is made of many compressed streams. Passing it closes with
	// 1009. Default: the value of Message.
	Inflated int64

	// Queue bounds BufferedAmount. A send that would pass it is refused with
	// ErrQueueFull and leaves the connection as it was. Frame headers and control
	// frames have as much again for themselves. Default 64 MiB.
	Queue int64
}

// Compression are the parameters of permessage-deflate (RFC 7692, section 7.1):
// what a client offers and what a server agrees to.
type Compression struct {
	// ServerNoContextTakeover and ClientNoContextTakeover ask that the server's
	// (the client's) messages be compressed each by itself.
	ServerNoContextTakeover bool
	ClientNoContextTakeover bool

	// ServerMaxWindowBits and ClientMaxWindowBits bound the window of the
	// server's (the client's) compressor to 2^n bytes, n from 8 to 15. 0 leaves
	// the parameter out. A client's ClientMaxWindowBits of 15 offers
	// client_max_window_bits without a value, which admits any answer.
	ServerMaxWindowBits int
	ClientMaxWindowBits int

	// Takeover keeps this side's compressor between messages where the other
	// side allows it. It compresses similar messages better and costs about
	// 0.9 MB a connection.
	Takeover bool

	// Level is that of compress/flate, 1 to 9; 0 means 1.
	Level int

	// Threshold is the payload in bytes below which a message is sent as it
	// is; 0 means 128, negative compresses everything. Below 128 there is little
	// to gain: at levels up to 6 the compressor does not look back for so little.
	Threshold int
}

// Trace is told of what passes on the wire. Every function may be nil. They run
// on the goroutine that read or wrote the frame, in part under the connection's
// lock: they must not block, and of the Conn they may call Subprotocol,
// Compressed, Header, Timing, LocalAddr and RemoteAddr only.
type Trace struct {
	// FrameRead is called when a frame has been read, before what follows from it.
	FrameRead func(Frame)
	// FrameWritten is called when a frame has entered the outgoing queue.
	FrameWritten func(Frame)
}

// Frame describes a frame to a Trace.
type Frame struct {
	Fin        bool
	Compressed bool // RSV1: the message's payload is deflated
	Opcode     Opcode
	Masked     bool
	// Payload is the unmasked payload as it stands on the wire. It is valid
	// during the call only.
	Payload []byte
}

// Timing tells when the steps of a Dial happened. A step that did not take
// place (a name lookup for an IP address, TLS for ws) has zero times.
type Timing struct {
	Start                     time.Time // Dial was called
	DNSStart, DNSDone         time.Time
	ConnectStart, ConnectDone time.Time // TCP, to the proxy if there is one
	TLSStart, TLSDone         time.Time
	RequestSent               time.Time // the handshake request was written
	Done                      time.Time // the response was accepted
}
