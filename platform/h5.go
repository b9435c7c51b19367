package platform

import "time"

// h5 is the web build in Chromium, Vue 3. Its texts are Chromium's (§7a).
var h5 = Platform{
	Name:      "h5",
	Title:     "H5",
	Vue:       3,
	VersionOf: "HBuilderX",
	Node:      "h5",
	Browser:   true,
	first:     "3.0.0",
	changes:   []change{bareClose},
	sources:   webSources,
	Native:    &browser,
	Bare:      &webSocket,
	Layer: &Layer{
		Name: "H5, Vue 3",

		// Task listeners, then global ones, then the removal: §2.3, #49, golden/h5/refused.
		Open:    []Step{TaskListeners, GlobalListeners},
		Message: []Step{TaskListeners, GlobalListeners},
		Error:   []Step{TaskListeners, GlobalListeners, Remove},
		Close:   []Step{TaskListeners, GlobalListeners, Remove},

		TaskThrow:     Isolate, // §2.2, #38
		TaskThrowText: "thirdScriptError\n%s;at socketTask.on%s callback function\n",
		GlobalThrow:   Stop, // §7a, B7, golden/h5/global_throw

		// §2.4, #39, #44
		MessageFields: []Field{Data},
		CloseFields:   []Field{Code, Reason},

		ConnectFail: Failure{Text: "connectSocket:fail %s"}, // §1.1, #20

		// §2.2, #63, golden/h5/send_before_open
		SendNotOpen: []SendStep{
			{Fail: &Failure{Text: "sendSocketMessage:fail SocketTask.readyState is not OPEN", Code: 10002}},
			{Throw: &Exception{"Error", "SocketTask.readyState is not OPEN"}},
		},
		SendCatch:         Failure{Text: "sendSocketMessage:fail %s", Code: 602001},           // §2.2, §7a
		CloseCatch:        Failure{Text: "closeSocket:fail %s"},                               // §2.2
		GlobalSendNotOpen: Failure{Text: "sendSocketMessage:fail WebSocket is not connected"}, // §1.2, #7
		GlobalCloseNone:   Failure{Text: "closeSocket:fail WebSocket is not connected"},       // §1.3, #8

		Promises: promisified,
		Methods:  methodsVue3,
		Data:     WebIDL,
	},
}

// h5Vue2 is the web build of the Vue 2 line.
var h5Vue2 = Platform{
	Name:      "h5",
	Title:     "H5",
	Vue:       2,
	VersionOf: "HBuilderX",
	Node:      "h5",
	Browser:   true,
	changes:   []change{bareClose, shortTimeout},
	sources:   webSources,
	Native:    &browser,
	Bare:      &webSocket,
	Layer: &Layer{
		Name: "H5, Vue 2",

		Open:    []Step{TaskListeners, GlobalListeners},
		Message: []Step{TaskListeners, GlobalListeners},
		Error:   []Step{TaskListeners, GlobalListeners, Remove},
		Close:   []Step{TaskListeners, GlobalListeners, Remove},

		TaskThrow:     Isolate,
		TaskThrowText: "thirdScriptError\n%s;at socketTask.on%s callback function\n",
		GlobalThrow:   Stop,
		Replace:       true, // §1.4, #56

		MessageFields: []Field{Data},
		CloseFields:   []Field{Code, Reason},

		ConnectFail: Failure{Text: "connectSocket:fail %s"},

		SendNotOpen:       []SendStep{{Throw: &Exception{"Error", "SocketTask.readyState is not OPEN"}}}, // §2.2, #64
		SendCatch:         Failure{Text: "sendSocketMessage:fail %s"},
		CloseCatch:        Failure{Text: "closeSocket:fail %s"},
		GlobalSendNotOpen: Failure{Text: "sendSocketMessage:fail WebSocket is not connected "}, // §1.2, #67: it ends with a space
		GlobalCloseNone:   Failure{Text: "closeSocket:fail WebSocket is not connected"},

		Promises:        promisified,
		Tuple:           true, // §1.0, #5, #6
		RefuseArguments: true, // §1.0, #21, #22
		Methods:         methodsVue2,
		FilterProtocols: true, // §1.1, #27
		Data:            WebIDL,
	},
}

