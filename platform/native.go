package platform

import (
	"slices"
	"time"
)

// Native is what the socket beneath uni's layer does.
type Native struct {
	Name string

	URL URLRule
	// Header, Method: the option of that name reaches the handshake.
	Header, Method bool
	// NoSubprotocols: that of protocols does not. DataInURL: the option data is added
	// to the URL's query.
	NoSubprotocols, DataInURL bool
	// TransportOptions: so do tcpNoDelay and perMessageDeflate.
	TransportOptions bool
	// RefuseReferer: a header option that sets Referer fails the call.
	RefuseReferer bool
	// Referer is the platform's own, with %s for the app's id; where DropReferer
	// is set, that of a header option is dropped, whether there is one or not.
	Referer     string
	DropReferer bool
	// Origin: the handshake carries the page's origin.
	Origin bool
	// Cookies: the handshake carries those that are kept for its host (Fetch, section 4.6;
	// WHATWG WebSockets, section 2.1).
	Cookies bool
	// DefaultOrigin is sent unless the header option has one in any spelling.
	DefaultOrigin string
	// Offer is the compression that the handshake offers.
	Offer Offer
	// SubprotocolRequired: a server that selects none of those offered is refused.
	SubprotocolRequired bool
	// Subprotocols are checked as WHATWG says, before anything is sent.
	CheckSubprotocols bool

	Timeout HandshakeTimeout
	// ConnectDelay passes between the call and the attempt to connect.
	ConnectDelay time.Duration
	// OneAtATime: connections to one address are made one after another, with
	// this pause between them; zero makes them at once.
	OneAtATime time.Duration

	// CloseConnecting says what close does before open.
	CloseConnecting CloseConnecting
	// CloseCodes are what close admits; CloseCodeText and CloseReasonText are
	// the exceptions for others, with %d for the code.
	CloseCodes      []CodeRange
	CloseCodeText   Exception
	CloseReasonText Exception
	// CloseRangeText, where it has a text, is that for codes outside of CloseCodeRange.
	CloseCodeRange CodeRange
	CloseRangeText Exception
	// CloseTimeout is how long the peer has to answer a close frame.
	CloseTimeout time.Duration
	// MessagesAfterClose: what arrives after close is still delivered.
	MessagesAfterClose bool

	// AnyCloseCode: a close frame may carry codes that RFC 6455 reserves.
	AnyCloseCode bool
	// IgnoreReason: the reason of a close is not sent.
	IgnoreReason bool
	// ReportsClosing: the peer's close frame is the close event; otherwise the end
	// of the closing handshake is.
	ReportsClosing bool
	// OwnReason is the reason in the close event of a socket that this side closed
	// with 1000 and without one.
	OwnReason string

	// The events with which a socket ends otherwise than by a closing handshake:
	// it did not open, the peer ended the connection without a close frame, it
	// broke in another way, the peer violated the protocol.
	Failed, Ended, Broken, Violated Ending
	// Faults are the platform's words for what an error event is about; FaultOther's
	// are for all that have none, and without those they are the cause's own.
	Faults map[Fault]Failure

	// Policy is what may be connected to, and how often.
	Policy Policy
	// Background is what becomes of sockets while the app is hidden.
	Background Background

	// What an operation on a socket whose constructor failed says.
	DeadSend, DeadClose Exception

	// DropsLate: what is sent after the connection broke, but before the close
	// event says so, is lost without a failure.
	DropsLate bool

	// DropsEarly: so is what is sent before open.
	DropsEarly bool

	// NoBinary: what is binary is neither sent nor delivered.
	NoBinary bool

	// Queue bounds what waits to be sent, in bytes; negative is no limit. Where
	// QueueCloses is set, passing it closes the socket with 1001.
	Queue       int64
	QueueCloses bool
	// Message bounds an incoming message, in bytes.
	Message int64
}

// Ending is the events of an end without a closing handshake.
type Ending struct {
	Error, Close bool
	Code         int // of the close event; 0 is 1006
	Reason       string
}

// The usual endings: an error and a close event, or one of them.
var (
	errorThenClose = Ending{Error: true, Close: true}
	onlyError      = Ending{Error: true}
	onlyClose      = Ending{Close: true}
)

