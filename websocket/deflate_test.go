package websocket

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// inflateOne inflates one message as a peer that sent none before.
func inflateOne(p string, limit int64) (string, error) {
	f := &inflater{size: 1 << 15}
	defer f.done()
	data, b, err := f.message([]byte(p), limit)
	if err != nil {
		return "", err
	}
	defer b.release()
	return string(data), nil
}

// The examples of RFC 7692, section 7.2.3, and what is near them.
func TestInflatingTheExamplesOfTheRFC(t *testing.T) {
	tests := []struct{ section, wire, want string }{
		{"7.2.3.1: one block", "\xf2\x48\xcd\xc9\xc9\x07\x00", "Hello"},
		{"7.2.3.3: a block without compression", "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", "Hello"},
		{"7.2.3.4: a final block", "\xf3\x48\xcd\xc9\xc9\x07\x00\x00", "Hello"},
		{"7.2.3.5: two blocks", "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", "Hello"},
		{"7.2.3.6: an empty message", "\x00", ""},
		{"a final block, then one that refers to it", "\xf3\x48\xcd\xc9\xc9\x07\x00\xf2\x00\x11\x00\x00", "HelloHello"},
	}
	for _, tt := range tests {
		t.Run(tt.section, func(t *testing.T) {
			if got, err := inflateOne(tt.wire, 100); got != tt.want || err != nil {
				t.Errorf("inflated to %q, %v", got, err)
			}
		})
	}
}

// Section 7.2.3.2: the second message refers to the first.
func TestTheWindowIsKeptBetweenMessages(t *testing.T) {
	for _, keeps := range []bool{true, false} {
		c, peer := newRawPeer(t, client, &deflateParams{serverBits: 15, clientBits: 15, level: 1, serverNoTakeover: !keeps}, Options{})
		rec := newRecorder()
		c.Start(rec)
		peer.write(server.frame(0x41, "\xf2\x48\xcd"), server.frame(pingFrame, ""), server.frame(lastFrame, "\xc9\xc9\x07\x00"),
			server.frame(textFrame, "not compressed, not in the window"), server.frame(0xc1, "\xf2\x00\x11\x00\x00"))
		if keeps {
			peer.write(server.frame(closeFrame, closeBody(1000, "")))
			peer.expectClose(1000)
		} else {
			peer.expectClose(StatusInvalidPayload)
		}
		rec.awaitClose(t)
		want := "text Hello|text not compressed, not in the window"
		if keeps {
			want += "|text Hello"
		}
		if got := strings.Join(rec.messages, "|"); got != want {
			t.Errorf("with takeover %v the messages are %q", keeps, got)
		}
	}
}

func TestWhatCannotBeInflated(t *testing.T) {
	bomb, _ := (&deflater{threshold: 1, pool: compressorPool(9, 15)}).message(make([]byte, 10<<20))
	tests := []struct {
		name, wire string
		code       StatusCode
	}{
		{"garbage", "\xff\xff\xff", StatusInvalidPayload},
		{"half a block", "\xf2\x48\xcd", StatusInvalidPayload},
		{"a reference to before the beginning", "\xf2\x00\x11\x00\x00", StatusInvalidPayload},
		{"text that is not UTF-8", "\x00\x02\x00\xfd\xff\xc3\x28\x00", StatusInvalidPayload},
		{"ten megabytes in a few bytes", string(bomb.data[:bomb.n]), StatusMessageTooBig},
		{"more than the limit as it arrives", strings.Repeat("x", 100_001), StatusMessageTooBig},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, peer := newRawPeer(t, server, &deflateParams{serverBits: 15, clientBits: 15, level: 1},
				Options{Limits: Limits{Message: 100_000, Inflated: 1 << 20}})
			rec := newRecorder()
			c.Start(rec)
			peer.write(client.frame(0xc1, tt.wire))
			peer.expectClose(tt.code)
			var protocol *ProtocolError
			if end := rec.awaitClose(t); !errors.As(end, &protocol) || protocol.Code != tt.code {
				t.Errorf("OnClose was told %v", end)
			}
		})
	}
}

func TestTheInflatedLimitIsExact(t *testing.T) {
	z, _ := (&deflater{threshold: 1, pool: compressorPool(1, 15)}).message(make([]byte, 200_000))
	wire := string(z.data[:z.n])
	if got, err := inflateOne(wire, 200_000); len(got) != 200_000 || err != nil {
		t.Errorf("200,000 bytes within a limit of as many: %d, %v", len(got), err)
	}
	if _, err := inflateOne(wire, 199_999); err == nil {
		t.Error("200,000 bytes passed a limit of 199,999")
	}
}

// noise is bytes that nothing compresses.
func noise(n int) []byte {
	random := rand.New(rand.NewPCG(7, uint64(n)))
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(random.Uint32())
	}
	return p
}

// atTheEdge is messages that repeat what is almost, and just not, within a window.
func atTheEdge(bits int) (messages [][]byte) {
	for _, period := range []int{1<<bits - 1, 1 << bits, 1<<bits + 1} {
		p := bytes.Repeat(noise(period), 3)
		messages = append(messages, p[:2*period], p[2*period:])
	}
	return messages
}

