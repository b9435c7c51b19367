package websocket

import (
	"encoding/binary"
	"net/http"
	"strings"
	"time"
)

// meta is what the handshake left for those who ask, packed into one string: an
// idle connection consists of little else.
//
// First come numbers as uvarints: the length of the subprotocol; Timing.Start as
// Unix time in nanoseconds, or 0 alone for no Timing; for each of its other times
// the nanoseconds since then plus one, or 0 for none. Then come the subprotocol and
// the header, "name:value\n" for each field.
type meta string

func newMeta(p connParams) meta {
	b := binary.AppendUvarint(make([]byte, 0, 512), uint64(len(p.subprotocol)))
	if start := p.timing.Start; start.IsZero() {
		b = append(b, 0)
	} else {
		b = binary.AppendUvarint(b, uint64(start.UnixNano()))
		for _, at := range p.timing.steps() {
			if at.IsZero() {
				b = append(b, 0)
			} else {
				b = binary.AppendUvarint(b, uint64(max(0, at.Sub(start)))+1)
			}
		}
	}
	b = append(b, p.subprotocol...)
	for name, values := range p.header {
		for _, v := range values {
			b = append(append(b, name...), ':')
			b = append(append(b, v...), '\n')
		}
	}
	return meta(b)
}

func (m meta) unpack() (subprotocol string, header http.Header, t Timing) {
	rest := string(m)
	number := func() uint64 {
		n, size := binary.Uvarint([]byte(rest[:min(len(rest), binary.MaxVarintLen64)]))
		rest = rest[size:]
		return n
	}
	length := number()
	if start := number(); start != 0 {
		t.Start = time.Unix(0, int64(start))
		for _, at := range t.steps() {
			if since := number(); since != 0 {
				*at = t.Start.Add(time.Duration(since - 1))
			}
		}
	}
	subprotocol, rest = rest[:length], rest[length:]
	header = http.Header{}
	for field := range strings.Lines(rest) {
		name, value, _ := strings.Cut(strings.TrimSuffix(field, "\n"), ":")
		header[name] = append(header[name], value)
	}
	return subprotocol, header, t
}

// steps are the times after Start, in order.
func (t *Timing) steps() [8]*time.Time {
	return [...]*time.Time{
		&t.DNSStart, &t.DNSDone,
		&t.ConnectStart, &t.ConnectDone,
		&t.TLSStart, &t.TLSDone,
		&t.RequestSent, &t.Done,
	}
}