// Fault is what an error event is about.
type Fault uint8

const (
	FaultOther       Fault = iota
	FaultRefused           // nobody listens there
	FaultTimeout           // the handshake took too long
	FaultTLS               // the certificate, or TLS itself
	FaultStatus            // the server did not answer 101
	FaultHandshake         // its 101 broke a rule
	FaultProtocol          // it broke one later
	FaultLost              // the connection was lost
	FaultInterrupted       // the app was hidden while it connected
	FaultName              // there is no host of that name; of HTTP alone
)

// Policy is what a mini program's platform lets its programs connect to
// (§4a, §4b). A call that it refuses connects to nothing.
type Policy struct {
	// SecureOnly: ws is refused, unless the manifest has turned the checks off.
	SecureOnly bool
	Insecure   Refusal
	// Domains: a host that is not on the allow-list is refused where that is checked.
	Domains    bool
	NotAllowed Refusal
	// Sockets is how many there may be at once; 0 is no limit. One more is refused,
	// or replaces the oldest.
	Sockets int
	TooMany Refusal
	Replace bool
	// Single is how many of Sockets may be made without the option multiple; 0 is
	// any number. Such a socket is the one of the global functions.
	Single int
	Second Refusal
}

// Refusal is how a call is refused: what it fails with (without a text it
// succeeds), and what an error event then says, if there is one. Their %d is the
// number of the socket, their %s the host.
type Refusal struct {
	Fail  Failure
	Event *Failure
}

// Background is what happens to sockets while the app is hidden (§4b).
type Background struct {
	// After is how long sockets live then; 0 is forever.
	After  time.Duration
	Code   int // of their close event
	Reason string
	// Refused is what a connectSocket of an app that is hidden for so long fails with;
	// without a text it connects.
	Refused Failure
}

// Exception is what the native throws; its string form is "Name: Text".
type Exception struct{ Name, Text string }

func (e Exception) String() string {
	if e.Name == "" {
		return e.Text
	}
	return e.Name + ": " + e.Text
}

// CodeRange is a range of close codes, both ends included.
type CodeRange struct{ First, Last int }

// AdmitsCloseCode reports whether code is among CloseCodes.
func (n *Native) AdmitsCloseCode(code int) bool {
	return slices.ContainsFunc(n.CloseCodes, func(r CodeRange) bool { return code >= r.First && code <= r.Last })
}

// HandshakeTimeout says what bounds the time from the call to open.
type HandshakeTimeout struct {
	Option bool          // the timeout option of the call, in milliseconds
	Config bool          // networkTimeout.connectSocket of manifest.json
	Fixed  time.Duration // otherwise; 0 is no bound
}

// CloseConnecting is what close does while the connection is being made.
type CloseConnecting uint8

const (
	// Abort ends the attempt: error, then close with 1006 (§3.3, H5).
	Abort CloseConnecting = iota + 1
	// Refuse fails the call and lets the connection open (§3.3).
	Refuse
	// Ignore succeeds, does nothing and lets the connection open (§3.3).
	Ignore
)

// Offer is the permessage-deflate offer of a handshake.
type Offer uint8

const (
	// OfferNothing offers no compression unless the call's perMessageDeflate
	// option does.
	OfferNothing Offer = iota
	// OfferWindowBits offers "permessage-deflate; client_max_window_bits".
	OfferWindowBits
)

// URLRule says how the url option is read. Where WHATWG is not set it has to be an
// absolute ws or wss URL.
type URLRule struct {
	// WHATWG: as a browser's constructor does, relative to the page; http and
	// https become ws and wss.
	WHATWG bool
	// MaxLength bounds the URL, in bytes; 0 is no bound.
	MaxLength int
	// HTTP: http and https stand for ws and wss.
	HTTP bool
	// ASCII: other characters, and spaces, make the handshake fail on devices (B18).
	ASCII bool
	// SecurePageOnly refuses ws from a page that came over https.
	SecurePageOnly bool
	// The exceptions of a WHATWG constructor, with %s for the URL, the scheme,
	// the fragment, the subprotocol, the page.
	Invalid, Scheme, Fragment, Subprotocol, Duplicate, Insecure Exception
	// BlockedPorts fail like a connection that is refused.
	BlockedPorts []int
}