// webSocket is the browser's own socket, as a page has it without uni. An exception in a
// listener is nobody's, and does not reach the dispatch (DOM, section 2.9).
var webSocket = Layer{
	Name: "WebSocket",
	Calls: map[string]string{
		"connectSocket":        "new WebSocket",
		"SocketTask.send":      "WebSocket.send",
		"SocketTask.close":     "WebSocket.close",
		"SocketTask.onOpen":    "",
		"SocketTask.onMessage": "",
		"SocketTask.onError":   "",
		"SocketTask.onClose":   "",
	},

	Open:    []Step{TaskListeners},
	Message: []Step{TaskListeners},
	Error:   []Step{TaskListeners, Remove},
	Close:   []Step{TaskListeners, Remove},

	TaskThrow:   Stop,
	GlobalThrow: Stop,

	SendConnecting: Exception{"InvalidStateError", "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state."},
	Data:           WebIDL,
}

// promisified are the functions that uni gives a promise form (§1.0).
var promisified = []string{"connectSocket", "sendSocketMessage", "closeSocket"}

// The methods that connectSocket knows (§1.1).
var (
	methodsVue2 = []string{"GET", "OPTIONS", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT"}
	methodsVue3 = append(methodsVue2[:len(methodsVue2):len(methodsVue2)], "PATCH")
)

// browser is Chromium's WebSocket (§2.2, §3, §7a).
var browser = Native{
	Name: "Chromium's WebSocket",

	URL: URLRule{
		WHATWG:         true,
		SecurePageOnly: true,
		Invalid:        Exception{"SyntaxError", "Failed to construct 'WebSocket': The URL '%s' is invalid."},
		Scheme:         Exception{"SyntaxError", "Failed to construct 'WebSocket': The URL's scheme must be either 'http', 'https', 'ws', or 'wss'. '%s' is not allowed."},
		Fragment:       Exception{"SyntaxError", "Failed to construct 'WebSocket': The URL contains a fragment identifier ('%s'). Fragment identifiers are not allowed in WebSocket URLs."},
		Subprotocol:    Exception{"SyntaxError", "Failed to construct 'WebSocket': The subprotocol '%s' is invalid."},
		Duplicate:      Exception{"SyntaxError", "Failed to construct 'WebSocket': The subprotocol '%s' is duplicated."},
		Insecure:       Exception{"SecurityError", "Failed to construct 'WebSocket': An insecure WebSocket connection may not be initiated from a page loaded over HTTPS."},
		BlockedPorts:   blockedPorts,
	},
	Origin:              true,            // §7a
	Cookies:             true,            // WHATWG WebSockets, section 2.1
	Offer:               OfferWindowBits, // golden/h5/headers
	SubprotocolRequired: true,            // golden/h5/proto_none_match
	CheckSubprotocols:   true,

	Timeout:    HandshakeTimeout{Fixed: 240 * time.Second}, // §3.7: the browser's own
	OneAtATime: 10 * time.Millisecond,                      // RFC 6455, section 4.1; the pause is Chromium's

	CloseConnecting: Abort, // §3.3, #80
	CloseCodes:      []CodeRange{{1000, 1000}, {3000, 4999}},
	CloseCodeText:   Exception{"InvalidAccessError", "Failed to execute 'close' on 'WebSocket': The close code must be either 1000, or between 3000 and 4999. %d is neither."},
	CloseReasonText: Exception{"SyntaxError", "Failed to execute 'close' on 'WebSocket': The close reason must not be greater than 123 UTF-8 bytes."},
	CloseTimeout:    60 * time.Second, // §7a
	AnyCloseCode:    true,             // §7a
	DropsLate:       true,             // WHATWG, send()

	DeadSend:  Exception{"TypeError", "Cannot read properties of undefined (reading 'readyState')"},
	DeadClose: Exception{"TypeError", "Cannot read properties of undefined (reading 'close')"},

	Failed:   errorThenClose, // §3.6
	Ended:    onlyClose,      // §3.8, §7a
	Broken:   onlyClose,      // §7a
	Violated: errorThenClose, // §7a

	Queue:   -1,
	Message: 512 << 20, // a string can be no longer
}