// corpora are sequences of messages for a compressor.
func corpora() map[string][][]byte {
	m := map[string][][]byte{
		"one message of 100,000 bytes": {[]byte(strings.Repeat(`{"id":17,"text":"你好, world"},`, 3000))},
		"empty, tiny, large":           {nil, []byte("a"), []byte(strings.Repeat("好", 30_000)), []byte("b"), nil},
	}
	kib := noise(1 << 10)
	for range 100 { // 32 of them are the window exactly
		m["one kibibyte, again and again"] = append(m["one kibibyte, again and again"], kib)
	}
	for i := range 60 {
		m["similar messages"] = append(m["similar messages"], fmt.Appendf(nil, `{"seq":%d,"type":"move","player":"%x","x":%d,"y":%d}%s`, i, i*i, i*3, i*5, strings.Repeat("-", i*40)))
	}
	return m
}

// What the compressor for a window says can be inflated by someone who has no
// more than that window, and never refers further back (section 7.1.2).
func TestACompressorStaysWithinItsWindow(t *testing.T) {
	for bits := 8; bits <= 15; bits++ {
		sequences := corpora()
		sequences["at the edge"] = atTheEdge(bits)
		for name, messages := range sequences {
			for _, level := range []int{1, 9} {
				if bits < 15 && level > 1 {
					continue // a smaller window has no levels
				}
				for _, takeover := range []bool{true, false} {
					if !takeover && bits%7 != 1 {
						continue // 8 and 15 will do
					}
					t.Run(fmt.Sprintf("%s/bits=%d/level=%d/takeover=%v", name, bits, level, takeover), func(t *testing.T) {
						z := newDeflater(&deflateParams{clientBits: bits, level: level, takeover: takeover, threshold: -1}, client)
						defer z.release()
						f := newInflater(&deflateParams{clientBits: bits, clientNoTakeover: !takeover}, server)
						var window []byte
						farthestEver := 0
						for i, p := range messages {
							c, ok := z.message(p)
							if !ok {
								if takeover {
									t.Fatalf("message %d was not compressed", i)
								}
								continue
							}
							wire := bytes.Clone(c.data[:c.n])
							z.done(c)
							out, farthest, err := inflateSlowly(append(bytes.Clone(wire), flushTail...), window)
							if err != nil || !bytes.Equal(out[len(window):], p) {
								t.Fatalf("message %d cannot be inflated: %v", i, err)
							}
							if farthest > 1<<bits {
								t.Errorf("message %d refers %d bytes back", i, farthest)
							}
							farthestEver = max(farthestEver, farthest)
							if takeover {
								window = out[max(0, len(out)-1<<bits):]
							}
							got, b, err := f.message(wire, 1<<20)
							if err != nil || !bytes.Equal(got, p) {
								t.Fatalf("message %d inflates to %d bytes, %v", i, len(got), err)
							}
							b.release()
							f.done()
						}
						if name == "at the edge" && farthestEver < 1<<bits-1 {
							t.Errorf("no message refers more than %d bytes back: the window is not used", farthestEver)
						}
					})
				}
			}
		}
	}
}

// Both directions over a connection, with all windows and kinds of takeover.
func TestCompressedMessagesPassBothWays(t *testing.T) {
	messages := 0
	for _, m := range corpora() {
		messages += len(m)
	}
	for _, bits := range [][2]int{{15, 15}, {8, 15}, {9, 8}, {12, 10}} {
		for _, takeover := range []bool{true, false} {
			t.Run(fmt.Sprintf("server=%d/client=%d/takeover=%v", bits[0], bits[1], takeover), func(t *testing.T) {
				t.Parallel()
				c, s := newPair(t, tcpPair, &deflateParams{
					serverBits: bits[0], clientBits: bits[1], level: 1, takeover: takeover, threshold: 128,
					serverNoTakeover: !takeover, clientNoTakeover: !takeover,
				}, Options{})
				rc, rs := newRecorder(), newRecorder()
				rs.echo = true
				c.Start(rc)
				s.Start(rs)
				var want []string
				for _, m := range corpora() {
					for _, p := range m {
						want = append(want, "binary "+string(p))
						c.Send(Binary, p)
					}
				}
				got := rc.await(t, len(want))
				for i := range want {
					if got[i] != want[i] {
						t.Fatalf("message %d of %d bytes came back with %d", i, len(want[i]), len(got[i]))
					}
				}
				c.Close(1000, "")
				rc.awaitClose(t)
				rs.awaitClose(t)
			})
		}
	}
}

func TestWhatIsNotWorthItIsSentAsItIs(t *testing.T) {
	tests := []struct {
		name       string
		p          []byte
		threshold  int
		compressed bool
	}{
		{"below the threshold", bytes.Repeat([]byte("a"), 127), 128, false},
		{"at the threshold", bytes.Repeat([]byte("a"), 128), 128, true},
		{"no threshold", bytes.Repeat([]byte("a"), 50), -1, true},
		{"noise", noise(1000), 128, false},
		{"empty", nil, -1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, peer := newRawPeer(t, client, &deflateParams{serverBits: 15, clientBits: 15, level: 9, threshold: tt.threshold}, Options{})
			c.Send(Binary, tt.p)
			first, got := peer.read()
			if (first&rsv1Bit != 0) != tt.compressed {
				t.Errorf("the frame begins with %#02x", first)
			}
			if tt.compressed {
				got, _ = inflateOne(got, 1<<20)
			}
			if got != string(tt.p) {
				t.Errorf("the peer got %d bytes", len(got))
			}
		})
	}
}
