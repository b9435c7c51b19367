package platform

import "time"

// app is the App, Android and iOS, Vue 3.
var app = Platform{
	Name:      "app",
	Title:     "App",
	Vue:       3,
	VersionOf: "HBuilderX",
	Node:      "app-plus",
	NoBrowser: true,
	first:     "3.0.0",
	changes:   []change{bareClose},
	sources:   appSources,
	Native:    &plugin,
	Layer: &Layer{
		Name: "App, Vue 3",

		// Global listeners, then the task's: §2.3, #49, golden/app/bye. Inside of a
		// close listener the state is still what it was: #48, golden/app/task_cb.
		Open:    []Step{SetOpen, GlobalListeners, TaskListeners},
		Message: []Step{GlobalListeners, TaskListeners},
		Error:   []Step{GlobalListeners, TaskListeners, SetClosed, Remove},
		Close:   []Step{GlobalListeners, TaskListeners, SetClosed, Remove},

		TaskThrow:   Stop, // §2.2
		GlobalThrow: Stop, // §7a
		OwnState:    true, // §2.1, #45
		Deaf:        true, // §3.6, #60
		SkipOthers:  true, // §2.2

		MessageFields: []Field{Data},
		CloseFields:   []Field{Code, Reason},

		ConnectLater: true, // §1.1, #18
		ConnectFail:  Failure{Text: "connectSocket:fail %s"},

		// §2.2, #65, golden/app/send_before_open
		SendNotOpen: []SendStep{
			{Fail: &Failure{Text: "sendSocketMessage:fail WebSocket is not connected"}, Escapes: true},
			{Native: true},
		},
		SendCatch:         Failure{Text: "sendSocketMessage:fail %s"},
		CloseCatch:        Failure{Text: "closeSocket:fail %s"},
		CloseAnyState:     true, // §1.3
		CloseLosesOptions: true, // §2.2, B10, golden/app/task_cb
		GlobalAlwaysOK:    true, // §1.2, §1.3
		GlobalSendNotOpen: Failure{Text: "sendSocketMessage:fail WebSocket is not connected"},
		GlobalCloseNone:   Failure{Text: "closeSocket:fail WebSocket is not connected"},

		Promises: promisified,
		Methods:  methodsVue3,
		Data:     ObjectsAsBytes, // §1.2
		Task:     Fields,
	},
}

// appVue2 is the App of the Vue 2 line.
var appVue2 = Platform{
	Name:      "app",
	Title:     "App",
	Vue:       2,
	VersionOf: "HBuilderX",
	Node:      "app-plus",
	NoBrowser: true,
	changes:   []change{bareClose, noHeader, shortTimeout, oneSocket},
	sources:   appSources,
	Native:    &plugin,
	Layer: &Layer{
		Name: "App, Vue 2",

		// The removal stands between global and task listeners: §2.3, #48, golden/app-vue2/task_cb.
		Open:    []Step{SetOpen, GlobalListeners, TaskListeners},
		Message: []Step{GlobalListeners, TaskListeners},
		Error:   []Step{GlobalListeners, SetClosed, Remove, TaskListeners},
		Close:   []Step{GlobalListeners, SetClosed, Remove, TaskListeners},

		TaskThrow:   Stop,
		GlobalThrow: Stop,
		Replace:     true,
		OwnState:    true,
		Deaf:        true,
		SkipOthers:  true,

		MessageFields: []Field{Data},
		CloseFields:   []Field{Code, Reason},

		ConnectLater:    true,
		ConnectAlwaysOK: true, // §1.1
		ConnectFail:     Failure{Text: "connectSocket:fail %s"},

		SendNotOpen: []SendStep{
			{Fail: &Failure{Text: "sendSocketMessage:fail WebSocket is not connected"}, Escapes: true},
			{Native: true},
		},
		SendCatch:         Failure{Text: "sendSocketMessage:fail %s"},
		CloseCatch:        Failure{Text: "closeSocket:fail %s"},
		CloseAnyState:     true,
		SendGone:          &Failure{Text: "sendSocketMessage:fail"}, // §2.2, §3.2
		CloseGone:         &Failure{Text: "closeSocket:fail"},       // §3.4, #84
		GlobalSendNotOpen: Failure{Text: "sendSocketMessage:fail WebSocket is not connected"},
		GlobalCloseNone:   Failure{Text: "closeSocket:fail WebSocket is not connected"},

		Promises:        promisified,
		Tuple:           true,
		RefuseArguments: true,
		Methods:         methodsVue2,
		FilterProtocols: true,
		Data:            ObjectsAsBytes,
		SkipEmpty:       true, // §1.2, #69
		Task:            Fields,
	},
}

// What the App was before (§4a, §4b). Vue 3 came later.
var (
	noHeader = change{"2.9.6", "the option header does not reach the handshake", "§4a, #30",
		func(n *Native, _ *Layer, _ *Platform) { n.Header = false }}
	oneSocket = change{"2.2.6", "one socket at a time, which a second one replaces; no ArrayBuffer", "§4b, #92",
		func(n *Native, _ *Layer, _ *Platform) {
			n.Policy.Sockets, n.Policy.Replace = 1, true
			n.NoBinary = true
		}}
)

// plugin is the App's native plugin uni-webSocket. It is closed: what is known
// of it are the options that the layer hands over (§9), so that it does here what
// the documents promise. Frames before open go nowhere, as in the recordings
// over a stand-in (testdata/golden/README.md).
var plugin = Native{
	Name: "the App's plugin",

	Header: true, // since 2.9.6, §4a

	CloseConnecting: Ignore, // unknown (§3.3); the seed's timing note
	CloseCodes:      []CodeRange{{1000, 4999}},
	CloseCodeText:   Exception{Text: "the close code %d is none"},
	CloseReasonText: Exception{Text: "the close reason is longer than 123 bytes"},
	CloseTimeout:    10 * time.Second,

	MessagesAfterClose: true, // §3.9, golden/app
	AnyCloseCode:       true,
	DropsLate:          true, // a send succeeds whatever becomes of it (§1.2)
	DropsEarly:         true,

	DeadSend:  Exception{"TypeError", "Cannot read properties of undefined (reading 'send')"},
	DeadClose: Exception{"TypeError", "Cannot read properties of undefined (reading 'close')"},

	Failed:   onlyError, // §3.6, §7a
	Ended:    onlyClose,
	Broken:   onlyClose,
	Violated: errorThenClose,

	Queue:       16 << 20, // §1.2, Android
	QueueCloses: true,     // B30
	Message:     512 << 20,
}
