package k6

import (
	"context"
	"errors"
	"net"
	"strconv"
	"sync"
	"time"

	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/metrics"

	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/websocket"
)

// meter measures the sockets of one app in one iteration, under k6's own names: ws_sessions
// and ws_connecting (ms) when a handshake has ended, well or not, ws_msgs_sent, ws_msgs_received,
// data_sent and data_received (bytes) at the end of a turn of the app's loop that had some, or
// of several within pushInterval together, ws_ping (ms) for each answer to a ping,
// ws_session_duration (ms) when the connection has ended, also where the iteration ends it.
//
// Samples have the tags of the virtual user, those of the app, platform, and, as far as
// options.systemTags has them, url, name, status, subproto and ip. As in k6, a tag name that
// is given is that of url as well.
type meter struct {
	ctx      context.Context // of the iteration
	state    *lib.State
	platform string
	tags     map[string]string
	ping     time.Duration

	mu    sync.Mutex // pongs and late come on goroutines of their own
	open  map[*core.Session]*session
	timer *time.Timer // of late; nil while there is nothing to push
}

// pushInterval is how long samples of a socket wait for those of the turns that follow: k6
// takes each push on a goroutine of its own, which costs more than a short turn.
const pushInterval = 20 * time.Millisecond

// session is what was measured of a socket so far.
type session struct {
	*core.Session
	tags metrics.TagsAndMeta

	sent, received int64 // messages at the end of the last turn
	pushed         counts
	at             time.Time // of the last push
	waits          bool      // for late

	pings *time.Ticker
	asked time.Time // when the ping that is out was sent
	asks  int
	ended chan struct{}
}

// counts are messages and bytes.
type counts struct{ sent, received, bytesOut, bytesIn int64 }

func newMeter(ctx context.Context, state *lib.State, platform string, tags map[string]string, ping time.Duration) *meter {
	return &meter{ctx: ctx, state: state, platform: platform, tags: tags, ping: ping, open: map[*core.Session]*session{}}
}

// tagged are the tags of a socket.
func (m *meter) tagged(s *core.Session) metrics.TagsAndMeta {
	t := m.state.Tags.GetCurrentValues()
	enabled := m.state.Options.SystemTags
	t.SetTag("platform", m.platform)
	for name, value := range m.tags {
		t.SetTag(name, value)
	}
	system := func(tag metrics.SystemTag, value string) { t.SetSystemTagOrMetaIfEnabled(enabled, tag, value) }
	if name, given := t.Tags.Get(metrics.TagName.String()); given {
		system(metrics.TagURL, name)
	} else {
		system(metrics.TagURL, s.URL)
		system(metrics.TagName, s.URL)
	}
	refused := (*websocket.HandshakeError)(nil)
	switch {
	case s.Conn != nil:
		system(metrics.TagStatus, "101")
		system(metrics.TagSubproto, s.Conn.Subprotocol())
		if ip, _, err := net.SplitHostPort(s.Conn.RemoteAddr().String()); err == nil {
			system(metrics.TagIP, ip)
		}
	case errors.As(s.Err, &refused) && refused.StatusCode != 0:
		system(metrics.TagStatus, strconv.Itoa(refused.StatusCode))
	}
	return t
}

// Dialed begins to measure a socket.
func (m *meter) Dialed(of *core.Session) {
	if of.Conn == nil && m.ctx.Err() != nil {
		return // the iteration's end has cut the handshake
	}
	s := &session{Session: of, tags: m.tagged(of)}
	builtin := m.state.BuiltinMetrics
	m.push(s, of.Start, sample{builtin.WSSessions, 1}, sample{builtin.WSConnecting, metrics.D(of.Connecting)})
	if of.Conn == nil {
		return
	}
	m.mu.Lock()
	m.open[of] = s
	m.flush(s, time.Now())
	m.mu.Unlock()
	if m.ping > 0 {
		s.pings, s.ended = time.NewTicker(m.ping), make(chan struct{})
		go m.keepAsking(s)
	}
}

