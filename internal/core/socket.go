package core

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// State is a ready state, with the numbers of WHATWG.
type State int

// The ready states.
const (
	StateConnecting State = iota
	StateOpen
	StateClosing
	StateClosed
)

func (s State) String() string {
	if s < StateConnecting || s > StateClosed {
		return fmt.Sprintf("state %d", int(s))
	}
	return [...]string{"CONNECTING", "OPEN", "CLOSING", "CLOSED"}[s]
}

const textMessage = websocket.Text

// socket is the platform's own socket, beneath uni's layer.
type socket struct {
	app    *App
	task   *Task
	native *platform.Native
	state  State

	target   string // the URL that is dialed
	address  string // its host and port
	dial     websocket.DialOptions
	blocked  error // why nothing is dialed at all
	insecure bool  // a page that came over https may not connect there

	port    Port
	dialing bool // the goroutine that dials will report
	cancel  context.CancelFunc
	conn    *websocket.Conn // nil before open
	uncut   func() bool     // keeps the App's context from cutting conn
	inbox   inbox
	session *Session // nil without a Meter

	closing  bool // this side closed it
	reported bool // its close event has been
	over     bool // it has ended by the platform's doing
}

// badURL is what is wrong with the url option.
type badURL struct{ error }

func (e *badURL) Unwrap() error { return e.error }

