package core

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// The portability problems that the rules can see (docs/behaviour.md, section 6).
// They are looked for as data of the platform say, never by its name, and only
// where the script does the thing.

// problems remembers what the finding of some takes.
type problems struct {
	registered [kinds]int // how often a global listener was added
	closed     *Task      // what closeSocket closed last
	closedAt   int        // App.created then
}

func (a *App) diagnose(p *diagnostic.Problem, t *Task, args ...any) {
	if a.config.Diagnose != nil {
		a.config.Diagnose(p, t.number(), args...)
	}
}

// diagnoseConnect looks at the options of connectSocket.
func (a *App) diagnoseConnect(t *Task, o ConnectOptions) {
	if a.config.Diagnose == nil {
		return
	}
	n := a.native
	if len(o.Header) > 0 && !n.Header {
		names := make([]string, 0, len(o.Header))
		for name := range o.Header {
			names = append(names, name)
		}
		slices.Sort(names)
		a.diagnose(diagnostic.HeaderIgnored, t, fmt.Sprintf("%q does not reach the server", names))
	}
	switch {
	case o.Timeout > 0 && !n.Timeout.Option:
		a.diagnose(diagnostic.TimeoutIgnored, t, "The option timeout")
	case a.config.TimeoutGiven && !n.Timeout.Config:
		a.diagnose(diagnostic.TimeoutIgnored, t, "networkTimeout.connectSocket of manifest.json")
	}
	if n.URL.ASCII && !isASCII(o.URL) {
		a.diagnose(diagnostic.URLNotASCII, t)
	}
}

// isASCII reports whether a URL needs no escapes.
func isASCII(url string) bool {
	for i := range len(url) {
		if url[i] <= ' ' || url[i] >= 0x7f {
			return false
		}
	}
	return true
}

// diagnoseEarlySend is called by a send while the socket is not open.
func (t *Task) diagnoseEarlySend() {
	a := t.app
	if a.config.Diagnose == nil || t.socket == nil || t.socket.state != StateConnecting {
		return
	}
	if t.settling {
		a.diagnose(diagnostic.SuccessNotOpen, t)
		return
	}
	what := "it fails"
	fails, goesOn := a.layer.EarlySend()
	switch {
	case goesOn:
		what = "fail is called, then success, and complete twice"
	case fails > 1:
		what = "fail and complete are called twice"
	}
	a.diagnose(diagnostic.SendBeforeOpen, t, "send", what)
}

// diagnoseGlobal is called by sendSocketMessage and closeSocket.
func (a *App) diagnoseGlobal(api string, t *Task) {
	if a.config.Diagnose == nil {
		return
	}
	if t == nil {
		a.diagnoseNothingReached(api)
		return
	}
	if len(a.live) > 1 {
		a.diagnose(diagnostic.GlobalReachesOldest, t, api, t.id)
	}
	if api == "sendSocketMessage" && t.socket.state == StateConnecting {
		if t.settling {
			a.diagnose(diagnostic.SuccessNotOpen, t)
		} else {
			a.diagnose(diagnostic.SendBeforeOpen, t, api, "it fails")
		}
	}
}

// diagnoseNothingReached looks for sockets that a global function does not concern,
// where there is none that it does.
func (a *App) diagnoseNothingReached(api string) {
	for _, s := range a.inOrder() {
		if s.task.multiple {
			a.diagnose(diagnostic.GlobalsReachNothing, s.task, api)
			return
		}
	}
}

// diagnoseOtherSocket is called by closeSocket with what it is to close: a socket
// that was there already when another one was closed is hardly what is meant (#86).
func (a *App) diagnoseOtherSocket(t *Task) {
	p := &a.problems
	if p.closed != nil && t != nil && p.closed != t && t.id <= p.closedAt {
		a.diagnose(diagnostic.ClosesAnotherSocket, t, t.id)
	}
	p.closed, p.closedAt = t, a.created
}

