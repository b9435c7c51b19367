package platform

import "time"

// What mini programs have in common where nothing else is known of one: the
// contract of the documents (docs/seed.md), with callbacks that come later, as
// vendors' do.

// vendorLayer is a vendor's object by the documents, but for what edit says.
func vendorLayer(name string, edit func(*Layer)) *Layer {
	l := &Layer{
		Name:    name,
		Wrapped: true,

		Open:    []Step{TaskListeners, GlobalListeners},
		Message: []Step{TaskListeners, GlobalListeners},
		Error:   []Step{TaskListeners, GlobalListeners},
		Close:   []Step{TaskListeners, GlobalListeners, Remove},

		TaskThrow:   GoOn,
		GlobalThrow: GoOn,
		SkipOthers:  true,

		OpenFields:    []Field{Header},
		MessageFields: []Field{Data},
		ErrorFields:   []Field{ErrMsg},
		CloseFields:   []Field{Code, Reason},

		ConnectLater:   true, // §1.1
		CallbacksLater: true,
		ConnectFail:    Failure{Text: "connectSocket:fail %s"},
		URLType:        Exception{Text: "parameter error: parameter.url should be String instead of %s;"},

		SendNotOpen:       []SendStep{{Fail: &Failure{Text: "sendSocketMessage:fail SocketTask.readyState is not OPEN"}}},
		SendCatch:         Failure{Text: "sendSocketMessage:fail %s"},
		CloseCatch:        Failure{Text: "closeSocket:fail %s"},
		GlobalSendNotOpen: Failure{Text: "sendSocketMessage:fail WebSocket is not connected"},
		GlobalCloseNone:   Failure{Text: "closeSocket:fail WebSocket is not connected"},

		Methods: methodsVue3,
		Task:    Methods,
	}
	if edit != nil {
		edit(l)
	}
	return l
}

// vendorNative is a vendor's socket by the documents, but for what edit says.
func vendorNative(name string, edit func(*Native)) *Native {
	n := &Native{
		Name: name,

		Header:      true, // the seed's table
		DropReferer: true, // the seed's table, §4a, #31

		CheckSubprotocols: true,
		URL: URLRule{
			ASCII:       true,
			Subprotocol: Exception{Text: "the subprotocol '%s' is invalid"},
			Duplicate:   Exception{Text: "the subprotocol '%s' is duplicated"},
		},

		Timeout: HandshakeTimeout{Config: true, Fixed: 60 * time.Second},

		CloseConnecting: Ignore, // the seed's timing note, §3.3
		CloseCodes:      []CodeRange{{1000, 4999}},
		CloseCodeText:   Exception{Text: "invalid code %d"},
		CloseReasonText: Exception{Text: "the reason is longer than 123 bytes"},
		CloseTimeout:    10 * time.Second,

		MessagesAfterClose: true,
		AnyCloseCode:       true,
		DropsLate:          true,

		Failed:   errorThenClose, // §3.6, #61, GH#1619
		Ended:    onlyClose,
		Broken:   onlyClose,
		Violated: errorThenClose,

		DeadSend:  Exception{Text: "SocketTask.readyState is not OPEN"},
		DeadClose: Exception{Text: "WebSocket is not connected"},

		Policy: Policy{
			SecureOnly: true, // the seed's table, #94
			Insecure:   Refusal{Fail: Failure{Text: "connectSocket:fail the url has to begin with wss://"}},
			Domains:    true, // the seed's note
			NotAllowed: Refusal{
				Fail:  Failure{Text: "connectSocket:fail url not in domain list"},
				Event: &Failure{Text: "connectSocket:fail url not in domain list"},
			},
			TooMany: Refusal{
				Fail:  Failure{Text: "connectSocket:fail exceed max concurrent count"},
				Event: &Failure{Text: "connectSocket:fail exceed max concurrent count"},
			},
		},

		Queue:   -1,
		Message: 512 << 20,
	}
	if edit != nil {
		edit(n)
	}
	return n
}

// single is a platform before it had tasks: one socket, which the next one
// replaces, and only the global functions (§4b).
func single(n *Native, l *Layer, _ *Platform) {
	n.Policy.Sockets, n.Policy.Replace = 1, true
	l.Returns = Never
}

// miniPrograms lists them with both lines of uni's wrapper over each.
func miniPrograms() []*Platform {
	var list []*Platform
	for _, vendor := range []*Platform{
		&mpWeixin, &mpAlipay, &mpBaidu, &mpToutiao, &mpLark, &mpQQ, &mpKuaishou, &mpJD, &mpXHS, &mpHarmony,
	} {
		for _, w := range wrappers {
			if w.Name != vendor.Name {
				continue
			}
			p := *vendor
			p.Title, p.Vue, p.Wrapper = w.Title, w.Vue, w
			p.Node, p.NoBrowser = p.Name, true
			if p.VersionOf == "" {
				p.VersionOf = "the base library"
			}
			list = append(list, &p)
		}
	}
	return list
}
