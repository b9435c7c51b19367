package platform

// Layer is what uni's JavaScript does above the native socket.
type Layer struct {
	Name string

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
	// after the call; otherwise during it.
	ConnectLater bool
	// ConnectFail is what an exception of the native becomes.
	ConnectFail Failure

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
	// GlobalAlwaysOK: a global function that comes to its task succeeds whatever
	// the task's function does.
	GlobalAlwaysOK bool
	// GlobalSendNotOpen and GlobalCloseNone answer the global functions when
	// the oldest live task is not open, or when there is none.
	GlobalSendNotOpen, GlobalCloseNone Failure

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
)

// TaskShape is what a task looks like to a script (§2.1).
type TaskShape uint8

const (
	// Getters: the constants and the state are getters over the browser's socket.
	Getters TaskShape = iota
	// Fields: they are properties, beside an id.
	Fields
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
)

// Failure is what a fail callback gets. Text may hold %s for the exception.
type Failure struct {
	Text string
	Code int // errCode; 0 is none
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
