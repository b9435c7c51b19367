package trace_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/trace"
)

func TestLines(t *testing.T) {
	long := strings.Repeat("长", 61)
	for _, test := range []struct {
		name   string
		record uni.Record
		want   string
	}{
		{"a call, with what it is about",
			uni.Record{Kind: uni.RecordCall, Task: 1, Name: "connectSocket", Text: "wss://chat.example.com/room"},
			"#1  call      connectSocket wss://chat.example.com/room"},
		{"a send, with its data rather than its text",
			uni.Record{Kind: uni.RecordCall, Task: 12, Name: "SocketTask.send", Text: "你好", Data: []byte("你好")},
			`#12 call      SocketTask.send 6 bytes "你好"`},
		{"a call that is no socket's",
			uni.Record{Kind: uni.RecordCall, Name: "closeSocket", Text: "1000"},
			"    call      closeSocket 1000"},
		{"a callback, with what it is told",
			uni.Record{Kind: uni.RecordCallback, Task: 1, Name: "SocketTask.send", Detail: "fail", Text: "sendSocketMessage:fail it"},
			"#1  callback  SocketTask.send fail sendSocketMessage:fail it"},
		{"an event without anything", uni.Record{Kind: uni.RecordEvent, Task: 1, Name: "Open"}, "#1  event     open"},
		{"an event with its cause",
			uni.Record{Kind: uni.RecordEvent, Task: 1, Name: "Error", Text: "connection refused"},
			"#1  event     error connection refused"},
		{"a message of text",
			uni.Record{Kind: uni.RecordEvent, Task: 1, Name: "Message", Data: []byte("a\n\x1b[31m\"")},
			`#1  event     message 8 bytes "a\n\x1b[31m\""`},
		{"a message of bytes, in hexadecimal",
			uni.Record{Kind: uni.RecordEvent, Task: 1, Name: "Message", Data: []byte("hi"), Binary: true},
			"#1  event     message 2 bytes 68 69"},
		{"an empty message", uni.Record{Kind: uni.RecordEvent, Task: 1, Name: "Message", Data: []byte{}}, "#1  event     message 0 bytes"},
		{"a single byte", uni.Record{Kind: uni.RecordEvent, Task: 1, Name: "Message", Data: []byte("x")}, `#1  event     message 1 byte "x"`},
		{"text that is not UTF-8, as bytes",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "text", Detail: "received", Data: []byte{0xc3, 0x28}},
			"#1  frame <   text 2 bytes c3 28"},
		{"as much of a long text as a line holds",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "text", Detail: "sent", Data: []byte(long)},
			`#1  frame >   text 183 bytes "` + strings.TrimSuffix(long, "长") + `"…`},
		{"the whole of a text that fits",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "text", Detail: "sent", Data: []byte(long[3:])},
			`#1  frame >   text 180 bytes "` + long[3:] + `"`},
		{"the first of many bytes",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "binary", Detail: "sent", Data: make([]byte, 17), Binary: true},
			"#1  frame >   binary 17 bytes" + strings.Repeat(" 00", 16) + " …"},
		{"what is special about a frame",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "binary", Detail: "sent", Text: "compressed not final", Data: []byte{1}, Binary: true},
			"#1  frame >   binary compressed not final 1 byte 01"},
		{"a ping", uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "ping", Detail: "received", Binary: true}, "#1  frame <   ping 0 bytes"},
		{"a close frame, read",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "close", Detail: "received", Data: []byte("\x0f\xa1再见"), Binary: true},
			`#1  frame <   close 4001 "再见"`},
		{"a close frame with a code alone",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "close", Detail: "sent", Data: []byte("\x03\xe8"), Binary: true},
			"#1  frame >   close 1000"},
		{"a close frame with nothing",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "close", Detail: "sent", Data: []byte{}, Binary: true},
			"#1  frame >   close without a code"},
		{"a close frame that is cut off",
			uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "close", Detail: "received", Data: []byte{3}, Binary: true},
			"#1  frame <   close 1 byte 03"},
		{"a state", uni.Record{Kind: uni.RecordState, Task: 1, Name: "OPEN"}, "#1  state     OPEN"},
		{"a state with its reason",
			uni.Record{Kind: uni.RecordState, Task: 1, Name: "CLOSED", Text: "the connection broke"},
			"#1  state     CLOSED: the connection broke"},
		{"what would act on a terminal, or end the line, as characters",
			uni.Record{Kind: uni.RecordCall, Task: 1, Name: "connectSocket", Text: "ws://a\n\x1b[2J\u009b中"},
			`#1  call      connectSocket ws://a\n\x1b[2J\u009b中`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			test.record.Time = time.Now()
			trace.NewLines(&out).Observe(test.record)
			got := regexp.MustCompile(`^ *-?\d+\.\d ms  `).ReplaceAllString(out.String(), "")
			if got != test.want+"\n" {
				t.Errorf("got  %swant %s", got, test.want)
			}
		})
	}
}

func TestLinesTellTheTimeSinceTheBeginning(t *testing.T) {
	var out bytes.Buffer
	before := time.Now()
	lines := trace.NewLines(&out)
	begun := time.Since(before)
	lines.Observe(uni.Record{Kind: uni.RecordState, Name: "OPEN", Time: before.Add(begun + 90*time.Second)})
	var ms float64
	if _, err := fmt.Sscanf(out.String(), "%f ms", &ms); err != nil {
		t.Fatalf("%q: %v", out.String(), err)
	}
	if took := float64(begun.Microseconds()) / 1000; ms < 90_000-0.1 || ms > 90_000+took+0.1 {
		t.Errorf("after 90 s the line begins %q", out.String())
	}
}

// oneWrite fails when a line comes in parts, or two at once.
type oneWrite struct {
	t    *testing.T
	mu   sync.Mutex
	seen int
}

func (w *oneWrite) Write(p []byte) (int, error) {
	if !w.mu.TryLock() {
		w.t.Error("two lines at once")
		return len(p), nil
	}
	defer w.mu.Unlock()
	if bytes.Count(p, []byte("\n")) != 1 || p[len(p)-1] != '\n' {
		w.t.Errorf("%q is not a line", p)
	}
	w.seen++
	return len(p), nil
}

func TestLinesOfSeveralGoroutinesDoNotMix(t *testing.T) {
	const goroutines, each = 4, 50
	w := &oneWrite{t: t}
	lines := trace.NewLines(w)
	var done sync.WaitGroup
	for range goroutines {
		done.Go(func() {
			for range each {
				lines.Observe(uni.Record{Kind: uni.RecordFrame, Task: 1, Name: "text", Detail: "sent", Time: time.Now()})
			}
		})
	}
	done.Wait()
	if w.seen != goroutines*each {
		t.Errorf("%d lines, want %d", w.seen, goroutines*each)
	}
}
