package platform

import "time"

// appHarmony is the App on HarmonyOS, uni-app and uni-app x alike.
var appHarmony = Platform{
	Name:      "app-harmony",
	Title:     "HarmonyOS App",
	Vue:       3,
	VersionOf: "HBuilderX",
	Node:      "app-harmony",
	NoBrowser: true,
	sources:   harmonySources,
	Layer: &Layer{
		Name: "App on HarmonyOS",

		// Task listeners first, and a task goes at its close alone: §2.3.
		Open:    []Step{TaskListeners, GlobalListeners},
		Message: []Step{TaskListeners, GlobalListeners},
		Error:   []Step{TaskListeners, GlobalListeners},
		Close:   []Step{TaskListeners, GlobalListeners, Remove},

		TaskThrow:   GoOn, // unknown
		GlobalThrow: GoOn,
		SkipOthers:  true,

		OpenFields:    []Field{Header}, // §2.4: what the system gives
		MessageFields: []Field{Data},
		ErrorFields:   []Field{ErrMsg},
		CloseFields:   []Field{Code, Reason},

		ConnectFail:     Failure{Text: "connectSocket:fail %s"},
		ConnectAlwaysOK: true, // §1.1
		Typed:           true, // §4a

		// §1.2, §2.2, B27
		SendNotOpen:       []SendStep{{Fail: &Failure{Text: "send message failed", Subject: "uni-websocket"}}},
		SendCatch:         Failure{Text: "%s", Subject: "uni-websocket"},
		CloseCatch:        Failure{Text: "%s", Subject: "uni-websocket"},
		GlobalFail:        true,
		BareTask:          true,
		GlobalSendNotOpen: Failure{Text: "sendSocketMessage:fail WebSocket is not connected"},
		GlobalCloseNone:   Failure{Text: "closeSocket:fail WebSocket is not connected"},

		Promises: promisified,
		Methods:  methodsVue3,
		Task:     Methods,
	},
	Native: &Native{
		Name: "HarmonyOS's webSocket",

		Header: true, // §4a
		URL: URLRule{
			MaxLength: 2048, // §4a
		},
		Timeout: HandshakeTimeout{Fixed: 60 * time.Second},

		CloseConnecting: Ignore, // unknown (§3.3)
		CloseCodes:      []CodeRange{{1000, 4999}},
		CloseCodeText:   Exception{Text: "401: the close code %d is none"},
		CloseReasonText: Exception{Text: "401: the close reason is longer than 123 bytes"},
		CloseTimeout:    10 * time.Second,

		MessagesAfterClose: true,
		AnyCloseCode:       true,

		Failed:   errorThenClose,
		Ended:    onlyClose,
		Broken:   errorThenClose,
		Violated: errorThenClose,

		DeadSend:  Exception{Text: "send message failed"},
		DeadClose: Exception{Text: "close socket failed"},

		Queue:   -1,
		Message: 512 << 20,
	},
}
