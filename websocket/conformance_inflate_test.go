package websocket

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"

	windowed "github.com/klauspost/compress/flate"
)

// direction is what was agreed for the messages of one side.
type direction struct {
	bits  int  // of the window; 0: 15
	reset bool // every message by itself
}

// window is how far back a message may refer.
func (d direction) window() int {
	if d.bits == 0 {
		return 1 << maxWindowBits
	}
	return 1 << d.bits
}

// testerDeflater compresses what a tester sends (RFC 7692, section 7.2.1), by
// another compressor than the Conn's wherever there is one: the standard library
// has none for a window smaller than 32 KiB.
type testerDeflater struct {
	flate interface {
		io.Writer
		Flush() error
		Reset(io.Writer)
	}
	out bytes.Buffer
	direction
}

func newTesterDeflater(d direction) *testerDeflater {
	z := &testerDeflater{direction: d}
	if d.window() < 1<<maxWindowBits {
		z.flate, _ = windowed.NewWriterWindow(&z.out, d.window())
	} else {
		z.flate, _ = flate.NewWriter(&z.out, flate.BestSpeed)
	}
	return z
}

func (z *testerDeflater) message(p string) string {
	z.out.Reset()
	if z.reset {
		z.flate.Reset(&z.out)
	}
	io.WriteString(z.flate, p)
	z.flate.Flush()
	return string(bytes.TrimSuffix(z.out.Bytes(), []byte("\x00\x00\xff\xff")))
}

// testerInflater inflates what a Conn sends, and has no more of what came before
// than the agreement lets the Conn refer to.
type testerInflater struct {
	direction
	history []byte
	flate   io.ReadCloser
	// slowly is how many octets are inflated by inflateSlowly too, which sees
	// references inside a message that reach too far back.
	slowly int
}

func newTesterInflater(d direction) *testerInflater {
	f := &testerInflater{direction: d, flate: flate.NewReader(nil)}
	if d.window() < 1<<maxWindowBits {
		f.slowly = 64 << 10
	}
	return f
}

func (f *testerInflater) message(p []byte) ([]byte, error) {
	wire := append(bytes.Clone(p), "\x00\x00\xff\xff"...)
	src := bytes.NewReader(append(wire, "\x01\x00\x00\xff\xff"...))
	f.flate.(flate.Resetter).Reset(src, f.history)
	message, err := io.ReadAll(f.flate)
	switch {
	case err != nil:
		return nil, fmt.Errorf("a message cannot be inflated: %w", err)
	case src.Len() > 0:
		return nil, fmt.Errorf("%d octets stand behind a final block", src.Len())
	}
	if f.slowly > 0 {
		f.slowly -= len(message)
		switch again, farthest, err := inflateSlowly(wire, f.history); {
		case err != nil || !bytes.Equal(again[len(f.history):], message):
			return nil, fmt.Errorf("a message inflates to something else, slowly: %v", err)
		case farthest > f.window():
			return nil, fmt.Errorf("a message refers %d octets back, through a window of %d", farthest, f.window())
		}
	}
	if !f.reset {
		f.history = append(f.history, message...)
		f.history = f.history[max(0, len(f.history)-f.window()):]
	}
	return message, nil
}