// newSocket is the native's constructor; the error is what it throws.
func newSocket(t *Task, o ConnectOptions) (*socket, error) {
	if o.Err != nil {
		return nil, o.Err
	}
	a := t.app
	s := &socket{app: a, task: t, native: a.native}
	if err := s.readURL(o.URL); err != nil {
		return nil, &badURL{err}
	}
	if err := s.admit(); err != nil {
		return nil, err
	}
	if s.native.CheckSubprotocols {
		if err := checkSubprotocols(s.native.URL, o.Protocols); err != nil {
			return nil, err
		}
	}
	if s.insecure {
		return nil, exception(s.native.URL.Insecure)
	}
	if err := s.dialOptions(o); err != nil {
		return nil, err
	}
	if !s.native.URL.WHATWG {
		// What a browser finds out later, or never, is a mistake of the call.
		if err := s.dial.Validate(s.target); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// connect begins.
func (s *socket) connect() {
	a := s.app
	a.open[s] = struct{}{}
	a.tally.connecting(s)
	s.port = a.config.Loop.Acquire()
	a.awaitSuspension()
	s.inbox.socket, s.inbox.turn, s.inbox.dispatch = s, s.inbox.drain, s.inbox.event.Dispatch
	if s.native.ConnectDelay > 0 {
		a.config.Loop.AfterFunc(s.native.ConnectDelay, s.attempt)
	} else {
		s.attempt()
	}
}

// attempt is when it really does, unless it was abandoned meanwhile.
func (s *socket) attempt() {
	switch {
	case s.state != StateConnecting:
	case s.blocked != nil:
		s.port.Post(func() { s.dialed(nil, s.blocked) })
	case s.native.OneAtATime > 0:
		s.app.enter(s)
	default:
		s.startDial()
	}
}

func (s *socket) startDial() {
	ctx, cancel := context.WithCancel(s.app.config.Context)
	s.cancel, s.dialing = cancel, true
	s.session.dials()
	go func() {
		conn, err := s.app.config.Dial(ctx, s.target, &s.dial)
		at := time.Now()
		s.port.Turn(func() {
			s.app.tally.dialed(s, conn, err, at)
			s.dialed(conn, err)
		})
	}()
}

// dialed is called on the loop with the outcome of the dial.
func (s *socket) dialed(conn *websocket.Conn, err error) {
	if s.dialing {
		s.dialing = false
		s.app.leave(s)
	}
	switch {
	case s.state != StateConnecting: // close came first
		if conn != nil {
			conn.CloseNow()
		}
		if s.state == StateClosed {
			s.port.Release()
		}
	case err != nil:
		s.app.diagnoseFailed(s, err)
		s.broke(err, s.native.Failed)
	default:
		s.conn = conn
		s.uncut = context.AfterFunc(s.app.config.Context, conn.CloseNow)
		s.setState(StateOpen)
		s.emit(&Event{Kind: Open, Header: conn.Header()})
		conn.Start(&s.inbox)
	}
}

func (s *socket) setState(state State) { s.stateChanged(state, "") }

func (s *socket) stateChanged(state State, why string) {
	s.app.tally.changed(s.state, state)
	s.state = state
	s.app.observe(Record{Kind: RecordState, Task: s.task.id, Name: state.String(), Text: why})
}

// emit delivers an event as a macrotask of its own.
func (s *socket) emit(e *Event) {
	s.app.config.Event(func() error { return s.task.dispatch(e) })
}

// broke ends the socket without a closing handshake.
func (s *socket) broke(cause error, end platform.Ending) {
	s.app.tally.broke()
	if f := s.app.config.Broke; f != nil {
		f(s.task.id, s.target, cause)
	}
	fault := faultOf(cause, s.conn != nil)
	if end.Error {
		s.setState(StateClosed)
		words := s.words(fault, cause)
		s.emit(&Event{Kind: Error, ErrMsg: words.Text, Fault: words, Cause: cause})
	} else {
		s.stateChanged(StateClosed, cause.Error())
	}
	if end.Close {
		code := end.Code
		if code == 0 {
			code = int(websocket.StatusAbnormalClosure)
		}
		s.emit(&Event{Kind: Close, Code: code, Reason: end.Reason, Cause: cause})
	}
	s.released()
}

func (s *socket) released() {
	if s.task.stuck != "" && slices.Contains(s.app.live, s.task) {
		s.app.diagnose(diagnostic.ThrowKeepsDeadTask, s.task, s.task.stuck)
	}
	s.app.ended(s)
	s.app.leave(s)
	if s.cancel != nil {
		s.cancel()
	}
	if s.uncut != nil {
		s.uncut()
	}
	if !s.dialing {
		s.port.Release()
	}
}

// closed is called with how the connection ended.
func (s *socket) closed(end *websocket.CloseError) {
	s.app.tally.ended(s)
	switch {
	case s.over: // the background rules have ended it
		s.released()
	case end.Err == nil:
		s.setState(StateClosed)
		if !s.reported {
			s.emit(s.closeEvent(end.Code, end.Reason))
		}
		s.released()
	default:
		s.broke(end.Err, s.endingOf(end.Err))
	}
}

// closeEvent is that of a closing handshake.
func (s *socket) closeEvent(code websocket.StatusCode, reason string) *Event {
	if s.closing && code == websocket.StatusNormalClosure && reason == "" {
		reason = s.native.OwnReason
	}
	return &Event{Kind: Close, Code: int(code), Reason: reason}
}

// peerCloses is called when the peer's close frame has come.
func (s *socket) peerCloses(code websocket.StatusCode, reason string) {
	if s.state == StateOpen {
		s.setState(StateClosing)
	}
	if s.native.ReportsClosing && !s.reported {
		s.reported = true
		s.emit(s.closeEvent(code, reason))
	}
}

// endingOf is which events follow: whose fault it was decides (§3.8, §7a).
func (s *socket) endingOf(err error) platform.Ending {
	n := s.native
	var violation *websocket.ProtocolError
	switch {
	case errors.As(err, &violation) && violation.Code != websocket.StatusMessageTooBig:
		return n.Violated
	case s.state != StateOpen:
		// The end of a closing handshake that was cut short is no error to anybody.
		end := n.Ended
		end.Error = end.Error && !end.Close
		return end
	case errors.Is(err, websocket.ErrEndOfStream):
		return n.Ended
	}
	return n.Broken
}

var errClosedWhileConnecting = errors.New("the socket was closed before the connection was established")

// close is the native's close; the error is what it throws.
func (s *socket) close(o CloseOptions) error {
	code, reason := o.Code, o.Reason
	if o.NoCode {
		return s.beginClose(websocket.StatusNoStatusReceived, "")
	}
	if r := s.native.CloseCodeRange; s.native.CloseRangeText.Text != "" && (code < r.First || code > r.Last) {
		e := s.native.CloseRangeText
		e.Text = filled(e.Text, code)
		return exception(e)
	}
	if !s.native.AdmitsCloseCode(code) {
		e := s.native.CloseCodeText
		e.Text = filled(e.Text, code)
		return exception(e)
	}
	if s.native.IgnoreReason {
		reason = ""
	}
	if len(reason) > websocket.MaxReason {
		e := s.native.CloseReasonText
		e.Text = filled(e.Text, reason)
		return exception(e)
	}
	return s.beginClose(websocket.StatusCode(code), reason)
}

// beginClose is close with arguments that are right.
func (s *socket) beginClose(code websocket.StatusCode, reason string) error {
	switch s.state {
	case StateConnecting:
		switch s.native.CloseConnecting {
		case platform.Refuse:
			return errNotConnected
		case platform.Ignore:
			return nil
		}
		s.abandon()
	case StateOpen:
		if err := s.conn.Close(code, reason); err != nil {
			return err
		}
		s.closing = true
		s.setState(StateClosing)
		s.inbox.closing(!s.native.MessagesAfterClose)
	}
	return nil
}

var errNotConnected = errors.New("WebSocket is not connected")

// send is the native's send.
func (s *socket) send(m Outgoing) error {
	if s.state != StateOpen {
		if s.native.DropsEarly {
			return nil
		}
		return errNotConnected
	}
	if m.Binary && s.native.NoBinary {
		s.app.diagnose(diagnostic.BinaryUnsupported, s.task)
		return errNoBinary
	}
	s.app.cork(s.conn)
	var err error
	if m.Binary {
		err = s.conn.Send(websocket.Binary, m.Bytes)
	} else {
		err = s.conn.SendText(m.Text)
	}
	switch {
	case err == nil:
		s.app.tally.sent(s)
	case err == websocket.ErrQueueFull:
		if s.native.QueueCloses {
			s.app.diagnose(diagnostic.QueueLimit, s.task)
			s.shutdown(websocket.StatusGoingAway, "")
			if s.app.layer.QueueFull == nil {
				s.conn.CloseNow() // a peer that does not read would not see a close frame either
			}
		}
	case s.native.DropsLate:
		s.app.diagnose(diagnostic.SendAfterLoss, s.task)
		return nil // the close event is on its way
	}
	return err
}

var errNoBinary = errors.New("ArrayBuffer is not supported in this version")

// shutdown closes in an orderly way, whatever the listeners may think.
func (s *socket) shutdown(code websocket.StatusCode, reason string) {
	switch s.state {
	case StateConnecting:
		s.abandon()
	case StateOpen:
		s.setState(StateClosing)
		s.conn.Close(code, reason)
		s.inbox.closing(!s.native.MessagesAfterClose)
	}
}

// cut ends it at once.
func (s *socket) cut() {
	if s.state == StateConnecting {
		s.abandon()
	}
	if s.conn != nil {
		s.conn.CloseNow()
	}
}

// abandon gives up connecting.
func (s *socket) abandon() { s.interrupt(errClosedWhileConnecting) }

// interrupt is abandon for a cause.
func (s *socket) interrupt(cause error) {
	s.app.tally.dialed(s, nil, cause, time.Now())
	s.setState(StateClosing)
	if s.cancel != nil {
		s.cancel()
	}
	s.app.leave(s)
	s.port.Post(func() { s.broke(cause, s.native.Failed) })
}
