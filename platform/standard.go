package platform

import "time"

// standard is the contract of the documents (docs/seed.md), for Go callers:
// what a program written by them may count on, and no platform's accident.
var standard = Platform{
	Name:   "standard",
	Title:  "the documented contract",
	Native: &engine,
	Layer: &Layer{
		Name: "documented",

		Open:    []Step{TaskListeners, GlobalListeners},
		Message: []Step{TaskListeners, GlobalListeners},
		Error:   []Step{TaskListeners, GlobalListeners},
		Close:   []Step{TaskListeners, GlobalListeners, Remove},

		TaskThrow:   Stop, // listeners in Go return nothing
		GlobalThrow: Stop,

		OpenFields:    []Field{Header},
		MessageFields: []Field{Data},
		ErrorFields:   []Field{ErrMsg},
		CloseFields:   []Field{Code, Reason},

		ConnectLater: true,
		ConnectFail:  Failure{Text: "connectSocket:fail %s"},

		SendNotOpen:       []SendStep{{Fail: &Failure{Text: "sendSocketMessage:fail WebSocket is not connected"}}},
		SendCatch:         Failure{Text: "sendSocketMessage:fail %s"},
		CloseCatch:        Failure{Text: "closeSocket:fail %s"},
		GlobalSendNotOpen: Failure{Text: "sendSocketMessage:fail WebSocket is not connected"},
		GlobalCloseNone:   Failure{Text: "closeSocket:fail WebSocket is not connected"},

		Methods: methodsVue3,
	},
}

// engine is the WebSocket engine of this project as it is.
var engine = Native{
	Name: "the engine",

	Header:        true,
	RefuseReferer: true, // docs/seed.md
	Method:        true,

	TransportOptions: true,

	Timeout: HandshakeTimeout{Option: true, Config: true},

	CheckSubprotocols: true,
	URL: URLRule{
		Subprotocol: Exception{Text: "the subprotocol '%s' is not valid: it has to be a token, without spaces and commas"},
		Duplicate:   Exception{Text: "the subprotocol '%s' is given twice"},
	},

	CloseConnecting: Refuse, // the seed's timing note, §3.3
	CloseCodes:      []CodeRange{{1000, 1003}, {1007, 1014}, {3000, 4999}},
	CloseCodeText:   Exception{Text: "close code %d may not be sent: use 1000, one of 1001 to 1003 and 1007 to 1014, or 3000 to 4999"},
	CloseReasonText: Exception{Text: "the close reason is longer than 123 bytes of UTF-8"},
	CloseTimeout:    5 * time.Second,

	MessagesAfterClose: true,
	Failed:             errorThenClose,
	Ended:              errorThenClose,
	Broken:             errorThenClose,
	Violated:           errorThenClose,
	DeadSend:           Exception{Text: "WebSocket is not connected"},
	DeadClose:          Exception{Text: "WebSocket is not connected"},
}
