package websocket

import (
	"bytes"
	"net"
	"testing"
)

// Both ends of these connections are this package's, on loopback. Compare with
// benchstat; what is to hold is that a message allocates nothing.

// echoing answers every message with itself.
type echoing struct{ *recorder }

func (echoing) OnMessages(c *Conn, msgs []Message) {
	for _, m := range msgs {
		c.Send(m.Type, m.Data)
	}
}

// refilling keeps messages in flight until left are answered.
type refilling struct {
	*recorder
	message  []byte
	inFlight int
	left     int
	done     chan struct{}
}

func (h *refilling) OnOpen(c *Conn) {
	h.inFlight = min(h.inFlight, h.left)
	for range h.inFlight {
		c.Send(Binary, h.message)
	}
	h.left -= h.inFlight
}

func (h *refilling) OnMessages(c *Conn, msgs []Message) {
	for range msgs {
		if h.left > 0 {
			h.left--
			c.Send(Binary, h.message)
		} else if h.inFlight--; h.inFlight == 0 {
			close(h.done)
		}
	}
}

func benchmarkEcho(b *testing.B, connect func(testing.TB) (x, y net.Conn), d *deflateParams, size, inFlight int) {
	c, s := newPair(b, connect, d, Options{})
	s.Start(echoing{newRecorder()})
	h := &refilling{newRecorder(), bytes.Repeat([]byte("0123456789abcdef"), size/16), inFlight, b.N, make(chan struct{})}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	c.Start(h)
	<-h.done
	b.StopTimer()
	c.Close(1000, "")
	<-h.closed
}

// One connection, 64-byte messages, 1000 in flight.
func BenchmarkEcho64(b *testing.B) { benchmarkEcho(b, tcpPair, nil, 64, 1000) }

func BenchmarkEcho64TLS(b *testing.B) { benchmarkEcho(b, tlsPair, nil, 64, 1000) }

func BenchmarkEcho64KiB(b *testing.B) { benchmarkEcho(b, tcpPair, nil, 64<<10, 8) }

func BenchmarkEcho1KiBCompressed(b *testing.B) {
	benchmarkEcho(b, tcpPair, &deflateParams{serverBits: 15, clientBits: 15, level: 1, threshold: 128}, 1<<10, 100)
}

func BenchmarkEcho1KiBTakeover(b *testing.B) {
	benchmarkEcho(b, tcpPair, &deflateParams{serverBits: 15, clientBits: 15, level: 1, threshold: 128, takeover: true}, 1<<10, 100)
}

// One message at a time: this is the kernel's time.
func BenchmarkPingPong(b *testing.B) { benchmarkEcho(b, tcpPair, nil, 64, 1) }

// Sends alone, to a peer that only counts.
func BenchmarkSendCorked(b *testing.B) {
	c, s := newPair(b, tcpPair, nil, Options{Limits: Limits{Queue: -1}})
	rc, rs := newCounter(), newCounter()
	c.Start(rc)
	s.Start(rs)
	p := make([]byte, 64)
	b.SetBytes(64)
	b.ReportAllocs()
	for b.Loop() {
		c.Cork()
		for range 100 {
			c.Send(Binary, p)
		}
		c.Uncork()
		c.out.mu.Lock()
		for c.out.payload > 1<<20 {
			c.out.drained.wait(&c.out.mu)
		}
		c.out.mu.Unlock()
	}
	c.Close(1000, "")
	<-rs.closed
	b.ReportMetric(float64(rs.n.Load())/b.Elapsed().Seconds(), "messages/s")
}
