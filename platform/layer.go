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
	// GlobalSendNotOpen and GlobalCloseNone answer the global functions when
	// the oldest live task is not open, or when there is none.
	GlobalSendNotOpen, GlobalCloseNone Failure

	// Tuple: a promise resolves [error, result] and never rejects (Vue 2).
	Tuple bool
	// WebIDL: arguments are converted as a browser does.
	WebIDL bool
}

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
}
