package websocket

import "strings"

// closing is a close frame with a code and a reason, whether they may stand there or not.
func closing(code StatusCode, reason string) octets {
	return frame(closeFrame, closeBody(code, reason))
}

// justClose is the moves of a case that is a close frame.
func justClose(code StatusCode, reason string) moves { return moves{together(closing(code, reason))} }

// long7_1_6 is longer than one read, so that its echo is still to be written
// when the close frame behind it is found.
var long7_1_6 = strings.Repeat("BAsd7&jh23", 256<<10/10)

// closeCases are the category 7 (RFC 6455, sections 5.5.1, 7.1 and 7.4). The
// suite lets 7.1.6, 7.13.1 and 7.13.2 pass whatever happens; here everything
// accepted is echoed before the close frame is answered, and a code that nobody
// may send fails the connection.
var closeCases = []conformanceCase{
	{"7.1.1", moves{together(frame(textFrame, greeting))}, answers{"text " + greeting}, orderly},
	{"7.1.2", moves{together(closing(1000, ""), frame(closeFrame, ""))}, nil, 1000},
	{"7.1.3", moves{together(closing(1000, ""), frame(pingFrame, ""))}, nil, 1000},
	{"7.1.4", moves{together(closing(1000, ""), frame(textFrame, greeting))}, nil, 1000},
	{"7.1.5", moves{together(frame(textStart, "fragment1"), closing(1000, ""), frame(lastFrame, "fragment2"))}, nil, 1000},
	{"7.1.6", moves{together(frame(textFrame, long7_1_6), frame(textFrame, greeting), closing(1000, ""), frame(pingFrame, ""))}, answers{"text " + long7_1_6, "text " + greeting}, 1000},

	{"7.3.1", moves{together(frame(closeFrame, ""))}, nil, StatusNoStatusReceived},
	{"7.3.2", moves{together(frame(closeFrame, "a"))}, nil, StatusProtocolError},
	{"7.3.3", justClose(1000, ""), nil, 1000},
	{"7.3.4", justClose(1000, greeting), nil, 1000},
	{"7.3.5", justClose(1000, stars(123)), nil, 1000},
	{"7.3.6", justClose(1000, stars(124)), nil, StatusProtocolError},

	{"7.5.1", justClose(1000, notText), nil, StatusInvalidPayload},

	{"7.7.1", justClose(1000, ""), nil, 1000},
	{"7.7.2", justClose(1001, ""), nil, 1001},
	{"7.7.3", justClose(1002, ""), nil, 1002},
	{"7.7.4", justClose(1003, ""), nil, 1003},
	{"7.7.5", justClose(1007, ""), nil, 1007},
	{"7.7.6", justClose(1008, ""), nil, 1008},
	{"7.7.7", justClose(1009, ""), nil, 1009},
	{"7.7.8", justClose(1010, ""), nil, 1010},
	{"7.7.9", justClose(1011, ""), nil, 1011},
	{"7.7.10", justClose(3000, ""), nil, 3000},
	{"7.7.11", justClose(3999, ""), nil, 3999},
	{"7.7.12", justClose(4000, ""), nil, 4000},
	{"7.7.13", justClose(4999, ""), nil, 4999},

	{"7.9.1", justClose(0, ""), nil, StatusProtocolError},
	{"7.9.2", justClose(999, ""), nil, StatusProtocolError},
	{"7.9.3", justClose(1004, ""), nil, StatusProtocolError},
	{"7.9.4", justClose(1005, ""), nil, StatusProtocolError},
	{"7.9.5", justClose(1006, ""), nil, StatusProtocolError},
	{"7.9.6", justClose(1016, ""), nil, StatusProtocolError},
	{"7.9.7", justClose(1100, ""), nil, StatusProtocolError},
	{"7.9.8", justClose(2000, ""), nil, StatusProtocolError},
	{"7.9.9", justClose(2999, ""), nil, StatusProtocolError},

	{"7.13.1", justClose(5000, ""), nil, StatusProtocolError},
	{"7.13.2", justClose(65535, ""), nil, StatusProtocolError},
}
