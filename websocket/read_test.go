package websocket

import (
	"bytes"
	"errors"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// What a peer sends, given as a function of its role, and what comes of it.
func TestIncomingFrames(t *testing.T) {
	long := strings.Repeat("0123456789好", 12_000) // 156,000 bytes: read without the read buffer
	join := func(frames ...[]byte) []byte { return bytes.Join(frames, nil) }
	tests := []struct {
		name string
		sent func(r role) []byte
		want []string
		code StatusCode // of the close frame this side answers with
	}{
		{
			"messages of either type",
			func(r role) []byte { return join(r.frame(textFrame, "好"), r.frame(binaryFrame, "\xff\x00")) },
			[]string{"text 好", "binary \xff\x00"}, 1000,
		}, {
			"an empty message",
			func(r role) []byte { return r.frame(textFrame, "") },
			[]string{"text "}, 1000,
		}, {
			"a fragmented message (5.4)",
			func(r role) []byte {
				return join(r.frame(0x01, "ab"), r.frame(0x00, "cd"), r.frame(0x00, ""), r.frame(lastFrame, "ef"))
			},
			[]string{"text abcdef"}, 1000,
		}, {
			"a message of empty fragments",
			func(r role) []byte { return join(r.frame(0x02, ""), r.frame(0x00, ""), r.frame(lastFrame, "")) },
			[]string{"binary "}, 1000,
		}, {
			"a long message in long fragments, after a short one",
			func(r role) []byte {
				return join(r.frame(textFrame, "x"), r.frame(0x01, long), r.frame(0x00, "y"), r.frame(lastFrame, long))
			},
			[]string{"text x", "text " + long + "y" + long}, 1000,
		}, {
			"control frames between fragments (5.4)",
			func(r role) []byte {
				return join(r.frame(0x01, "a"), r.frame(pingFrame, "p"), r.frame(0x00, "b"),
					r.frame(pongFrame, "q"), r.frame(lastFrame, "c"))
			},
			[]string{"text abc"}, 1000,
		}, {
			"text split inside a character (5.6)",
			func(r role) []byte {
				return join(r.frame(0x01, "\xe5"), r.frame(0x00, "\xa5"), r.frame(lastFrame, "\xbd"))
			},
			[]string{"text 好"}, 1000,
		}, {
			"text that ends inside a character",
			func(r role) []byte { return join(r.frame(textFrame, "ok"), r.frame(textFrame, "a\xe5\xa5")) },
			[]string{"text ok"}, StatusInvalidPayload,
		}, {
			"fragmented text that ends inside a character",
			func(r role) []byte { return join(r.frame(0x01, "a\xe5"), r.frame(lastFrame, "\xa5")) },
			nil, StatusInvalidPayload,
		}, {
			"bytes that are no text, as bytes",
			func(r role) []byte { return join(r.frame(0x02, "\xc0"), r.frame(lastFrame, "\xaf")) },
			[]string{"binary \xc0\xaf"}, 1000,
		}, {
			"broken text, while most of the frame is missing (8.1)",
			func(r role) []byte { return append(r.header(textFrame, 1000), maskedFor(r, "ab\xe5x")...) },
			nil, StatusInvalidPayload,
		}, {
			"broken text in a frame larger than the read buffer",
			func(r role) []byte { return append(r.header(textFrame, 1<<20), maskedFor(r, "ab\xed\xa0")...) },
			nil, StatusInvalidPayload,
		}, {
			"broken text in a fragment that is not finished",
			func(r role) []byte {
				return join(r.frame(0x01, "ab\xf4"), r.header(0x00, 500), []byte(maskedFor(r, "\x90")))
			},
			nil, StatusInvalidPayload,
		}, {
			"broken text deep in what is read without the read buffer",
			func(r role) []byte {
				return append(r.header(textFrame, 1<<20), maskedFor(r, long+long+"\x80")...)
			},
			nil, StatusInvalidPayload,
		}, {
			"a continuation of nothing (5.4)",
			func(r role) []byte { return join(r.frame(textFrame, "a"), r.frame(lastFrame, "b")) },
			[]string{"text a"}, StatusProtocolError,
		}, {
			"a message inside a fragmented one (5.4)",
			func(r role) []byte { return join(r.frame(0x01, "a"), r.frame(textFrame, "b")) },
			nil, StatusProtocolError,
		}, {
			"masking for the wrong role (5.1)",
			func(r role) []byte { return join(r.frame(textFrame, "a"), (1-r).frame(textFrame, "b")) },
			[]string{"text a"}, StatusProtocolError,
		}, {
			"a frame marked as compressed, without the extension",
			func(r role) []byte { return r.frame(0xc1, "a") },
			nil, StatusProtocolError,
		}, {
			"a claim of 2^63-1 bytes",
			func(r role) []byte { return r.header(binaryFrame, 1<<63-1) },
			nil, StatusMessageTooBig,
		}, {
			"a claim of 2^63 bytes",
			func(r role) []byte { return r.header(binaryFrame, 1<<63) },
			nil, StatusProtocolError,
		}, {
			"fragments that claim 2^63-1 bytes together",
			func(r role) []byte { return join(r.frame(0x02, "12345"), r.header(lastFrame, 1<<63-1)) },
			nil, StatusMessageTooBig,
		}, {
			"data after a close frame (5.5.1)",
			func(r role) []byte {
				return join(r.frame(textFrame, "a"), r.frame(closeFrame, closeBody(4001, "")), r.frame(textFrame, "b"), []byte("garbage"))
			},
			[]string{"text a"}, 4001,
		}, {
			"an answer of HTTP instead of frames",
			func(r role) []byte { return []byte("HTTP/1.1 400 Bad Request\r\n\r\n") },
			nil, StatusProtocolError,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			roles(t, func(t *testing.T, r role) {
				c, peer := newRawPeer(t, r, nil, Options{})
				rec := newRecorder()
				c.Start(rec)
				sent := tt.sent(peer.role)
				if tt.code == 1000 {
					sent = append(sent, peer.role.frame(closeFrame, closeBody(1000, ""))...)
				}
				peer.write(sent)
				peer.expectClose(tt.code)
				end := rec.awaitClose(t)
				if !slices.Equal(rec.messages, tt.want) {
					t.Errorf("the messages are %.80q", rec.messages)
				}
				var protocol *ProtocolError
				if tt.code == 1000 || tt.code >= 3000 {
					if end.Code != tt.code || end.Err != nil {
						t.Errorf("OnClose was told %v", end)
					}
				} else if end.Code != StatusAbnormalClosure || !errors.As(end, &protocol) || protocol.Code != tt.code {
					t.Errorf("OnClose was told %v", end)
				}
			})
		})
	}
}

