package k6

import (
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
// data_sent and data_received (bytes) once a turn of the app's loop, ws_ping (ms) for each
// answer to a ping, ws_session_duration (ms) when the connection has ended, also where the
// iteration ends it.
//
// Samples have the tags of the virtual user, those of the app, platform, and, as far as
// options.systemTags has them, url, name, status, subproto and ip. As in k6, a tag name that
// is given is that of url as well.
type meter struct {
	state    *lib.State
	platform string
	tags     map[string]string
	ping     time.Duration

	mu   sync.Mutex // pongs come on other goroutines
	over bool
	open map[*core.Session]*session
}

// session is what was measured of a socket so far.
type session struct {
	*core.Session
	tags           metrics.TagsAndMeta
	sent, received int64
	bytesIn        int64
	bytesOut       int64
	pings          *time.Ticker
	asked          time.Time // when the ping that is out was sent
	asks           int
	ended          chan struct{}
}

func newMeter(state *lib.State, platform string, tags map[string]string, ping time.Duration) *meter {
	return &meter{state: state, platform: platform, tags: tags, ping: ping, open: map[*core.Session]*session{}}
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
	s := &session{Session: of, tags: m.tagged(of)}
	builtin := m.state.BuiltinMetrics
	m.push(s, of.Start, sample{builtin.WSSessions, 1}, sample{builtin.WSConnecting, metrics.D(of.Connecting)})
	if of.Conn == nil {
		return
	}
	m.mu.Lock()
	m.open[of] = s
	m.mu.Unlock()
	m.turn(s)
	if m.ping > 0 {
		s.pings, s.ended = time.NewTicker(m.ping), make(chan struct{})
		go m.keepAsking(s)
	}
}

// Turn pushes what has changed.
func (m *meter) Turn(of *core.Session) {
	if s := m.find(of); s != nil {
		m.turn(s)
	}
}

func (m *meter) find(of *core.Session) *session {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.open[of]
}

func (m *meter) turn(s *session, more ...sample) {
	builtin := m.state.BuiltinMetrics
	in, out := s.Conn.Traffic()
	list := make([]sample, 0, 5)
	add := func(metric *metrics.Metric, now int64, before *int64) {
		if now > *before {
			list = append(list, sample{metric, float64(now - *before)})
			*before = now
		}
	}
	add(builtin.WSMessagesSent, s.Sent, &s.sent)
	add(builtin.WSMessagesReceived, s.Received, &s.received)
	add(builtin.DataSent, out, &s.bytesOut)
	add(builtin.DataReceived, in, &s.bytesIn)
	m.push(s, time.Now(), append(list, more...)...)
}

// Ended is the end of a socket.
func (m *meter) Ended(of *core.Session) {
	if s := m.find(of); s != nil {
		m.end(s)
	}
}

func (m *meter) end(s *session) {
	m.mu.Lock()
	delete(m.open, s.Session)
	m.mu.Unlock()
	if s.pings != nil {
		s.pings.Stop()
		close(s.ended)
	}
	m.turn(s, sample{m.state.BuiltinMetrics.WSSessionDuration, metrics.D(time.Since(s.Start))})
}

// finish ends the sockets that are open when their app's loop has ended.
func (m *meter) finish() {
	m.mu.Lock()
	left := make([]*session, 0, len(m.open))
	for _, s := range m.open {
		left = append(left, s)
	}
	m.mu.Unlock()
	for _, s := range left {
		m.end(s)
	}
	m.mu.Lock()
	m.over = true
	m.mu.Unlock()
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
		if !m.over {
			m.push(s, time.Now(), sample{m.state.BuiltinMetrics.WSPing, metrics.D(took)})
		}
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
	m.state.Samples <- metrics.ConnectedSamples{Samples: samples, Tags: s.tags.Tags, Time: at}
}
