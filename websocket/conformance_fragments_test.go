package websocket

// First octets of fragments that are not the last, and of the text that begins one.
const (
	textStart = byte(OpText)
	moreFrame = byte(OpContinuation)
)

// fragmentsOf cuts a message into frames of n octets.
func fragmentsOf(n int, opcode byte, message string) (frames []octets) {
	for first := opcode; ; first = moreFrame {
		if len(message) <= n {
			return append(frames, frame(first|finBit, message))
		}
		frames = append(frames, frame(first, message[:n]))
		message = message[n:]
	}
}

// Parts of the cases in which fragments and control frames mix.
var (
	broken5_1   = []octets{frame(byte(OpPing), "fragment1"), frame(lastFrame, "fragment2")}
	broken5_2   = []octets{frame(byte(OpPong), "fragment1"), frame(lastFrame, "fragment2")}
	twoParts    = []octets{frame(textStart, "fragment1"), frame(lastFrame, "fragment2")}
	pingBetween = []octets{frame(textStart, "fragment1"), frame(pingFrame, "ping payload"), frame(lastFrame, "fragment2")}
	lastOfNone  = []octets{frame(lastFrame, "non-continuation payload"), frame(textFrame, greeting)}
	moreOfNone  = []octets{frame(moreFrame, "non-continuation payload"), frame(textFrame, greeting)}
	before5_19  = []octets{frame(textStart, "fragment1"), frame(moreFrame, "fragment2"), frame(pingFrame, "pongme 1!")}
	after5_19   = []octets{frame(moreFrame, "fragment3"), frame(moreFrame, "fragment4"), frame(pingFrame, "pongme 2!"), frame(lastFrame, "fragment5")}
	answer5_19  = answers{"pong pongme 1!", "pong pongme 2!", "text fragment1fragment2fragment3fragment4fragment5"}
)

// fragmentCases are the categories 5 and 10 (RFC 6455, section 5.4). In 5.19 and
// 5.20 the first pong has to come while the message is not complete.
var fragmentCases = []conformanceCase{
	{"5.1", moves{together(broken5_1...)}, nil, StatusProtocolError},
	{"5.2", moves{together(broken5_2...)}, nil, StatusProtocolError},
	{"5.3", moves{together(twoParts...)}, answers{"text fragment1fragment2"}, orderly},
	{"5.4", apart(twoParts...), answers{"text fragment1fragment2"}, orderly},
	{"5.5", chopped(1, twoParts...), answers{"text fragment1fragment2"}, orderly},
	{"5.6", moves{together(pingBetween...)}, answers{"pong ping payload", "text fragment1fragment2"}, orderly},
	{"5.7", apart(pingBetween...), answers{"pong ping payload", "text fragment1fragment2"}, orderly},
	{"5.8", chopped(1, pingBetween...), answers{"pong ping payload", "text fragment1fragment2"}, orderly},
	{"5.9", moves{together(lastOfNone...)}, nil, StatusProtocolError},
	{"5.10", apart(lastOfNone...), nil, StatusProtocolError},
	{"5.11", chopped(1, lastOfNone...), nil, StatusProtocolError},
	{"5.12", moves{together(moreOfNone...)}, nil, StatusProtocolError},
	{"5.13", apart(moreOfNone...), nil, StatusProtocolError},
	{"5.14", chopped(1, moreOfNone...), nil, StatusProtocolError},
	{"5.15", moves{together(twoParts[0], twoParts[1], frame(moreFrame, "fragment3"), frame(textFrame, "fragment4"))}, answers{"text fragment1fragment2"}, StatusProtocolError},
	{"5.16", moves{together(moreOfNone[0], twoParts[0], twoParts[1], moreOfNone[0], twoParts[0], twoParts[1])}, nil, StatusProtocolError},
	{"5.17", moves{together(lastOfNone[0], twoParts[0], twoParts[1], lastOfNone[0], twoParts[0], twoParts[1])}, nil, StatusProtocolError},
	{"5.18", moves{together(frame(textStart, "fragment1"), frame(textFrame, "fragment2"))}, nil, StatusProtocolError},
	{"5.19", moves{together(before5_19...), until(1), together(after5_19...)}, answer5_19, orderly},
	{"5.20", append(append(apart(before5_19...), until(1)), apart(after5_19...)...), answer5_19, orderly},

	{"10.1.1", moves{together(fragmentsOf(1300, textStart, stars(65536))...)}, answers{"text " + stars(65536)}, orderly},
}
