package websocket

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// peakMemory calls work and returns by how much the heap grew at most, measured
// whenever work asks.
//
// The collector is made to run often: garbage may be as much as what else is in use, that of
// other tests included.
func peakMemory(work func(measure func())) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	before := heapInUse()
	var peak uint64
	work(func() {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapAlloc)
	})
	return peak - min(peak, before)
}

// A message that inflates a thousandfold ends with 1009, and takes no more memory
// than a few times the limit, however it is divided into frames.
func TestACompressedBomb(t *testing.T) {
	z, _ := (&deflater{threshold: 1, pool: compressorPool(9, 15)}).message(make([]byte, smaller(t, 200<<20, 20<<20)))
	bomb := string(z.data[:z.n])
	const limit = 4 << 20
	everywhere(t, func(t *testing.T, r role, secure bool) {
		for name, sent := range map[string][]byte{
			"in one frame": (1 - r).frame(0xc2, bomb),
			"in fragments": fragments(1-r, 0x42, bomb, 1000),
		} {
			s := newStage(t, r, stageOptions{secure: secure, compression: &Compression{}, options: Options{Limits: Limits{Inflated: limit}}})
			peak := peakMemory(func(measure func()) {
				c, peer := s.meet()
				rec := newRecorder()
				c.Start(hooks{recorder: rec, close: func(*Conn) { measure() }})
				peer.write(sent)
				peer.expectClose(StatusMessageTooBig)
				var protocol *ProtocolError
				if end := rec.awaitClose(t); !errors.As(end, &protocol) || protocol.Code != StatusMessageTooBig || len(rec.messages) > 0 {
					t.Errorf("%s: OnClose was told %v after %d messages", name, end, len(rec.messages))
				}
			})
			if peak > 6*limit {
				t.Errorf("%s: %d bytes of memory for a limit of %d", name, peak, limit)
			}
		}
	})
}

// fragments divides a payload into frames of n bytes.
func fragments(r role, first byte, payload string, n int) (stream []byte) {
	for len(payload) > n {
		stream = append(stream, r.frame(first, payload[:n])...)
		first, payload = byte(OpContinuation), payload[n:]
	}
	return append(stream, r.frame(first|finBit, payload)...)
}

// Bombs that each stay within the limit are delivered one by one: memory follows
// the limit and not their number.
func TestARowOfBombs(t *testing.T) {
	const size = 1 << 20
	z, _ := (&deflater{threshold: 1, pool: compressorPool(9, 15)}).message(make([]byte, size))
	row := bytes.Repeat(client.frame(0xc2, string(z.data[:z.n])), 60) // what one read may bring
	s := newStage(t, server, stageOptions{compression: &Compression{}, options: Options{Limits: Limits{Inflated: size}}})
	var got atomic.Int64
	peak := peakMemory(func(measure func()) {
		c, peer := s.meet()
		rec := newRecorder()
		c.Start(batches{rec, func(msgs []Message) {
			measure()
			if len(msgs) > 2 {
				t.Errorf("a batch holds %d messages of a megabyte", len(msgs))
			}
			got.Add(int64(len(msgs)))
		}})
		peer.write(row, client.frame(closeFrame, ""))
		peer.drain()
		rec.awaitClose(t)
	})
	if got.Load() != 60 || peak > 30*size {
		t.Errorf("%d messages took %d bytes of memory", got.Load(), peak)
	}
}

// batches is a Handler that keeps nothing.
type batches struct {
	*recorder
	each func([]Message)
}

func (h batches) OnMessages(_ *Conn, msgs []Message) { h.each(msgs) }

