package diagnostic

// The catalogue, in the order of docs/behaviour.md, section 6.
var (
	PromiseNotTask = &Problem{"promise-not-task", "B1",
		"connectSocket was called without a callback and returned a Promise, which has no %s.",
		"Pass at least one of success, fail and complete, such as complete: () => {}, to get the SocketTask."}
	TaskNotPromise = &Problem{"task-not-promise", "B1",
		"connectSocket returns a SocketTask here also without a callback, and never a Promise.",
		"Pass success, fail or complete, and use the task, on every platform."}
	SuccessNotOpen = &Problem{"success-not-open", "B2",
		"The success of connectSocket says that the call was accepted, not that the socket is open: this send comes too early.",
		"Send from onOpen."}
	TaskInSuccess = &Problem{"task-in-success", "B2",
		"success is called during connectSocket here, before that has returned the task.",
		"Use the task after the call, and send from onOpen."}
	TooManySockets = &Problem{"too-many-sockets", "B3",
		"%s",
		"Close sockets when the page that uses them goes; log echo and uni-push need one each, too."}
	ListenerAgain = &Problem{"listener-again", "B4",
		"%s was called again: %s.",
		"Register it once, outside of pages, or use the task's own listeners."}
	GlobalReachesOldest = &Problem{"global-reaches-oldest", "B5",
		"%s acts on the oldest live socket, #%d, and not on the newest.",
		"With more than one socket, use the functions of each SocketTask."}
	CloseNotDelivered = &Problem{"close-not-delivered", "B6",
		"The connection failed, and %s does not hear of it here: only an error event comes.",
		"Reconnect from the error listener as well as from the close listener."}
	ThrowKeepsDeadTask = &Problem{"throw-keeps-dead-task", "B7",
		"This global %s listener threw, so that the dead socket stays the one that global functions act on.",
		"Catch what a global listener may throw."}
	SendBeforeOpen = &Problem{"send-before-open", "B8",
		"%s was called before the socket is open: %s.",
		"Queue what is to be sent, and send it from onOpen."}
	StateBeforeOpen = &Problem{"state-before-open", "B9",
		"readyState is 3 (CLOSED) here while the socket connects, and never 0.",
		"Keep track of the state in onOpen, onError and onClose."}
	StateMissing = &Problem{"state-missing", "B9",
		"A task has no readyState here: it is undefined.",
		"Keep track of the state in onOpen, onError and onClose."}
	CloseOptionsLost = &Problem{"close-options-lost", "B10",
		"%s",
		"Send what the server has to know as a message before close."}
	FieldMissing = &Problem{"field-missing", "B11",
		"The %s event has no %s here.",
		"Do not depend on it, or ask the server for it in a message."}
	TaskIDsCollide = &Problem{"task-ids-collide", "B12",
		"Two sockets made within a millisecond have one id: on a phone the events of both reach the second one alone.",
		"Leave some time between two calls of connectSocket."}
	CloseBeforeOpen = &Problem{"close-before-open", "B13",
		"The socket is closed while it connects: %s.",
		"Close it in onOpen, or remember to."}
	CloseCodeRefused = &Problem{"close-code-refused", "B14",
		"The close code %d is refused here.",
		"Use 1000, or 3000 to 4999."}
	CloseReasonTooLong = &Problem{"close-reason-too-long", "B14",
		"The close reason has %d bytes of UTF-8, which is more than the 123 that a close frame holds: the close fails here.",
		"Shorten it: a Chinese character takes three bytes."}
	GlobalsMissing = &Problem{"globals-missing", "B15",
		"There is no %s here.",
		"Use the functions of the SocketTask, on every platform."}
	NoTask = &Problem{"no-task", "B16",
		"connectSocket returns no task here: %s.",
		"On Alipay pass multiple: true; elsewhere use the global functions, or a newer version of the platform."}
	GlobalsReachNothing = &Problem{"globals-reach-nothing", "B16",
		"%s does not concern sockets that were made with multiple: true.",
		"Use the functions of the SocketTask."}
	BinaryAsText = &Problem{"binary-as-text", "B16",
		"%s",
		"Convert with uni.arrayBufferToBase64 and base64ToArrayBuffer and set isBuffer: true there."}
	BinaryUnsupported = &Problem{"binary-unsupported", "§4b",
		"An ArrayBuffer can be neither sent nor received in this version.",
		"Use text, such as JSON or base64, where this version has to be served."}
	OptionDropped = &Problem{"option-dropped", "B16",
		"The option %s is not known here and dropped, with a warning on the console.",
		"Leave it out on this platform, with #ifndef; method may be left out everywhere."}
	BackgroundCloses = &Problem{"background-closes", "B17",
		"%s",
		"Reconnect in onShow, and do not count on a close event."}
	URLNotASCII = &Problem{"url-not-ascii", "B18",
		"The URL holds characters that have to be escaped: the handshake fails on devices.",
		"Use encodeURI or encodeURIComponent."}
	InsecureURL = &Problem{"insecure-url", "B19",
		"ws:// is refused here on devices, even where the tools for developers let it pass.",
		"Use wss://."}
	DomainNotAllowed = &Problem{"domain-not-allowed", "B19",
		"%s is not among the allowed socket domains.",
		"Add it in the vendor's console, and with --allow here."}
	SubprotocolNotSelected = &Problem{"subprotocol-not-selected", "B20",
		"The server selected none of the subprotocols offered, and the connection is refused.",
		"Let the server select one, or leave protocols out."}
	TimeoutIgnored = &Problem{"timeout-ignored", "B21",
		"%s has no effect here.",
		"Set a timer of your own, and close the task when it fires."}
	HeaderIgnored = &Problem{"header-ignored", "B22",
		"The option header is ignored here: %s.",
		"Put a token into the URL's query or the first message."}
	SendAfterLoss = &Problem{"send-after-loss", "B23",
		"This send reports success, but the connection is gone already.",
		"Have the server acknowledge messages, and send heartbeats."}
	EmptySendDropped = &Problem{"empty-send-dropped", "B24",
		"Empty data are not sent here, and success is reported all the same.",
		"Send something that is not empty."}
	PromiseTuple = &Problem{"promise-tuple", "B25",
		"%s",
		"Pass success and fail, which are the same with Vue 2 and Vue 3."}
	UnhandledFailure = &Problem{"unhandled-failure", "B25",
		"%s failed in its Promise form and nothing handled that: with Vue 3 it is an unhandled rejection.",
		"Pass fail, or catch the rejection."}
	ClosesAnotherSocket = &Problem{"closes-another-socket", "B26",
		"closeSocket was called before for another socket; this call closes #%d, which has become the oldest.",
		"Close by the SocketTask."}
	CompleteNotCalled = &Problem{"complete-not-called", "B27",
		"complete of a task's %s is never called here.",
		"Use success and fail."}
	BadURLSucceeds = &Problem{"bad-url-succeeds", "B28",
		"The URL cannot be parsed: success, complete and then fail are called, and the dead socket stays the oldest.",
		"Check the URL before the call."}
	DefaultOrigin = &Problem{"default-origin", "B29",
		"The server refused the handshake, perhaps for its Origin: http://localhost is sent here unless the header option has one.",
		"If the server looks at the Origin, give the option header one that it admits."}
	HeaderInBrackets = &Problem{"header-in-brackets", "B29",
		"The values of an open event's header stand in brackets here, such as %s.",
		"Strip the brackets."}
	QueueLimit = &Problem{"queue-limit", "B30",
		"More than 16 MiB wait to be sent, and the socket is closed for it.",
		"Send less at a time, and wait for the server's acknowledgement."}

	GlobalNotOnDevice = &Problem{"global-not-on-device", "§7b",
		"%s is here for packages that ask for it, and not on devices: there this is a ReferenceError.",
		"Import a package that has it, or do without on this platform; nothing is to be done if the app brings a polyfill."}

	// HTTP
	AnswerNotShared = &Problem{"answer-not-shared", "HTTP",
		"%s does not allow the origin %s: a browser sends the request, but does not show the answer.",
		"Have the server send Access-Control-Allow-Origin, or let H5 reach it by a proxy of the page's own server; --page says where the page is."}
	PreflightRefused = &Problem{"preflight-refused", "HTTP",
		"A browser asks %s with OPTIONS before it sends this request, and would not send it: the answer %s.",
		"Have the server answer OPTIONS with Access-Control-Allow-Origin, -Methods and -Headers, or let H5 reach it by a proxy of the page's own server."}
	HeaderForbidden = &Problem{"header-forbidden", "HTTP",
		"A browser does not let a page set the header %s: it is left out.",
		"Use a header of your own, such as X-…, or #ifndef H5."}
	MixedContent = &Problem{"mixed-content", "HTTP",
		"A page that came over https may not reach %s.",
		"Use https."}
	InsecureRequest = &Problem{"insecure-request", "HTTP",
		"http:// is refused here on devices, even where the tools for developers let it pass.",
		"Use https://."}
	RequestNotAllowed = &Problem{"request-not-allowed", "HTTP",
		"%s is not among the allowed request domains.",
		"Add it in the vendor's console, and with --allow here."}
)

// All lists the catalogue.
func All() []*Problem {
	return []*Problem{
		PromiseNotTask, TaskNotPromise, SuccessNotOpen, TaskInSuccess, TooManySockets, ListenerAgain, GlobalReachesOldest, CloseNotDelivered,
		ThrowKeepsDeadTask, SendBeforeOpen, StateBeforeOpen, StateMissing, CloseOptionsLost, FieldMissing, TaskIDsCollide,
		CloseBeforeOpen, CloseCodeRefused, CloseReasonTooLong, GlobalsMissing, NoTask, GlobalsReachNothing, BinaryAsText, BinaryUnsupported, OptionDropped, BackgroundCloses,
		URLNotASCII, InsecureURL, DomainNotAllowed, SubprotocolNotSelected, TimeoutIgnored, HeaderIgnored,
		SendAfterLoss, EmptySendDropped, PromiseTuple, UnhandledFailure, ClosesAnotherSocket, CompleteNotCalled,
		BadURLSucceeds, DefaultOrigin, HeaderInBrackets, QueueLimit,
		GlobalNotOnDevice,
		AnswerNotShared, PreflightRefused, HeaderForbidden, MixedContent, InsecureRequest, RequestNotAllowed,
	}
}
