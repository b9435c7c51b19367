package k6

import (
	"context"
	"errors"
	"net"
	"strconv"
	"time"

	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/netext"
	"go.k6.io/k6/v2/metrics"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/launch"
	"github.com/unisocket/uni/websocket"
)

// measure has an app's sockets dialed as k6 dials, measured, and its portability problems
// counted.
func (i *instance) measure(c *binding.Config, d *launch.Description) *meter {
	state, ctx := i.vu.State(), i.vu.Context()
	m := newMeter(ctx, state, c.Platform.Name, d.Tags, time.Duration(d.Ping))
	c.Meter = m
	c.DialOptions = dialOptions(c.DialOptions, state)
	c.DialOptions.OnPong = m.pong
	c.Broke = func(task int, url string, cause error) {
		if ctx.Err() != nil {
			return // the iteration's time is over, or it has failed
		}
		i.count(i.errors, "kind", "connection")
		i.warn(launch.BreakText(task, url, cause))
	}
	c.Threw = func(error) { i.count(i.errors, "kind", "exception") }
	if d.Diagnoses() {
		c.Diagnose = func(problem diagnostic.Diagnostic) {
			i.count(i.diagnostics, "name", problem.Name)
			i.warn(problem.String() + "\n" + problem.Hint)
		}
	}
	return m
}

// warn logs a line, once in the whole run.
func (i *instance) warn(line string) {
	if i.root.once(line) {
		i.vu.State().Logger.Warn(line)
	}
}

// count adds one to a counter, with tags.
func (i *instance) count(metric *metrics.Metric, tags ...string) {
	state := i.vu.State()
	t := state.Tags.GetCurrentValues()
	for n := 0; n < len(tags); n += 2 {
		t.SetTag(tags[n], tags[n+1])
	}
	push(i.vu.Context(), state, metrics.Sample{
		TimeSeries: metrics.TimeSeries{Metric: metric, Tags: t.Tags}, Metadata: t.Metadata, Time: time.Now(), Value: 1,
	})
}

// push hands samples to k6, which takes them until the test has ended. It waits for what an
// iteration has open, but not for that of a setup, teardown or handleSummary that has
// thrown, which virtual user 0 runs.
func push(ctx context.Context, state *lib.State, samples metrics.SampleContainer) {
	if state.VUID == 0 && errors.Is(ctx.Err(), context.Canceled) {
		return
	}
	defer func() { _ = recover() }() // of a channel that was closed meanwhile
	state.Samples <- samples
}

// dialOptions are those of k6's options: hosts, dns, blacklistIPs, blockHostnames, localIPs
// and what concerns TLS.
func dialOptions(o websocket.DialOptions, state *lib.State) websocket.DialOptions {
	if state.TLSConfig != nil {
		o.TLS = state.TLSConfig.Clone()
		o.TLS.NextProtos = nil
	}
	if dialer, ok := state.Dialer.(*netext.Dialer); ok {
		// k6's own would count the bytes, which the meter does, with the socket's tags, and
		// would hide the socket behind a wrapper, which costs each a goroutine.
		o.HandOver = true
		o.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if err := ctx.Err(); err != nil {
				return nil, err // what asks for the address takes its time
			}
			ip, port, err := dialer.ResolveAddr(address)
			if err != nil {
				return nil, err
			}
			return dialer.Dialer.DialContext(ctx, network, net.JoinHostPort(ip.String(), strconv.Itoa(port)))
		}
	} else {
		o.DialContext = state.Dialer.DialContext
	}
	return o
}