// A compressed message may consist of many streams that end (RFC 7692, section
// 7.2.3.4). Each makes the inflater begin anew with a window of 32 KiB: two bytes
// of the peer's must not cost that a million times over.
func TestAMessageOfEndingStreams(t *testing.T) {
	z, _ := (&deflater{threshold: 1, keep: true, pool: compressorPool(1, 15)}).message(noise(40_000))
	window := string(z.data[:z.n])
	n := smaller(t, 500_000, 100_000)
	ending := strings.Repeat("\x03\x00", n) + "\x00" // a final block without anything, then the end
	roles(t, func(t *testing.T, r role) {
		s := newStage(t, r, stageOptions{compression: &Compression{}})
		c, peer := s.meet()
		rec := newRecorder()
		c.Start(rec)
		peer.write(peer.role.frame(0xc2, window))
		rec.await(t, 1)
		begun := time.Now()
		peer.write(peer.role.frame(0xc2, ending), peer.role.frame(closeFrame, closeBody(1000, "")))
		peer.hangUp()
		rec.awaitClose(t)
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("%d bytes kept the reader busy for %v", len(ending), took)
		}
	})
}

// One message in a million fragments: it arrives whole, and memory follows its
// bytes, not its frames.
func TestAMillionTinyFragments(t *testing.T) {
	n := smaller(t, 1_000_000, 100_000)
	everywhere(t, func(t *testing.T, r role, secure bool) {
		for _, size := range []int{0, 1} {
			payload := strings.Repeat("x", size)
			s := newStage(t, r, stageOptions{secure: secure})
			c, peer := s.meet()
			rec := newCounter()
			peak := peakMemory(func(measure func()) {
				c.Start(rec)
				piece := bytes.Repeat((1-r).frame(byte(OpContinuation), payload), 1000)
				peer.write((1 - r).frame(byte(OpBinary), "<"))
				for i := range n / 1000 {
					peer.write(piece)
					if i%100 == 0 {
						measure()
					}
				}
				peer.write((1-r).frame(lastFrame, ">"), (1-r).frame(closeFrame, closeBody(1000, "")))
				peer.hangUp()
				rec.awaitClose(t)
			})
			if rec.n.Load() != 1 || rec.bytes.Load() != int64(2+size*n) {
				t.Errorf("%d messages of %d bytes arrived, want one of %d", rec.n.Load(), rec.bytes.Load(), 2+size*n)
			}
			if limit := uint64(32 << 20); peak > limit {
				t.Errorf("%d fragments of %d bytes took %d bytes of memory", n, size, peak)
			}
		}
	})
}

// A flood of pings between the fragments of a message, from a peer that reads
// what it is answered: the answers are in order, the last ping has one, and the
// message arrives.
func TestAFloodOfPingsInsideAMessage(t *testing.T) {
	n := smaller(t, 100_000, 10_000)
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure})
		c, peer := s.meet()
		rec := newRecorder()
		c.Start(rec)
		answered := make(chan struct{})
		go func() {
			defer close(answered)
			peer.expectPongs(pingData(n - 1))
		}()
		from := 1 - r
		flood := from.frame(0x01, "before ")
		for i := range n {
			flood = append(flood, from.frame(pingFrame, pingData(i))...)
			if len(flood) > 60<<10 {
				peer.write(flood)
				flood = flood[:0]
			}
		}
		peer.write(flood, from.frame(lastFrame, "and after"))
		if got := rec.await(t, 1); got[0] != "text before and after" {
			t.Errorf("the message is %q", got)
		}
		<-answered
		c.CloseNow()
		rec.awaitClose(t)
		peer.drain()
	})
}

