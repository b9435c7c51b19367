package websocket

import (
	"net/http"
	"strings"
	"time"
)

// meta is what the handshake left for those who ask. It is packed: an idle
// connection has little else.
type meta struct {
	subprotocol string
	deflate     *deflateParams
	header      string // "name:value\n" for each field
	start       time.Time
	steps       [timingSteps]time.Duration // since start; noStep for none
}

const (
	timingSteps = 8
	noStep      = -1 << 63
)

func newMeta(p connParams) *meta {
	m := &meta{subprotocol: p.subprotocol, deflate: p.deflate, header: packHeader(p.header), start: p.timing.Start}
	for i, at := range p.timing.steps() {
		m.steps[i] = noStep
		if !at.IsZero() {
			m.steps[i] = at.Sub(m.start)
		}
	}
	return m
}

func (m *meta) timing() Timing {
	t := Timing{Start: m.start}
	for i, at := range t.steps() {
		if m.steps[i] != noStep {
			*at = m.start.Add(m.steps[i])
		}
	}
	return t
}

// steps are the times after Start, in order.
func (t *Timing) steps() [timingSteps]*time.Time {
	return [...]*time.Time{
		&t.DNSStart, &t.DNSDone,
		&t.ConnectStart, &t.ConnectDone,
		&t.TLSStart, &t.TLSDone,
		&t.RequestSent, &t.Done,
	}
}

func packHeader(h http.Header) string {
	var b strings.Builder
	for name, values := range h {
		for _, v := range values {
			b.WriteString(name)
			b.WriteByte(':')
			b.WriteString(v)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func unpackHeader(packed string) http.Header {
	h := http.Header{}
	for field := range strings.Lines(packed) {
		name, value, _ := strings.Cut(strings.TrimSuffix(field, "\n"), ":")
		h[name] = append(h[name], value)
	}
	return h
}
