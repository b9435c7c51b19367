package platform

// Layer is what uni's JavaScript does above the native socket.
type Layer struct {
	Name string

	// Calls are the names of functions, by that which uni gives them, where the script
	// knows them under another; "" is for those that it does not call.
	Calls map[string]string

	// The order in which an event is worked off. A step that throws ends it,
	// unless it isolates its listeners.
	Open, Message, Error, Close []Step

	// TaskThrow and GlobalThrow say what an exception in a listener does.
	TaskThrow, GlobalThrow Throw
	// TaskThrowText is what an isolated exception is reported as: %s is the
	// exception, then the event's name with a capital.
	TaskThrowText string

	// Replace: a global listener replaces the one before (§1.4).
	Replace bool

	// The fields of the objects that listeners get, in order.
	OpenFields, MessageFields, ErrorFields, CloseFields []Field

	// OwnState: the task's ready state is a field of uni's own, CLOSED at first,
	// which SetOpen, SetClosed and every close set; otherwise it is the native's.
	OwnState bool
	// Deaf: a task that was removed hears of nothing more.
	Deaf bool
	// SkipOthers: what was given as a listener and is no function is passed
	// over; otherwise it throws when its event comes.
	SkipOthers bool

	// ConnectLater: success or fail of connectSocket fires as a macrotask
	// after the call; otherwise during it. CallbacksLater is that for all others.
	ConnectLater, CallbacksLater bool
	// ConnectFail is what an exception of the native becomes.
	ConnectFail Failure
	// ConnectAlwaysOK: such an exception is not the call's: it succeeds, and an error
	// event follows (§1.1).
	ConnectAlwaysOK bool
	// EmptyURL and OtherScheme, where not nil, take its place for a URL that is
	// empty or whose scheme is not the native's.
	EmptyURL, OtherScheme *Failure
	// BadURL, where not nil, is what fail alone is called with for such an
	// exception, after success and complete; the task stays a live one (§1.1).
	BadURL *Failure
	// URLType is the exception for a url that is no string, with %s for its type.
	URLType Exception

	// SendConnecting is what a send while connecting throws, where there is no layer.
	SendConnecting Exception
	// SendNotOpen is what a task's send does while the socket is not open.
	SendNotOpen []SendStep
	// SendCatch is what an exception inside a task's send becomes, of the
	// native or of a callback; CloseCatch likewise for close.
	SendCatch, CloseCatch Failure
	// CloseAnyState: a close of the layer's is one whatever the native makes of
	// it: its state is CLOSING, and it succeeds.
	CloseAnyState bool
	// CloseLosesOptions: code and reason do not reach the native.
	CloseLosesOptions bool
	// SendGone and CloseGone answer calls on a task that was closed before, where
	// the layer forgets the native then.
	SendGone, CloseGone *Failure
	// CloseNotOpen, where not nil, answers a close of a socket that is not open.
	CloseNotOpen *Failure
	// ErrorOnThrow: an exception of the native is an error event, too, and the end.
	ErrorOnThrow bool
	// QueueFull, where not nil, is what a send fails with that passes the queue's
	// limit; an error event says the same.
	QueueFull *Failure
	// GlobalAlwaysOK: a global function that comes to its task succeeds whatever
	// the task's function does.
	GlobalAlwaysOK bool
	// GlobalSendNotOpen and GlobalCloseNone answer the global functions when
	// the oldest live task is not open, or when there is none.
	GlobalSendNotOpen, GlobalCloseNone Failure

	// Promises are the functions that return a promise when they are given no
	// callback (§1.0).
	Promises []string
	// Returns says when connectSocket returns a task.
	Returns Returns
	// NoGlobals: of the functions there is connectSocket only (§1.4).
	NoGlobals bool
	// Off: listeners can be taken away again, by offSocketOpen and so on and the
	// task's offOpen and so on (§1.4).
	Off bool
	// NumericErrors: failures are {error, errorMessage} and successes {} (§1.1).
	NumericErrors bool
	// ErrorBeside: a failure of the object's functions has error and errorMessage
	// beside its errMsg, for uni's wrapper to read.
	ErrorBeside bool
	// Wrapped: the object is a vendor's, which uni wraps: it takes its options as
	// they are.
	Wrapped bool
	// SocketTaskID: success of connectSocket and the task have a socketTaskId (#34).
	SocketTaskID bool
	// BareTask: success of a task's send and close gets an empty object, and
	// complete is never called (§2.2).
	BareTask bool
	// GlobalFail: a global function asks its task whatever the state, and fails with
	// its own name and nothing more where that failed (§1.2, §1.3).
	GlobalFail bool
	// LateListeners: a task's listener that is added during an event hears of it (§2.2).
	LateListeners bool

	// Typed: options are those of a typed language: nothing is normalised.
	Typed bool

	// Tuple: a promise resolves [error, result] and never rejects (§1.0).
	Tuple bool
	// RefuseArguments: a call with wrong arguments fails; otherwise a build for
	// development warns of them (§1.0).
	RefuseArguments bool
	// Methods are those that the method option may have; any other is the first.
	Methods []string
	// FilterProtocols drops members of protocols that are no strings.
	FilterProtocols bool
	// Data says what a send makes of its data.
	Data DataRule
	// Base64: binary messages are base64 text with isBuffer, both ways (§1.2, #42, #72).
	Base64 bool
	// SkipEmpty: falsy data succeed and send nothing.
	SkipEmpty bool
	// Task is the shape of the task's object.
	Task TaskShape
}