// A ping is answered while this side has more to send than the peer takes, for
// as long as that may last: a peer that pings to learn whether we live reads on.
func TestAPingIsAnsweredAmongMessages(t *testing.T) {
	everywhere(t, func(t *testing.T, r role, secure bool) {
		s := newStage(t, r, stageOptions{secure: secure, sendBuffer: 64 << 10, options: Options{Limits: Limits{Queue: 1 << 20}}})
		c, peer := s.meet()
		rec := newRecorder()
		c.Start(rec)
		message := make([]byte, 64<<10)
		fill := func() {
			for c.Send(Binary, message) == nil {
			}
		}
		fill()
		peer.write(peer.role.frame(pingFrame, "alive?"))
		for read := 0; ; {
			first, got := peer.read()
			if first == pongFrame && got == "alive?" {
				break
			}
			if read += len(got); first != binaryFrame || read > 48<<20 {
				t.Fatalf("no answer to a ping before %d bytes of messages (the frame %#02x)", read, first)
			}
			fill()
		}
		c.CloseNow()
		rec.awaitClose(t)
		peer.drain()
	})
}

// A request with a header of a megabyte and more is the http.Server's to refuse,
// by its MaxHeaderBytes; below that it is accepted or refused in no time, though
// every field were as long as can be.
func TestHeadersOfAMegabyte(t *testing.T) {
	addr := serveAccept(t, false, 0, &AcceptOptions{Subprotocols: []string{"chat"}, Compression: &Compression{}}, (*Conn).CloseNow)
	const most = 1 << 20 // http.DefaultMaxHeaderBytes
	var tokens strings.Builder
	for i := 0; tokens.Len() < most-10_000; i++ {
		fmt.Fprintf(&tokens, "%x,", i)
	}
	tests := []struct {
		name   string
		line   string
		status int
	}{
		{"one field", "X: " + strings.Repeat("a", most+10_000), 431},
		{"many fields", strings.TrimSuffix(strings.Repeat("X: a\r\n", most/6+10_000), "\r\n"), 431},
		{"a little less in one field", "X: " + strings.Repeat("a", most-10_000), 101},
		{"a list of subprotocols", "Sec-WebSocket-Protocol: " + tokens.String() + "chat", 101},
		{"a list of extensions", "Sec-WebSocket-Extensions: " + tokens.String() + "permessage-deflate", 101},
		{"a list of parameters", "Sec-WebSocket-Extensions: permessage-deflate;" + strings.ReplaceAll(tokens.String(), ",", ";") + "x", 101},
		{"a list of connection tokens", "Connection: " + tokens.String() + "Upgrade", 101},
		{"a key", "Sec-WebSocket-Key: " + strings.Repeat("A", most-10_000), 400},
		{"an origin", "Origin: http://" + strings.Repeat("a", most-10_000), 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			begun := time.Now()
			nc := dialRaw(t, addr, false)
			defer nc.Close()
			written := make(chan struct{})
			go func() { // the server may answer and close before all is written
				defer close(written)
				io.WriteString(nc, handshake(tt.line))
			}()
			status := make([]byte, len("HTTP/1.1 101"))
			if _, err := io.ReadFull(nc, status); err != nil || string(status) != fmt.Sprint("HTTP/1.1 ", tt.status) {
				t.Errorf("the answer begins with %q, %v, want %d", status, err, tt.status)
			}
			if took := time.Since(begun); took > 3*time.Second {
				t.Errorf("the answer took %v", took)
			}
			nc.Close()
			<-written
		})
	}
}

// MaxHeaderBytes bounds all that comes before the answer that counts, a proxy's
// answer too.
func TestHeadersOfAMegabyteFromAProxyOrInPieces(t *testing.T) {
	long := "X: " + strings.Repeat("a", 20_000) + "\r\n\r\n"
	addr := answering(t, strings.Repeat("HTTP/1.1 103 Early Hints\r\n"+long, 4)+switching())
	if _, err := dialInTime(t, "ws://"+addr, nil); !errors.Is(err, errHeaderTooLong) {
		t.Errorf("after 80 KB of interim responses: %v", err)
	}
	proxy := answering(t, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("a", 1<<20))
	_, err := dialInTime(t, "ws://example.test/", &DialOptions{Proxy: fixedProxy("http://" + proxy)})
	if !errors.Is(err, errHeaderTooLong) {
		t.Errorf("a proxy with a header of a megabyte: %v", err)
	}
}