// diagnoseAgain is called when a global listener is added.
func (a *App) diagnoseAgain(k Kind) {
	p := &a.problems
	if p.registered[k]++; p.registered[k] < 2 {
		return
	}
	what := "both listeners are called from now on, and neither can be removed"
	switch {
	case a.layer.Replace:
		what = "this listener takes the place of the one before"
	case a.layer.Off:
		what = "both listeners are called from now on"
	}
	a.diagnose(diagnostic.ListenerAgain, nil, "onSocket"+k.String(), what)
}

// diagnoseClose is called by a close of a socket that there is.
func (t *Task) diagnoseClose(o CloseOptions) {
	a := t.app
	if a.config.Diagnose == nil {
		return
	}
	if t.socket.state == StateConnecting {
		what := map[platform.CloseConnecting]string{
			platform.Abort:  "that ends the attempt here, with an error and a close event, and elsewhere it has no effect",
			platform.Refuse: "that fails here, and the socket opens all the same",
			platform.Ignore: "that succeeds here without effect, and the socket opens all the same",
		}[a.native.CloseConnecting]
		a.diagnose(diagnostic.CloseBeforeOpen, t, what)
	}
	switch {
	case a.layer.CloseLosesOptions && (o.Reason != "" || o.Code != int(websocket.StatusNormalClosure)):
		a.diagnose(diagnostic.CloseOptionsLost, t, "The code and the reason of close do not reach the server here: it gets 1000.")
	case a.native.IgnoreReason && o.Reason != "":
		a.diagnose(diagnostic.CloseOptionsLost, t, "The reason of close does not reach the server here.")
	}
}

// diagnoseRefusedClose is called when the native has refused a close.
func (t *Task) diagnoseRefusedClose(o CloseOptions) {
	switch {
	case !t.app.native.AdmitsCloseCode(o.Code):
		t.app.diagnose(diagnostic.CloseCodeRefused, t, o.Code)
	case len(o.Reason) > websocket.MaxReason:
		t.app.diagnose(diagnostic.CloseReasonTooLong, t, len(o.Reason))
	}
}

// diagnoseFailed is called when a socket did not come to open.
func (a *App) diagnoseFailed(s *socket, err error) {
	if a.config.Diagnose == nil {
		return
	}
	var handshake *websocket.HandshakeError
	refused := errors.As(err, &handshake)
	switch {
	case len(s.dial.Subprotocols) > 0 && s.dial.RequireSubprotocol && refused && handshake.StatusCode == http.StatusSwitchingProtocols &&
		handshake.Header.Get("Sec-WebSocket-Protocol") == "":
		a.diagnose(diagnostic.SubprotocolNotSelected, s.task)
	case refused && handshake.StatusCode == http.StatusForbidden && s.native.DefaultOrigin != "" &&
		slices.Equal(s.dial.Header["Origin"], []string{s.native.DefaultOrigin}):
		a.diagnose(diagnostic.DefaultOrigin, s.task)
	}
	s.task.diagnoseSilentClose()
}

// diagnoseSilentClose looks for close listeners that will not hear of a failed
// connection (B6), where the error listeners do not do their work.
func (t *Task) diagnoseSilentClose() {
	a := t.app
	end, removes := a.native.Failed, slices.Contains(a.layer.Error, platform.Remove)
	left := a.config.LeavesToClose
	if left == nil {
		left = func(t *Task, global bool) bool {
			if global {
				return len(a.globals[Error]) == 0
			}
			return len(t.listeners[Error]) == 0
		}
	}
	if a.Global() == t && len(a.globals[Close]) > 0 && (!end.Close || removes) && left(t, true) {
		a.diagnose(diagnostic.CloseNotDelivered, t, "onSocketClose")
	}
	if len(t.listenersOf(Close)) > 0 && (!end.Close || removes && a.layer.Deaf) && left(t, false) {
		a.diagnose(diagnostic.CloseNotDelivered, t, "the task's onClose")
	}
}

// listenersOf are the task's own.
func (t *Task) listenersOf(k Kind) []Listener {
	if find := t.app.config.TaskListeners; find != nil {
		return find(t, k)
	}
	return t.listeners[k]
}
