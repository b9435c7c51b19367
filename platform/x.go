package platform

import "time"

// appAndroid and appIOS are uni-app x's own sockets: OkHttp and Starscream under
// the same JavaScript.
var (
	appAndroid = Platform{
		Name:      "app-android",
		Title:     "uni-app x Android",
		Vue:       3,
		X:         true,
		VersionOf: "HBuilderX",
		Node:      "app-android",
		NoBrowser: true,
		sources:   xSources,
		changes:   []change{xNoBinary},
		Layer: xLayer("uni-app x, Android", func(l *Layer) {
			l.OpenFields = []Field{HeaderLists}                                     // §2.4, B29
			l.ErrorOnThrow = true                                                   // §2.2
			l.QueueFull = &Failure{Text: queueFull, Code: 10001, Subject: xSubject} // §1.2, #71
		}),
		Native: &Native{
			Name: "OkHttp",

			Header:        true,
			DefaultOrigin: "http://localhost", // §4a, #32
			URL:           URLRule{HTTP: true},

			Timeout:      HandshakeTimeout{Fixed: 10 * time.Second}, // §3.7
			ConnectDelay: 100 * time.Millisecond,                    // §1.1

			CloseConnecting: Refuse,                                                // §3.3, #81
			CloseCodes:      []CodeRange{{1000, 1003}, {1007, 1011}, {3000, 4999}}, // §2.2, #78
			CloseCodeText:   Exception{Text: "Code %d is reserved and may not be used."},
			CloseCodeRange:  CodeRange{1000, 4999},
			CloseRangeText:  Exception{Text: "Code must be in range [1000,5000): %d"},
			CloseReasonText: Exception{Text: "reason.size() > 123: %s"},
			CloseTimeout:    60 * time.Second,

			MessagesAfterClose: true,
			AnyCloseCode:       true,
			ReportsClosing:     true, // §3.8

			Failed:   onlyError,                                               // §3.6
			Ended:    Ending{Close: true, Code: 1000, Reason: "CLOSE_NORMAL"}, // §3.8
			Broken:   onlyError,
			Violated: onlyError,

			DeadSend:  Exception{Text: "webSocket is not connected"},
			DeadClose: Exception{Text: "WebSocket is not connected"},

			Queue:       16 << 20, // §1.2, B30
			QueueCloses: true,
			Message:     512 << 20,
		},
	}
	appIOS = Platform{
		Name:      "app-ios",
		Title:     "uni-app x iOS",
		Vue:       3,
		X:         true,
		VersionOf: "HBuilderX",
		Node:      "app-ios",
		NoBrowser: true,
		sources:   xSources,
		changes:   []change{xNoBinary},
		Layer: xLayer("uni-app x, iOS", func(l *Layer) {
			l.OpenFields = []Field{HeaderMap} // §2.4
		}),
		Native: &Native{
			Name: "Starscream",

			Header:        true,
			DefaultOrigin: "http://localhost",
			URL:           URLRule{HTTP: true},

			Timeout:      HandshakeTimeout{Fixed: 60 * time.Second}, // unknown (§3.7)
			ConnectDelay: 100 * time.Millisecond,

			CloseConnecting: Refuse,
			CloseCodes:      []CodeRange{{0, 65535}}, // §2.2: any UInt16
			CloseReasonText: Exception{Text: "the reason is too long"},
			IgnoreReason:    true, // §2.2, #79
			CloseTimeout:    60 * time.Second,

			MessagesAfterClose: true,
			AnyCloseCode:       true,
			DropsLate:          true, // §2.2: always ok

			Failed:   onlyError,
			Ended:    Ending{Close: true, Code: 1000, Reason: "CLOSE_NORMAL"}, // §3.8
			Broken:   onlyError,
			Violated: onlyError,

			DeadSend:  Exception{Text: "webSocket is not connected"},
			DeadClose: Exception{Text: "WebSocket is not connected"},

			Queue:   -1,
			Message: 512 << 20,
		},
	}
)

const (
	xSubject  = "uni-websocket" // errSubject of uni-app x
	queueFull = "The queue memory exceeds 16 MiB and the connection will be closed"
)

var xNoBinary = change{"4.61", "no ArrayBuffer", "§4b, §8 no. 13",
	func(n *Native, _ *Layer, _ *Platform) { n.NoBinary = true }}

// xLayer is what Android and iOS share in uni-app x.
func xLayer(name string, edit func(*Layer)) *Layer {
	notOpen := Failure{Text: "webSocket is not connected", Code: 10002, Subject: xSubject} // §1.2, #68
	notClosed := Failure{Text: "closeSocket:fail WebSocket is not connected"}              // §1.3, #81
	l := &Layer{
		Name: name,

		// Global listeners, the removal, the task's: §2.3.
		Open:    []Step{GlobalListeners, TaskListeners},
		Message: []Step{GlobalListeners, TaskListeners},
		Error:   []Step{GlobalListeners, Remove, TaskListeners},
		Close:   []Step{GlobalListeners, Remove, TaskListeners},

		TaskThrow:     GoOn, // unknown
		GlobalThrow:   GoOn,
		Replace:       true, // §1.4
		Deaf:          true, // §3.9
		SkipOthers:    true,
		LateListeners: true, // §2.2

		MessageFields: []Field{Data},
		ErrorFields:   []Field{ErrMsg}, // §2.4
		CloseFields:   []Field{Code, Reason},

		ConnectFail: Failure{Text: "%s", Code: 600009, Subject: xSubject},
		BadURL:      &Failure{Text: "invalid URL", Code: 600009, Subject: xSubject}, // §1.1, #33

		SendNotOpen:       []SendStep{{Fail: &notOpen}},
		SendCatch:         Failure{Text: "websocket system error", Code: 602001, Subject: xSubject}, // §2.2
		CloseNotOpen:      &notClosed,
		CloseCatch:        Failure{Text: "%s"}, // §2.2: as it is
		GlobalSendNotOpen: notOpen,
		GlobalCloseNone:   notClosed,

		Typed:   true, // §4a
		Methods: methodsVue3,
		Data:    CastToString, // §1.2
		Task:    Methods,
	}
	edit(l)
	return l
}
