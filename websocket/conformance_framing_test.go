package websocket

import "strings"

const greeting = "Hello, world!"

// stars is text of n octets, dashes are bytes that are no text.
func stars(n int) string  { return strings.Repeat("*", n) }
func dashes(n int) string { return strings.Repeat("\xfe", n) }

// tenPings are the ten pings of 2.10 and 2.11, tenPongs what answers them.
func tenPings() (frames []octets) {
	for i := range 10 {
		frames = append(frames, frame(pingFrame, "payload-"+string(rune('0'+i))))
	}
	return frames
}

func tenPongs() (pongs answers) {
	for i := range 10 {
		pongs = append(pongs, "pong payload-"+string(rune('0'+i)))
	}
	return pongs
}

// framingCases are the categories 1 to 4. Where a connection has to be failed,
// what came before has been echoed, and what comes after is not answered.
var framingCases = []conformanceCase{
	{"1.1.1", moves{together(frame(textFrame, ""))}, answers{"text "}, orderly},
	{"1.1.2", moves{together(frame(textFrame, stars(125)))}, answers{"text " + stars(125)}, orderly},
	{"1.1.3", moves{together(frame(textFrame, stars(126)))}, answers{"text " + stars(126)}, orderly},
	{"1.1.4", moves{together(frame(textFrame, stars(127)))}, answers{"text " + stars(127)}, orderly},
	{"1.1.5", moves{together(frame(textFrame, stars(128)))}, answers{"text " + stars(128)}, orderly},
	{"1.1.6", moves{together(frame(textFrame, stars(65535)))}, answers{"text " + stars(65535)}, orderly},
	{"1.1.7", moves{together(frame(textFrame, stars(65536)))}, answers{"text " + stars(65536)}, orderly},
	{"1.1.8", chopped(997, frame(textFrame, stars(65536))), answers{"text " + stars(65536)}, orderly},
	{"1.2.1", moves{together(frame(binaryFrame, ""))}, answers{"binary "}, orderly},
	{"1.2.2", moves{together(frame(binaryFrame, dashes(125)))}, answers{"binary " + dashes(125)}, orderly},
	{"1.2.3", moves{together(frame(binaryFrame, dashes(126)))}, answers{"binary " + dashes(126)}, orderly},
	{"1.2.4", moves{together(frame(binaryFrame, dashes(127)))}, answers{"binary " + dashes(127)}, orderly},
	{"1.2.5", moves{together(frame(binaryFrame, dashes(128)))}, answers{"binary " + dashes(128)}, orderly},
	{"1.2.6", moves{together(frame(binaryFrame, dashes(65535)))}, answers{"binary " + dashes(65535)}, orderly},
	{"1.2.7", moves{together(frame(binaryFrame, dashes(65536)))}, answers{"binary " + dashes(65536)}, orderly},
	{"1.2.8", chopped(997, frame(binaryFrame, dashes(65536))), answers{"binary " + dashes(65536)}, orderly},

	{"2.1", moves{together(frame(pingFrame, ""))}, answers{"pong "}, orderly},
	{"2.2", moves{together(frame(pingFrame, greeting))}, answers{"pong " + greeting}, orderly},
	{"2.3", moves{together(frame(pingFrame, "\x00\xff\xfe\xfd\xfc\xfb\x00\xff"))}, answers{"pong \x00\xff\xfe\xfd\xfc\xfb\x00\xff"}, orderly},
	{"2.4", moves{together(frame(pingFrame, dashes(125)))}, answers{"pong " + dashes(125)}, orderly},
	{"2.5", moves{together(frame(pingFrame, dashes(126)))}, nil, StatusProtocolError},
	{"2.6", chopped(1, frame(pingFrame, dashes(125))), answers{"pong " + dashes(125)}, orderly},
	{"2.7", moves{together(frame(pongFrame, ""))}, nil, orderly},
	{"2.8", moves{together(frame(pongFrame, "unasked"))}, nil, orderly},
	{"2.9", moves{together(frame(pongFrame, "unasked"), frame(pingFrame, "asked"))}, answers{"pong asked"}, orderly},
	{"2.10", moves{together(tenPings()...)}, tenPongs(), orderly},
	{"2.11", chopped(1, tenPings()...), tenPongs(), orderly},

	{"3.1", moves{together(frame(textFrame|1<<4, greeting))}, nil, StatusProtocolError},
	{"3.2", moves{together(frame(textFrame, greeting), frame(textFrame|2<<4, greeting), frame(pingFrame, ""))}, answers{"text " + greeting}, StatusProtocolError},
	{"3.3", apart(frame(textFrame, greeting), frame(textFrame|3<<4, greeting), frame(pingFrame, "")), answers{"text " + greeting}, StatusProtocolError},
	{"3.4", chopped(1, frame(textFrame, greeting), frame(textFrame|4<<4, greeting), frame(pingFrame, "")), answers{"text " + greeting}, StatusProtocolError},
	{"3.5", moves{together(frame(binaryFrame|5<<4, "\x00\xff\xfe\xfd\xfc\xfb\x00\xff"))}, nil, StatusProtocolError},
	{"3.6", moves{together(frame(pingFrame|6<<4, greeting))}, nil, StatusProtocolError},
	{"3.7", moves{together(frame(closeFrame|7<<4, ""))}, nil, StatusProtocolError},

	{"4.1.1", moves{together(frame(0x83, ""))}, nil, StatusProtocolError},
	{"4.1.2", moves{together(frame(0x84, "reserved opcode payload"))}, nil, StatusProtocolError},
	{"4.1.3", moves{together(frame(textFrame, greeting), frame(0x85, ""), frame(pingFrame, ""))}, answers{"text " + greeting}, StatusProtocolError},
	{"4.1.4", moves{together(frame(textFrame, greeting), frame(0x86, greeting), frame(pingFrame, ""))}, answers{"text " + greeting}, StatusProtocolError},
	{"4.1.5", chopped(1, frame(textFrame, greeting), frame(0x87, greeting), frame(pingFrame, "")), answers{"text " + greeting}, StatusProtocolError},
	{"4.2.1", moves{together(frame(0x8b, ""))}, nil, StatusProtocolError},
	{"4.2.2", moves{together(frame(0x8c, "reserved opcode payload"))}, nil, StatusProtocolError},
	{"4.2.3", moves{together(frame(textFrame, greeting), frame(0x8d, ""), frame(pingFrame, ""))}, answers{"text " + greeting}, StatusProtocolError},
	{"4.2.4", moves{together(frame(textFrame, greeting), frame(0x8e, greeting), frame(pingFrame, ""))}, answers{"text " + greeting}, StatusProtocolError},
	{"4.2.5", chopped(1, frame(textFrame, greeting), frame(0x8f, greeting), frame(pingFrame, "")), answers{"text " + greeting}, StatusProtocolError},
}