// maskedFor is the beginning of a payload as a peer of role r sends it.
func maskedFor(r role, s string) string {
	f := r.frame(binaryFrame, s)
	return string(f[len(f)-len(s):])
}

func TestMessagesMaySplitAtEveryByte(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		c, peer := newRawPeer(t, r, nil, Options{})
		rec := newRecorder()
		c.Start(rec)
		from := peer.role
		for _, b := range bytes.Join([][]byte{
			from.frame(textFrame, "好 one"), from.frame(0x01, "tw"), from.frame(pingFrame, "?"), from.frame(lastFrame, "o"),
			from.frame(binaryFrame, strings.Repeat("x", 126)), from.frame(binaryFrame, ""), from.frame(closeFrame, closeBody(1001, "end")),
		}, nil) {
			peer.write([]byte{b})
		}
		peer.expect(pongFrame, "?")
		peer.expectClose(1001)
		if end := rec.awaitClose(t); end.Code != 1001 || end.Reason != "end" || end.Err != nil {
			t.Errorf("OnClose was told %v", end)
		}
		want := []string{"text 好 one", "text two", "binary " + strings.Repeat("x", 126), "binary "}
		if !slices.Equal(rec.messages, want) {
			t.Errorf("the messages are %q", rec.messages)
		}
	})
}

func TestMemoryFollowsWhatArrivedNotWhatIsClaimed(t *testing.T) {
	roles(t, func(t *testing.T, r role) {
		in := newScripted(r, nil, Options{Limits: Limits{Message: -1}}, [][]byte{
			(1 - r).header(0x02, 1<<40), make([]byte, 100_000),
		})
		if _, err := in.in.next(in); err == nil {
			t.Fatal("half a message was delivered")
		}
		if n := len(in.in.msg.asm.data); n > 512<<10 {
			t.Errorf("100,000 bytes of a frame that claims 2^40 take %d", n)
		}
	})
}

func TestLimits(t *testing.T) {
	tests := []struct {
		name  string
		limit int64
		sizes []int // of fragments
		fits  bool
	}{
		{"exactly", 100, []int{100}, true},
		{"one more", 100, []int{101}, false},
		{"fragments, exactly", 100, []int{50, 0, 50}, true},
		{"fragments, one more", 100, []int{50, 50, 1}, false},
		{"larger than the read buffer", 200_000, []int{200_000}, true},
		{"larger than the read buffer, one more", 200_000, []int{199_999, 2}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, peer := newRawPeer(t, client, nil, Options{Limits: Limits{Message: tt.limit}})
			rec := newRecorder()
			c.Start(rec)
			for i, n := range tt.sizes {
				first := byte(OpContinuation)
				if i == 0 {
					first = byte(OpBinary)
				}
				if i == len(tt.sizes)-1 {
					first |= finBit
				}
				peer.write(server.frame(first, strings.Repeat("x", n)))
			}
			if !tt.fits {
				peer.expectClose(StatusMessageTooBig)
			} else {
				peer.write(server.frame(closeFrame, closeBody(1000, "")))
				peer.expectClose(1000)
			}
			rec.awaitClose(t)
			if got := len(rec.messages) == 1; got != tt.fits {
				t.Errorf("%d messages were delivered", len(rec.messages))
			}
		})
	}
}