// DataRule says how the data of a send become a message.
type DataRule uint8

const (
	// StringOrBuffer admits strings, buffers and their views.
	StringOrBuffer DataRule = iota
	// WebIDL converts as a browser does, and close codes and URLs as well.
	WebIDL
	// ObjectsAsBytes sends whatever typeof calls an object as bytes: a buffer's,
	// of others what a Uint8Array of it would hold (§1.2).
	ObjectsAsBytes
	// CastToString sends an ArrayBuffer as bytes and of anything else its string.
	CastToString
)

// Returns says when connectSocket returns a task.
type Returns uint8

const (
	Always Returns = iota
	// WithMultiple: only with the option multiple (§1.1).
	WithMultiple
	// Never: there are no tasks.
	Never
)

// TaskShape is what a task looks like to a script (§2.1).
type TaskShape uint8

const (
	// Getters: the constants and the state are getters over the browser's socket.
	Getters TaskShape = iota
	// Fields: they are properties, beside an id.
	Fields
	// Methods: there are the functions and nothing else.
	Methods
	// MethodsAndState: there is a readyState, too, with the constants.
	MethodsAndState
)

// Step is a part of working off an event.
type Step uint8

const (
	// TaskListeners calls those of the task.
	TaskListeners Step = iota + 1
	// GlobalListeners calls those of the global functions, if the task is the
	// oldest live one.
	GlobalListeners
	// Remove takes the task off the list of live ones.
	Remove
	// SetOpen and SetClosed set the layer's own ready state.
	SetOpen
	SetClosed
)

// Throw says what an exception in a listener does.
type Throw uint8

const (
	// Stop ends the dispatch: what follows in it does not happen.
	Stop Throw = iota + 1
	// Isolate reports it and goes on with the next listener.
	Isolate
	// GoOn goes on with the next listener; the exception is nobody's in the end.
	GoOn
)

// Field is a property of the object that a listener gets.
type Field uint8

// The fields of events.
const (
	Header Field = iota + 1 // open: the handshake's response header
	Data                    // message
	ErrMsg                  // error
	Code                    // close
	Reason                  // close
	// HeaderMap is Header as a Map; HeaderLists with each value in brackets (§2.4).
	HeaderMap
	HeaderLists
	Profile      // open, of the task's listeners: how long the handshake took (#40)
	IsBuffer     // message (§2.4)
	CodeString   // close: the code as a string
	ProtocolType // "websocket"
	SocketType   // what carries it
	NumericError // error: error and errorMessage
)

// Failure is what a fail callback gets. Text may hold %s for the exception.
type Failure struct {
	Text string
	Code int // errCode; 0 is none
	// Subject, where not "", makes it a UniError with this errSubject.
	Subject string
}

// EarlySend is what a task's send comes to while the socket is not open: how often
// it fails, and whether it goes on to the native all the same.
func (l *Layer) EarlySend() (fails int, goesOn bool) {
	for _, step := range l.SendNotOpen {
		if step.Native {
			goesOn = true
		} else {
			fails++
		}
	}
	return fails, goesOn
}

// SendStep is a part of sending while the socket is not open.
type SendStep struct {
	Fail  *Failure   // call fail and complete with it
	Throw *Exception // throw, into SendCatch
	// Escapes: what the callbacks of Fail throw is not for SendCatch.
	Escapes bool
	// Native goes on with the native, as if the socket were open.
	Native bool
}
