// Package trace writes down what an app's sockets do: observers that put the
// records of package uni into words.
package trace

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/unisocket/uni"
)

// Lines is a uni.Observer that writes a line for every call, callback, event,
// state and frame. It may be used from several goroutines.
type Lines struct {
	mu    *sync.Mutex
	w     io.Writer
	start time.Time
}

// NewLines makes one. Times are told from now on.
func NewLines(w io.Writer) *Lines { return &Lines{mu: &sync.Mutex{}, w: w, start: time.Now()} }

// To makes one that writes to w and tells the same times; the two never write at once.
func (l *Lines) To(w io.Writer) *Lines { return &Lines{mu: l.mu, w: w, start: l.start} }

// Observe writes the line of r.
func (l *Lines) Observe(r uni.Record) {
	socket := "  "
	if r.Task > 0 {
		socket = "#" + strconv.Itoa(r.Task)
	}
	what, detail := "", ""
	switch r.Kind {
	case uni.RecordOutcome, uni.RecordHeard:
		return // said by the lines of callbacks and events
	case uni.RecordCall:
		what, detail = "call", r.Name+" "+subject(r)
	case uni.RecordCallback:
		what, detail = "callback", r.Name+" "+r.Detail+" "+r.Text
	case uni.RecordEvent:
		what, detail = "event", strings.ToLower(r.Name)+" "+subject(r)
	case uni.RecordResponse:
		what, detail = "response", r.Name+" "+r.Text
	case uni.RecordState:
		what, detail = "state", r.Name
		if r.Text != "" {
			detail += ": " + r.Text
		}
	case uni.RecordFrame:
		what = "frame <"
		if r.Detail == "sent" {
			what = "frame >"
		}
		detail = strings.Join(strings.Fields(r.Name+" "+r.Text), " ") + " " + payload(r)
		if r.Name == "close" && len(r.Data) >= 2 {
			detail = fmt.Sprintf("close %d", binary.BigEndian.Uint16(r.Data))
			if reason := r.Data[2:]; len(reason) > 0 {
				detail += " " + strconv.Quote(string(reason))
			}
		} else if r.Name == "close" && len(r.Data) == 0 {
			detail = "close without a code"
		}
	}
	ms := float64(r.Time.Sub(l.start).Microseconds()) / 1000
	line := fmt.Sprintf("%9.1f ms  %-3s %-8s  %s", ms, socket, what, printable(detail))
	l.mu.Lock()
	defer l.mu.Unlock()
	io.WriteString(l.w, strings.TrimRight(line, " ")+"\n")
}

// printable writes control characters, which would break the line or act on a
// terminal, as Go does in a string.
func printable(s string) string {
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unicode.IsControl(r) {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// subject is what a call or event is about: its data, or its text.
func subject(r uni.Record) string {
	if r.Data != nil {
		return payload(r)
	}
	return r.Text
}

// The parts of a payload that are shown.
const (
	shownText  = 60 // characters
	shownBytes = 16
)

func payload(r uni.Record) string {
	n := len(r.Data)
	size := fmt.Sprintf("%d bytes", n)
	if n == 1 {
		size = "1 byte"
	}
	if n == 0 {
		return size
	}
	if !r.Binary && utf8.Valid(r.Data) {
		text := []rune(string(r.Data[:min(n, 4*shownText)]))
		if len(text) > shownText || n > 4*shownText {
			return size + " " + strconv.Quote(string(text[:min(len(text), shownText)])) + "…"
		}
		return size + " " + strconv.Quote(string(text))
	}
	if n > shownBytes {
		return fmt.Sprintf("%s % x …", size, r.Data[:shownBytes])
	}
	return fmt.Sprintf("%s % x", size, r.Data)
}
