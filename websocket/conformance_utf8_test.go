package websocket

// kosme is a Greek word of eleven octets, beyond what it takes to go wrong: the
// twelfth octet of tooHigh may begin a character, the thirteenth makes it one
// above U+10FFFF. notText goes wrong in the same place with a surrogate.
const (
	kosme   = "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"
	tooHigh = kosme + "\xf4\x90\x80\x80" + "edited"
	notText = kosme + "\xed\xa0\x80" + "edited"

	umlauts1 = "Hello-µ@ßöä"
	umlauts2 = "üàá-UTF-8!!"
)

// text is a case in which a message in one frame is echoed.
func text(number, message string) conformanceCase {
	return conformanceCase{number, moves{together(frame(textFrame, message))}, answers{"text " + message}, orderly}
}

// noText is one in which it fails the connection.
func noText(number, message string) conformanceCase {
	return conformanceCase{number, moves{together(frame(textFrame, message))}, nil, StatusInvalidPayload}
}

// utf8Cases are the category 6 (RFC 6455, section 8.1). In 6.4 the Conn has to
// accept what comes before the wrong octet, and to fail the connection at this one:
// the tester never sends the rest.
var utf8Cases = []conformanceCase{
	text("6.1.1", ""),
	{"6.1.2", moves{together(frame(textStart, ""), frame(moreFrame, ""), frame(lastFrame, ""))}, answers{"text "}, orderly},
	{"6.1.3", moves{together(frame(textStart, ""), frame(moreFrame, "middle"), frame(lastFrame, ""))}, answers{"text middle"}, orderly},

	text("6.2.1", umlauts1+umlauts2),
	{"6.2.2", moves{together(frame(textStart, umlauts1), frame(lastFrame, umlauts2))}, answers{"text " + umlauts1 + umlauts2}, orderly},
	{"6.2.3", moves{together(fragmentsOf(1, textStart, umlauts1+umlauts2)...)}, answers{"text " + umlauts1 + umlauts2}, orderly},
	{"6.2.4", moves{together(fragmentsOf(1, textStart, kosme)...)}, answers{"text " + kosme}, orderly},

	noText("6.3.1", notText),
	{"6.3.2", moves{together(fragmentsOf(1, textStart, notText)...)}, nil, StatusInvalidPayload},

	{"6.4.1", moves{together(frame(textStart, tooHigh[:11])), settled, together(frame(moreFrame, tooHigh[11:15]))}, nil, StatusInvalidPayload},
	{"6.4.2", moves{together(frame(textStart, tooHigh[:12])), settled, together(frame(moreFrame, tooHigh[12:13]))}, nil, StatusInvalidPayload},
	{"6.4.3", moves{together(part(textFrame, tooHigh, 0, 11)), settled, together(part(textFrame, tooHigh, 11, 15))}, nil, StatusInvalidPayload},
	{"6.4.4", moves{together(part(textFrame, tooHigh, 0, 12)), settled, together(part(textFrame, tooHigh, 12, 13))}, nil, StatusInvalidPayload},

	// 6.5: valid text
	text("6.5.1", "hello$world"),
	text("6.5.2", "hello\xc2\xa2world"),
	text("6.5.3", "hello\xe2\x82\xacworld"),
	text("6.5.4", "hello\xf0\xa4\xad\xa2world"),
	text("6.5.5", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"),

	// 6.6: its prefixes
	noText("6.6.1", "\xce"),
	text("6.6.2", "\xce\xba"),
	noText("6.6.3", "\xce\xba\xe1"),
	noText("6.6.4", "\xce\xba\xe1\xbd"),
	text("6.6.5", "\xce\xba\xe1\xbd\xb9"),
	noText("6.6.6", "\xce\xba\xe1\xbd\xb9\xcf"),
	text("6.6.7", "\xce\xba\xe1\xbd\xb9\xcf\x83"),
	noText("6.6.8", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce"),
	text("6.6.9", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc"),
	noText("6.6.10", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce"),
	text("6.6.11", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"),

	// 6.7: the first of each length
	text("6.7.1", "\x00"),
	text("6.7.2", "\xc2\x80"),
	text("6.7.3", "\xe0\xa0\x80"),
	text("6.7.4", "\xf0\x90\x80\x80"),

	// 6.8: the first of five and six octets, which UTF-8 no longer has
	noText("6.8.1", "\xf8\x88\x80\x80\x80"),
	noText("6.8.2", "\xfc\x84\x80\x80\x80\x80"),

	// 6.9: the last of each length
	text("6.9.1", "\x7f"),
	text("6.9.2", "\xdf\xbf"),
	text("6.9.3", "\xef\xbf\xbf"),
	text("6.9.4", "\xf4\x8f\xbf\xbf"),

	// 6.10: the last of four, five and six octets, beyond U+10FFFF
	noText("6.10.1", "\xf7\xbf\xbf\xbf"),
	noText("6.10.2", "\xfb\xbf\xbf\xbf\xbf"),
	noText("6.10.3", "\xfd\xbf\xbf\xbf\xbf\xbf"),

	// 6.11: next to the surrogates, and to U+10FFFF
	text("6.11.1", "\xed\x9f\xbf"),
	text("6.11.2", "\xee\x80\x80"),
	text("6.11.3", "\xef\xbf\xbd"),
	text("6.11.4", "\xf4\x8f\xbf\xbf"),
	noText("6.11.5", "\xf4\x90\x80\x80"),

	// 6.12: continuations of nothing
	noText("6.12.1", "\x80"),
	noText("6.12.2", "\xbf"),
	noText("6.12.3", "\x80\xbf"),
	noText("6.12.4", "\x80\xbf\x80"),
	noText("6.12.5", "\x80\xbf\x80\xbf"),
	noText("6.12.6", "\x80\xbf\x80\xbf\x80"),
	noText("6.12.7", "\x80\xbf\x80\xbf\x80\xbf"),
	noText("6.12.8", "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe"),

	// 6.13: beginnings of nothing
	noText("6.13.1", "\xc0 \xc1 \xc2 \xc3 \xc4 \xc5 \xc6 \xc7 \xc8 \xc9 \xca \xcb \xcc \xcd \xce \xcf \xd0 \xd1 \xd2 \xd3 \xd4 \xd5 \xd6 \xd7 \xd8 \xd9 \xda \xdb \xdc \xdd \xde "),
	noText("6.13.2", "\xe0 \xe1 \xe2 \xe3 \xe4 \xe5 \xe6 \xe7 \xe8 \xe9 \xea \xeb \xec \xed \xee "),
	noText("6.13.3", "\xf0 \xf1 \xf2 \xf3 \xf4 \xf5 \xf6 "),
	noText("6.13.4", "\xf8 \xf9 \xfa "),
	noText("6.13.5", "\xfc "),

	// 6.14: the last octet missing
	noText("6.14.1", "\xc0"),
	noText("6.14.2", "\xe0\x80"),
	noText("6.14.3", "\xf0\x80\x80"),
	noText("6.14.4", "\xf8\x80\x80\x80"),
	noText("6.14.5", "\xfc\x80\x80\x80\x80"),
	noText("6.14.6", "\xdf"),
	noText("6.14.7", "\xef\xbf"),
	noText("6.14.8", "\xf7\xbf\xbf"),
	noText("6.14.9", "\xfb\xbf\xbf\xbf"),
	noText("6.14.10", "\xfd\xbf\xbf\xbf\xbf"),

	// 6.15: all of these in a row
	noText("6.15.1", "\xc0\xe0\x80\xf0\x80\x80\xf8\x80\x80\x80\xfc\x80\x80\x80\x80\xdf\xef\xbf\xf7\xbf\xbf\xfb\xbf\xbf\xbf\xfd\xbf\xbf\xbf\xbf"),

	// 6.16: octets that UTF-8 does not have
	noText("6.16.1", "\xfe"),
	noText("6.16.2", "\xff"),
	noText("6.16.3", "\xfe\xfe\xff\xff"),

	// 6.17: a slash, too long
	noText("6.17.1", "\xc0\xaf"),
	noText("6.17.2", "\xe0\x80\xaf"),
	noText("6.17.3", "\xf0\x80\x80\xaf"),
	noText("6.17.4", "\xf8\x80\x80\x80\xaf"),
	noText("6.17.5", "\xfc\x80\x80\x80\x80\xaf"),

	// 6.18: the last that is too long
	noText("6.18.1", "\xc1\xbf"),
	noText("6.18.2", "\xe0\x9f\xbf"),
	noText("6.18.3", "\xf0\x8f\xbf\xbf"),
	noText("6.18.4", "\xf8\x87\xbf\xbf\xbf"),
	noText("6.18.5", "\xfc\x83\xbf\xbf\xbf\xbf"),

	// 6.19: NUL, too long
	noText("6.19.1", "\xc0\x80"),
	noText("6.19.2", "\xe0\x80\x80"),
	noText("6.19.3", "\xf0\x80\x80\x80"),
	noText("6.19.4", "\xf8\x80\x80\x80\x80"),
	noText("6.19.5", "\xfc\x80\x80\x80\x80\x80"),

	// 6.20: single surrogates
	noText("6.20.1", "\xed\xa0\x80"),
	noText("6.20.2", "\xed\xad\xbf"),
	noText("6.20.3", "\xed\xae\x80"),
	noText("6.20.4", "\xed\xaf\xbf"),
	noText("6.20.5", "\xed\xb0\x80"),
	noText("6.20.6", "\xed\xbe\x80"),
	noText("6.20.7", "\xed\xbf\xbf"),

	// 6.21: pairs of surrogates
	noText("6.21.1", "\xed\xa0\x80\xed\xb0\x80"),
	noText("6.21.2", "\xed\xa0\x80\xed\xbf\xbf"),
	noText("6.21.3", "\xed\xad\xbf\xed\xb0\x80"),
	noText("6.21.4", "\xed\xad\xbf\xed\xbf\xbf"),
	noText("6.21.5", "\xed\xae\x80\xed\xb0\x80"),
	noText("6.21.6", "\xed\xae\x80\xed\xbf\xbf"),
	noText("6.21.7", "\xed\xaf\xbf\xed\xb0\x80"),
	noText("6.21.8", "\xed\xaf\xbf\xed\xbf\xbf"),

	// 6.22: code points that are no characters, and valid text
	text("6.22.1", "\xef\xbf\xbe"),
	text("6.22.2", "\xef\xbf\xbf"),
	text("6.22.3", "\xf0\x9f\xbf\xbe"),
	text("6.22.4", "\xf0\x9f\xbf\xbf"),
	text("6.22.5", "\xf0\xaf\xbf\xbe"),
	text("6.22.6", "\xf0\xaf\xbf\xbf"),
	text("6.22.7", "\xf0\xbf\xbf\xbe"),
	text("6.22.8", "\xf0\xbf\xbf\xbf"),
	text("6.22.9", "\xf1\x8f\xbf\xbe"),
	text("6.22.10", "\xf1\x8f\xbf\xbf"),
	text("6.22.11", "\xf1\x9f\xbf\xbe"),
	text("6.22.12", "\xf1\x9f\xbf\xbf"),
	text("6.22.13", "\xf1\xaf\xbf\xbe"),
	text("6.22.14", "\xf1\xaf\xbf\xbf"),
	text("6.22.15", "\xf1\xbf\xbf\xbe"),
	text("6.22.16", "\xf1\xbf\xbf\xbf"),
	text("6.22.17", "\xf2\x8f\xbf\xbe"),
	text("6.22.18", "\xf2\x8f\xbf\xbf"),
	text("6.22.19", "\xf2\x9f\xbf\xbe"),
	text("6.22.20", "\xf2\x9f\xbf\xbf"),
	text("6.22.21", "\xf2\xaf\xbf\xbe"),
	text("6.22.22", "\xf2\xaf\xbf\xbf"),
	text("6.22.23", "\xf2\xbf\xbf\xbe"),
	text("6.22.24", "\xf2\xbf\xbf\xbf"),
	text("6.22.25", "\xf3\x8f\xbf\xbe"),
	text("6.22.26", "\xf3\x8f\xbf\xbf"),
	text("6.22.27", "\xf3\x9f\xbf\xbe"),
	text("6.22.28", "\xf3\x9f\xbf\xbf"),
	text("6.22.29", "\xf3\xaf\xbf\xbe"),
	text("6.22.30", "\xf3\xaf\xbf\xbf"),
	text("6.22.31", "\xf3\xbf\xbf\xbe"),
	text("6.22.32", "\xf3\xbf\xbf\xbf"),
	text("6.22.33", "\xf4\x8f\xbf\xbe"),
	text("6.22.34", "\xf4\x8f\xbf\xbf"),

	// 6.23: specials, the replacement character among them
	text("6.23.1", "\xef\xbf\xb9"),
	text("6.23.2", "\xef\xbf\xba"),
	text("6.23.3", "\xef\xbf\xbb"),
	text("6.23.4", "\xef\xbf\xbc"),
	text("6.23.5", "\xef\xbf\xbd"),
	text("6.23.6", "\xef\xbf\xbe"),
	text("6.23.7", "\xef\xbf\xbf"),
}