func TestConnectionsBreak(t *testing.T) {
	tests := []struct {
		name   string
		sent   func(r role) []byte
		reset  bool
		reason error
	}{
		{"between messages", func(r role) []byte { return nil }, false, ErrEndOfStream},
		{"inside a header", func(r role) []byte { return r.header(binaryFrame, 300)[:3] }, false, ErrEndOfStream},
		{"inside a frame", func(r role) []byte { return r.frame(binaryFrame, "0123456789")[:11] }, false, ErrEndOfStream},
		{"inside a large frame", func(r role) []byte { return append(r.header(binaryFrame, 1<<20), "0123456789"...) }, false, ErrEndOfStream},
		{"between fragments", func(r role) []byte { return r.frame(0x01, "begin") }, false, ErrEndOfStream},
		{"by a reset", func(r role) []byte { return nil }, true, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			roles(t, func(t *testing.T, r role) {
				c, peer := newRawPeer(t, r, nil, Options{})
				rec := newRecorder()
				c.Start(rec)
				peer.write(tt.sent(peer.role))
				if tt.reset {
					peer.Conn.(*net.TCPConn).SetLinger(0)
				}
				peer.Close()
				end := rec.awaitClose(t)
				if end.Code != StatusAbnormalClosure || end.Err == nil {
					t.Errorf("OnClose was told %v", end)
				}
				if tt.reason != nil && !errors.Is(end, tt.reason) {
					t.Errorf("OnClose was told %v, want %v", end, tt.reason)
				}
				if len(rec.messages) > 0 {
					t.Errorf("half a message was delivered: %q", rec.messages)
				}
				if err := c.SendText("late"); err == nil {
					t.Error("a send was accepted after OnClose")
				}
			})
		})
	}
}

// TLS without close_notify ends like TCP does; it must not be read forever.
func TestTLSMayEndWithoutNotice(t *testing.T) {
	for _, sent := range []string{"", "\x81\x05he"} {
		a, b := tlsPair(t)
		c := newConn(connParams{role: client, netConn: a})
		rec := newRecorder()
		c.Start(rec)
		b.Write([]byte(sent))
		b.(interface{ NetConn() net.Conn }).NetConn().Close()
		if end := rec.awaitClose(t); end.Code != StatusAbnormalClosure || end.Err == nil {
			t.Errorf("after %q OnClose was told %v", sent, end)
		}
	}
}

// What the other side sent behind its handshake is read first.
func TestEarlyBytesAreRead(t *testing.T) {
	a, b := tcpPair(t)
	whole := server.frame(textFrame, "early")
	next := server.frame(textFrame, "later")
	c := newConn(connParams{role: client, netConn: a, owned: true, early: append(bytes.Clone(whole), next[:3]...)})
	rec := newRecorder()
	c.Start(rec)
	if got := rec.await(t, 1); got[0] != "text early" {
		t.Errorf("the first message is %q", got[0])
	}
	b.Write(next[3:])
	if got := rec.await(t, 2); got[1] != "text later" {
		t.Errorf("the second message is %q", got[1])
	}
	c.CloseNow()
	rec.awaitClose(t)
}

// While nothing arrives, a connection on a socket holds no read buffer.
func TestIdleConnectionsHoldNoBuffer(t *testing.T) {
	a, b := tcpPair(t)
	c := newConn(connParams{role: client, netConn: a})
	if _, parks := c.tr.(streamTransport); parks {
		t.Skipf("the portable transport of %s holds its buffer while it waits", runtime.GOOS)
	}
	b.Write(append(server.frame(textFrame, "x"), server.header(textFrame, 3)...))
	ctx, cancel := cancelledSoon(t)
	defer cancel()
	if _, data, err := c.Read(ctx); string(data) != "x" || err != nil {
		t.Fatalf("Read returned %q, %v", data, err)
	}
	if _, _, err := c.Read(ctx); !errors.Is(err, ctx.Err()) || err == nil {
		t.Fatalf("Read returned %v, want the context's error", err)
	}
	if c.in.buf != nil || c.in.batch != nil {
		t.Error("a connection that waits for the rest of a frame holds a buffer")
	}
	b.Write([]byte("abc"))
	if _, data, err := c.Read(t.Context()); string(data) != "abc" || err != nil {
		t.Errorf("after it the message is %q, %v", data, err)
	}
}
