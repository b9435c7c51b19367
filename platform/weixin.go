package platform

import "time"

// mpWeixin is WeChat. Texts marked [WXC] are reports of users (§0, §7b).
var mpWeixin = Platform{
	Name:    "mp-weixin",
	sources: weixinSources,
	Layer: vendorLayer("wx", func(l *Layer) {
		l.Replace = true                                                                                             // §1.4: the last listener wins
		l.OpenFields = []Field{Header, Profile}                                                                      // §2.4, #39, #40
		l.SocketTaskID = true                                                                                        // §1.1, #34
		l.Task = MethodsAndState                                                                                     // §2.1
		l.Promises = []string{"sendSocketMessage", "closeSocket"}                                                    // connectSocket returns the task always
		l.SendNotOpen = []SendStep{{Fail: &Failure{Text: "SocketTask.send:fail SocketTask.readyState is not OPEN"}}} // §7b
		l.GlobalSendNotOpen = Failure{Text: "sendSocketMessage:fail taskID not exist"}                               // §1.2
	}),
	Native: vendorNative("WeChat's socket", func(n *Native) {
		n.Referer = "https://servicewechat.com/%s/devtools/page-frame.html"               // §4a
		n.Method = false                                                                  // §4a: gone from WeChat's own list
		n.TransportOptions = true                                                         // §4a
		n.Timeout = HandshakeTimeout{Option: true, Config: true, Fixed: 60 * time.Second} // §3.7, #101
		n.CloseCodes = []CodeRange{{1000, 1000}, {3000, 4999}}                            // §7b
		n.CloseCodeText = Exception{Text: "wcwss invalid code, the code must be either 1000, or between 3000 and 4999"}
		n.OwnReason = "normal closure" // §3.8
		n.Ended = Ending{Close: true, Code: 1006, Reason: "abnormal closure"}
		n.Broken = n.Ended
		n.Faults = map[Fault]Failure{ // §3.6, §3.7
			FaultStatus:      {Text: "exception onOpen fail code:20, msg:Invalid HTTP status."},
			FaultHandshake:   {Text: "exception onOpen fail code:20, msg:Invalid HTTP status."},
			FaultRefused:     {Text: "exception onOpen fail code:111, msg:Connection refused"},
			FaultTimeout:     {Text: "exception onOpen fail code:9, msg:Timer Expired"},
			FaultInterrupted: {Text: "connectSocket:fail interrupted"}, // §4b
			FaultOther:       {Text: "exception onOpen fail code:2, msg:Underlying Transport Error"},
		}
		n.Policy.Sockets = 5 // §4b, #87
		tooMany := Failure{Text: "createSocketTask:fail wcwss taskID=%d exceed max concurrent count"}
		n.Policy.TooMany = Refusal{Fail: tooMany, Event: &tooMany}
		notAllowed := Failure{Text: "createSocketTask:fail url not in domain list"} // §4b, #93
		n.Policy.NotAllowed = Refusal{Fail: notAllowed, Event: &notAllowed}
		n.Policy.Insecure = Refusal{Fail: Failure{Text: "connectSocket:fail invalid url, the url has to begin with wss://"}}
		n.Background = Background{ // §4b, #95
			After: 5 * time.Second, Code: 1000, Reason: "interrupted",
			Refused: Failure{Text: "connectSocket:fail interrupted"},
		}
	}),
	changes: []change{
		{"2.10.4", "task open events have no profile", "§2.4, #40", func(_ *Native, l *Layer, _ *Platform) {
			l.OpenFields = without(l.OpenFields, Profile)
		}},
		{"2.10.0", "no option timeout", "§4a", func(n *Native, _ *Layer, _ *Platform) { n.Timeout.Option = false }},
		{"2.8.0", "no options tcpNoDelay (before 2.4.0) and perMessageDeflate", "§4a", func(n *Native, _ *Layer, _ *Platform) {
			n.TransportOptions = false
		}},
		{"2.0.0", "open events have no header", "§2.4", func(_ *Native, l *Layer, _ *Platform) {
			l.OpenFields = without(l.OpenFields, Header)
		}},
		{"1.7.0", "one socket, which a second connect closes and replaces; no SocketTask; the option method", "§4a, §4b, #88",
			func(n *Native, l *Layer, p *Platform) {
				single(n, l, p)
				n.Method = true
			}},
		{"1.4.0", "no option protocols", "§4a", func(n *Native, _ *Layer, _ *Platform) { n.NoSubprotocols = true }},
	},
}
