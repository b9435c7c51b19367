package websocket

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhatTheHandshakeLeftIsKept(t *testing.T) {
	start := time.Now()
	at := func(d time.Duration) time.Time { return start.Add(d) }
	tests := []connParams{
		{header: http.Header{}},
		{subprotocol: "chat.v2", header: http.Header{"Set-Cookie": {"a=1", "b=2: 3"}, "X-Empty": {""}}},
		{header: http.Header{}, timing: Timing{
			Start: start, ConnectStart: start, ConnectDone: at(time.Millisecond),
			RequestSent: at(time.Second), Done: at(time.Hour),
		}},
	}
	for _, p := range tests {
		subprotocol, header, timing := newMeta(p).unpack()
		if subprotocol != p.subprotocol {
			t.Errorf("the subprotocol %q came back as %q", p.subprotocol, subprotocol)
		}
		if d := cmp.Diff(p.header, header); d != "" {
			t.Errorf("the header came back different:\n%s", d)
		}
		if d := cmp.Diff(p.timing, timing, cmp.Comparer(time.Time.Equal)); d != "" {
			t.Errorf("the timing came back different:\n%s", d)
		}
	}
}
