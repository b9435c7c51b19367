package platform

import "time"

// Native is what the socket beneath uni's layer does.
type Native struct {
	Name string

	URL URLRule
	// Header, Method: the option of that name reaches the handshake.
	Header, Method bool
	// TransportOptions: so do tcpNoDelay and perMessageDeflate.
	TransportOptions bool
	// RefuseReferer: a header option that sets Referer fails the call.
	RefuseReferer bool
	// Origin: the handshake carries the page's origin.
	Origin bool
	// Offer is the compression that the handshake offers.
	Offer Offer
	// SubprotocolRequired: a server that selects none of those offered is refused.
	SubprotocolRequired bool
	// Subprotocols are checked as WHATWG says, before anything is sent.
	CheckSubprotocols bool

	Timeout HandshakeTimeout
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
	// CloseTimeout is how long the peer has to answer a close frame.
	CloseTimeout time.Duration
	// MessagesAfterClose: what arrives after close is still delivered.
	MessagesAfterClose bool

	// AnyCloseCode: a close frame may carry codes that RFC 6455 reserves.
	AnyCloseCode bool
	// ErrorOnBreak: a connection that breaks after open gives an error before
	// its close; otherwise only one whose peer violated the protocol does.
	ErrorOnBreak bool

	// What an operation on a socket whose constructor failed says.
	DeadSend, DeadClose Exception

	// DropsLate: what is sent after the connection broke, but before the close
	// event says so, is lost without a failure.
	DropsLate bool

	// DropsEarly: so is what is sent before open.
	DropsEarly bool

	// Queue bounds what waits to be sent, in bytes; negative is no limit.
	Queue int64
	// Message bounds an incoming message, in bytes.
	Message int64
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

// URLRule says how the url option is read.
type URLRule struct {
	// WHATWG: as a browser's constructor does, relative to the page; http and
	// https become ws and wss.
	WHATWG bool
	// SecurePageOnly refuses ws from a page that came over https.
	SecurePageOnly bool
	// The exceptions of a WHATWG constructor, with %s for the URL, the scheme,
	// the fragment, the subprotocol, the page.
	Invalid, Scheme, Fragment, Subprotocol, Duplicate, Insecure Exception
	// BlockedPorts fail like a connection that is refused.
	BlockedPorts []int
}
