package network

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/internal/loop"
)

// Request is what a script asks for.
type Request struct {
	API    string // the function, for those who watch: "request", "fetch"
	Method string
	URL    string // as Resolve made it
	Header http.Header
	// Added are fields of the browser's own, unless Header has them: nobody has to admit
	// them.
	Added http.Header
	Body  []byte // nil is none; must not change
	// Timeout bounds it from its beginning to the end of the answer; 0 is no bound.
	Timeout  time.Duration
	Redirect httpclient.Redirect

	// Credentials is when cookies are sent and kept, where there are any.
	Credentials Credentials
	// Opaque: the script will see nothing of an answer of another origin, so that
	// nobody has to allow it (Fetch Standard, the mode "no-cors").
	Opaque bool
	// Limited: it counts among those that run at once.
	Limited bool
}

// Credentials is the Fetch Standard's mode of that name.
type Credentials uint8

const (
	SameOrigin Credentials = iota
	Include
	Omit
)

// Handlers hear of a request, on the loop and outside of any macrotask: what calls
// JavaScript there uses Network.Call. All but Done may be nil; Done is called once,
// and last, unless the request is aborted.
type Handlers struct {
	Sent func(n, total int64)         // so many bytes of the body have left
	Head func(r *httpclient.Response) // Body is not theirs to read
	Data func(data []byte)            // theirs to keep
	Done func(err error)              // nil at the end of the answer
}

// Exchange is a request on its way. Its methods must be called on the loop.
type Exchange struct {
	network  *Network
	request  Request
	handlers Handlers
	place    diagnostic.Place // of the call
	port     *loop.Port
	cancel   context.CancelCauseFunc
	begun    bool
	over     bool
}

var errAborted = errors.New("aborted")

// Start sends a request, or has it wait where the platform has as many as it admits.
func (n *Network) Start(r Request, h Handlers) *Exchange {
	x := &Exchange{network: n, request: r, handlers: h, place: n.Caller(), port: n.runtime.Loop().Acquire()}
	n.observe(core.Record{Kind: core.RecordCall, Name: r.API, Text: r.Method + " " + r.URL})
	if r.Limited && n.rules.AtOnce > 0 && len(n.running) >= n.rules.AtOnce {
		n.waiting = append(n.waiting, x)
	} else {
		x.begin()
	}
	return x
}

// Abort ends the exchange: its handlers are not called any more. It does nothing
// after Done.
func (x *Exchange) Abort() {
	if x.over {
		return
	}
	if !x.begun {
		x.network.waiting = slices.DeleteFunc(x.network.waiting, func(other *Exchange) bool { return other == x })
		x.over = true
		x.port.Release()
		return
	}
	x.cancel(errAborted)
	x.end()
}

func (x *Exchange) begin() {
	n := x.network
	x.begun = true
	ctx, cancel := context.WithCancelCause(n.runtime.Context())
	x.cancel = cancel
	err := n.blocked(x)
	if x.request.Limited {
		if n.interrupted() {
			err = errInterrupted
		}
		n.running = append(n.running, x)
		n.awaitInterruption()
	}
	if err != nil {
		x.post(func() { x.done(err) })
		return
	}
	wire := n.wire(&x.request)
	if sent := x.handlers.Sent; sent != nil {
		total := int64(len(wire.Body))
		wire.Sent = func(n int64) { x.post(func() { sent(n, total) }) }
	}
	go x.run(ctx, n.preflightFor(x), wire)
}

// run is the exchange's goroutine.
func (x *Exchange) run(ctx context.Context, ask *preflight, wire httpclient.Request) {
	defer x.port.Release()
	defer x.cancel(nil)
	if d := x.request.Timeout; d > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, d, fmt.Errorf("there was no answer within %v: %w", d, context.DeadlineExceeded))
		defer stop()
	}
	if ask != nil {
		ask.ask(ctx, x, wire)
	}
	resp, err := x.network.client.Do(ctx, wire)
	if err != nil {
		x.post(func() { x.done(err) })
		return
	}
	defer resp.Body.Close()
	x.post(func() { x.head(resp) })
	err = x.read(ctx, resp.Body)
	x.post(func() { x.done(err) })
}

// read hands the body on, chunk by chunk: the next is read when the one before has
// been taken.
func (x *Exchange) read(ctx context.Context, body io.Reader) error {
	buffer := make([]byte, 64<<10)
	taken := make(chan struct{}, 1)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			data := slices.Clone(buffer[:n])
			x.post(func() {
				if x.handlers.Data != nil {
					x.handlers.Data(data)
				}
				taken <- struct{}{}
			})
			select {
			case <-taken:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

// post has fn run on the loop unless the exchange is over by then.
func (x *Exchange) post(fn func()) {
	x.port.Post(func() {
		if !x.over {
			fn()
		}
	})
}

func (x *Exchange) head(resp *httpclient.Response) {
	n := x.network
	n.observe(core.Record{
		Kind: core.RecordResponse, Name: strings.TrimSpace(strconv.Itoa(resp.StatusCode) + " " + resp.StatusText),
		Text: x.request.Method + " " + resp.URL,
	})
	n.checkSharing(x, resp)
	if x.handlers.Head != nil {
		x.handlers.Head(resp)
	}
}

func (x *Exchange) done(err error) {
	x.end()
	if err != nil {
		n := x.network
		n.observe(core.Record{Kind: core.RecordResponse, Name: "none", Text: x.request.Method + " " + x.request.URL + ": " + err.Error()})
		if n.config.Broke != nil {
			n.config.Broke(x.request.URL, err)
		}
	}
	x.handlers.Done(err)
}

// end makes room for the next one.
func (x *Exchange) end() {
	n := x.network
	x.over = true
	x.cancel(nil)
	x.port.Release()
	if !x.request.Limited {
		return
	}
	n.running = slices.DeleteFunc(n.running, func(other *Exchange) bool { return other == x })
	if len(n.waiting) > 0 {
		next := n.waiting[0]
		n.waiting = n.waiting[1:]
		next.begin()
	}
	if len(n.running) == 0 {
		n.letGo()
	}
}