// Turn pushes what has changed, now or a little later.
func (m *meter) Turn(of *core.Session) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.open[of]
	if s == nil {
		return
	}
	s.sent, s.received = of.Sent, of.Received
	now := time.Now()
	switch {
	case s.waits:
	case now.Sub(s.at) >= pushInterval:
		m.flush(s, now)
	default:
		s.waits = true
		if m.timer == nil {
			m.timer = time.AfterFunc(pushInterval, m.late)
		}
	}
}

// late pushes what has waited.
func (m *meter) late() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.timer = nil
	now := time.Now()
	for _, s := range m.open {
		if s.waits {
			m.flush(s, now)
		}
	}
}

// flush pushes what has changed of a socket, and more, under mu.
func (m *meter) flush(s *session, now time.Time, more ...sample) {
	builtin := m.state.BuiltinMetrics
	c := counts{sent: s.sent, received: s.received}
	c.bytesIn, c.bytesOut = s.Conn.Traffic()
	list := make([]sample, 0, 5)
	add := func(metric *metrics.Metric, n int64) {
		if n > 0 {
			list = append(list, sample{metric, float64(n)})
		}
	}
	add(builtin.WSMessagesSent, c.sent-s.pushed.sent)
	add(builtin.WSMessagesReceived, c.received-s.pushed.received)
	add(builtin.DataSent, c.bytesOut-s.pushed.bytesOut)
	add(builtin.DataReceived, c.bytesIn-s.pushed.bytesIn)
	s.pushed, s.at, s.waits = c, now, false
	m.push(s, now, append(list, more...)...)
}

// Ended is the end of a socket.
func (m *meter) Ended(of *core.Session) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.open[of]; s != nil {
		m.end(s)
	}
}

// end pushes what is left, under mu.
func (m *meter) end(s *session) {
	delete(m.open, s.Session)
	if s.pings != nil {
		s.pings.Stop()
		close(s.ended)
	}
	s.sent, s.received = s.Sent, s.Received
	now := time.Now()
	m.flush(s, now, sample{m.state.BuiltinMetrics.WSSessionDuration, metrics.D(now.Sub(s.Start))})
}

// finish ends the sockets that are open when their app's loop has ended. Nothing is pushed
// any more.
func (m *meter) finish() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.open {
		m.end(s)
	}
	if m.timer != nil {
		m.timer.Stop()
	}
}

// keepAsking sends pings, each when the one before has been answered.
func (m *meter) keepAsking(s *session) {
	for {
		select {
		case <-s.ended:
			return
		case now := <-s.pings.C:
			m.mu.Lock()
			waiting := !s.asked.IsZero()
			if !waiting {
				s.asked = now
				s.asks++
			}
			payload := strconv.AppendInt(nil, int64(s.asks), 10)
			m.mu.Unlock()
			if !waiting {
				s.Conn.Ping(payload) // of a socket that has ended nothing is to be known
			}
		}
	}
}

// pong measures the answer to a ping. It may be called on any goroutine.
func (m *meter) pong(c *websocket.Conn, payload []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.open {
		if s.Conn != c || s.asked.IsZero() || string(payload) != strconv.Itoa(s.asks) {
			continue
		}
		took := time.Since(s.asked)
		s.asked = time.Time{}
		m.push(s, time.Now(), sample{m.state.BuiltinMetrics.WSPing, metrics.D(took)})
	}
}

// sample is a value of a metric.
type sample struct {
	metric *metrics.Metric
	value  float64
}

// push sends samples to k6. It takes them as long as the iteration has not ended.
func (m *meter) push(s *session, at time.Time, list ...sample) {
	if len(list) == 0 {
		return
	}
	samples := make([]metrics.Sample, len(list))
	for i, v := range list {
		samples[i] = metrics.Sample{
			TimeSeries: metrics.TimeSeries{Metric: v.metric, Tags: s.tags.Tags}, Metadata: s.tags.Metadata, Time: at, Value: v.value,
		}
	}
	push(m.ctx, m.state, metrics.ConnectedSamples{Samples: samples, Tags: s.tags.Tags, Time: at})
}
