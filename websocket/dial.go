package websocket

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// errorBodyWait is how long the body of a refusal is waited for, so that a
// server which announces one and never sends it does not keep the error back.
const errorBodyWait = 500 * time.Millisecond

// Dial connects to a ws or wss URL and performs the client's opening handshake
// (RFC 6455, section 4.1). Nil options mean the zero DialOptions.
//
// The context governs Dial alone: once Dial has returned, its end does nothing
// to the connection. Where it ended Dial, the error wraps context.Canceled or
// context.DeadlineExceeded, the latter for HandshakeTimeout too. Where the
// server answered anything but a right 101, the error is a [*HandshakeError].
// Options or URLs that make no handshake are refused before anything is dialed. Of
// a refusal's body the first KiB is kept, as far as it comes within half a second.
//
// Dial makes the connection itself and does not use http.Transport. So the
// layers under TLS are this package's, which an idle connection's parking needs;
// any method may be sent; there is no pool for a connection to come from or
// return to; and the bytes behind the response stay where they belong.
func Dial(ctx context.Context, rawURL string, opts *DialOptions) (*Conn, error) {
	params, err := dial(ctx, rawURL, opts)
	if err != nil {
		return nil, err
	}
	return newConn(params), nil
}

// Validate says what Dial would refuse about the URL and the options before it
// dials; nil if there is nothing.
func (o *DialOptions) Validate(rawURL string) error {
	_, err := o.check(rawURL)
	return err
}

func (o *DialOptions) check(rawURL string) (*target, error) {
	t, err := parseTarget(rawURL)
	if err != nil {
		return nil, err
	}
	return t, checkDialOptions(o)
}

func dial(ctx context.Context, rawURL string, opts *DialOptions) (connParams, error) {
	start := time.Now()
	if opts == nil {
		opts = &DialOptions{}
	}
	t, err := opts.check(rawURL)
	if err != nil {
		return connParams{}, fmt.Errorf("websocket: %w", err)
	}
	if opts.HandshakeTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, opts.HandshakeTimeout, fmt.Errorf(
			"the handshake took longer than %v: %w", opts.HandshakeTimeout, context.DeadlineExceeded))
		defer cancel()
	}

	q := &request{target: t, method: opts.Method, header: opts.Header, opts: opts}
	if q.method == "" {
		q.method = http.MethodGet
	}
	for left := opts.Redirects; ; left-- {
		params, err := q.attempt(ctx, start)
		var failed *HandshakeError
		if err == nil || !errors.As(err, &failed) || !failed.redirects() {
			return params, err
		}
		if left <= 0 {
			if opts.Redirects > 0 {
				failed.Reason = fmt.Sprintf("there are more redirects than the %d to follow", opts.Redirects)
			}
			return params, failed
		}
		if q, err = q.redirected(failed); err != nil {
			failed.Reason = err.Error()
			return params, failed
		}
	}
}

// attempt performs the handshake with one target, redirects aside.
func (q *request) attempt(ctx context.Context, start time.Time) (connParams, error) {
	l := &link{opts: q.opts, target: q.target}
	l.times.t.Start = start
	params, err := q.shakeHands(ctx, l)
	if uncut := l.release(); err == nil && uncut {
		return params, nil
	}
	l.close()

	var failed *HandshakeError
	if errors.As(err, &failed) && failed.StatusCode != 0 {
		return connParams{}, failed // an answer that came counts, even if the time was up after it
	}
	if ended := contextError(ctx); ended != nil {
		return connParams{}, fmt.Errorf("websocket: dialing %s: %w", q.target, ended)
	}
	if failed != nil {
		return connParams{}, failed
	}
	return connParams{}, fmt.Errorf("websocket: dialing %s: %w", q.target, err)
}

func (q *request) shakeHands(ctx context.Context, l *link) (connParams, error) {
	nc, err := l.connect(ctx)
	if err != nil {
		return connParams{}, err
	}
	q.key = newKey()
	if _, err := nc.Write(q.bytes()); err != nil {
		return connParams{}, fmt.Errorf("sending the request: %w", err)
	}
	l.times.note(&l.times.t.RequestSent)

	in := newResponseReader(nc, q.opts.MaxHeaderBytes)
	resp, err := in.read(q.method)
	if err != nil {
		return connParams{}, &HandshakeError{URL: q.target.String(), Reason: noResponse(err), Err: err}
	}
	if q.opts.Jar != nil {
		if cookies := resp.Cookies(); len(cookies) > 0 {
			q.opts.Jar.SetCookies(q.target.httpURL(), cookies)
		}
	}
	subprotocol, deflate, err := q.settle(resp)
	if err != nil {
		nc.SetReadDeadline(time.Now().Add(errorBodyWait))
		return connParams{}, q.failure(resp, err)
	}
	l.times.note(&l.times.t.Done)
	return connParams{
		role:        client,
		netConn:     nc,
		owned:       q.opts.DialContext == nil || q.opts.HandOver,
		early:       in.early(),
		subprotocol: subprotocol,
		deflate:     deflate,
		header:      resp.Header,
		timing:      l.times.snapshot(),
		options:     q.opts.Options,
	}, nil
}

// contextError is why ctx ended, or nil. It wraps ctx.Err() whatever the cause.
func contextError(ctx context.Context) error {
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done() // a connection's timer may run a moment before the context's own
	}
	err, cause := ctx.Err(), context.Cause(ctx)
	if err == nil || errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}
