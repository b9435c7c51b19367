package websocket

import (
	"bytes"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// flushTail is what ends a flush of a compressor. It is left out on the wire
// (RFC 7692, section 7.2.1) and put back before inflating, followed by an empty
// final block, so that the inflater sees an end.
const flushTail = "\x00\x00\xff\xff"

var inflateTail = []byte(flushTail + "\x01\x00\x00\xff\xff")

// deflater compresses this side's messages. It is guarded by the writer's lock.
//
// A compressor costs most of a megabyte. Without takeover one is borrowed for
// each message; with takeover the connection keeps its own.
type deflater struct {
	threshold int
	keep      bool
	pool      *sync.Pool
	own       *compressor
}

// compressor is a flate.Writer and what it has written.
type compressor struct {
	*flate.Writer
	data []byte
	n    int // of data: the message without its flush tail
}

func (z *compressor) reset() {
	z.data = z.data[:0]
}

// sink receives what the flate.Writer writes.
type sink compressor

func (s *sink) Write(p []byte) (int, error) {
	s.data = append(s.data, p...)
	return len(p), nil
}

// compressorPools hold idle compressors by level (1 to 9) and window bits: a
// window smaller than the whole has no levels.
var compressorPools struct {
	sync.Mutex
	m map[[2]int]*sync.Pool
}

func compressorPool(level, bits int) *sync.Pool {
	if bits < 15 {
		level = 0
	}
	p := &compressorPools
	p.Lock()
	defer p.Unlock()
	key := [2]int{level, bits}
	if p.m[key] == nil {
		if p.m == nil {
			p.m = make(map[[2]int]*sync.Pool)
		}
		p.m[key] = &sync.Pool{New: func() any { return newCompressor(level, bits) }}
	}
	return p.m[key]
}

func newCompressor(level, bits int) *compressor {
	z := &compressor{}
	var err error
	if bits < 15 {
		z.Writer, err = flate.NewWriterWindow((*sink)(z), 1<<bits)
	} else {
		z.Writer, err = flate.NewWriter((*sink)(z), level)
	}
	if err != nil {
		panic(err) // level and bits were checked by the handshake
	}
	return z
}

func newDeflater(p *deflateParams, r role) *deflater {
	bits := p.clientBits
	if r == server {
		bits = p.serverBits
	}
	return &deflater{
		threshold: p.threshold,
		keep:      p.takeover, // where the agreement allows it
		pool:      compressorPool(p.level, bits),
	}
}

// message compresses p. It reports false if p travels better as it is. The
// result is valid until done.
func (d *deflater) message(p []byte) (*compressor, bool) {
	if len(p) < d.threshold {
		return nil, false
	}
	z := d.own
	if z == nil {
		z = d.pool.Get().(*compressor)
		z.Writer.Reset((*sink)(z))
		if d.keep {
			d.own = z
		}
	}
	z.reset()
	z.Writer.Write(p)
	z.Writer.Flush()
	z.n = len(z.data) - len(flushTail)
	if z.n >= len(p) && !d.keep {
		d.done(z)
		return nil, false
	}
	return z, true
}

// done gives back what message returned.
func (d *deflater) done(z *compressor) {
	if cap(z.data) > 1<<20 {
		z.data = nil
	}
	if z != d.own {
		d.pool.Put(z)
	}
}

// release gives the connection's own compressor back.
func (d *deflater) release() {
	if z := d.own; z != nil {
		d.own = nil
		d.pool.Put(z)
	}
}

// inflater inflates the peer's messages. It belongs to the reader.
type inflater struct {
	// past ends with the window: what was inflated last, to which the peer's
	// compressor may refer. It holds up to half as much again, so that it need not
	// be moved with every message. The flate reader itself is not kept: one that is
	// fed message by message fails for good when a message ends on a window's flush.
	past []byte
	size int // of the window at most; 0 without takeover

	// out is where messages of one batch are inflated to, one behind the other:
	// a read can bring ten thousand small ones.
	out   *buffer
	n     int // used of out
	batch int // inflated since done
}

// inflateBatch is how much one read may inflate to before it is delivered: a batch
// of highly compressed messages stays small, and the peer gets answers while this
// side still inflates (32 KiB took a quarter off the time of 1 MiB).
const inflateBatch = 32 << 10

// inflateSource is a borrowed flate reader with its input: a message with
// inflateTail behind it. flate is fastest with a bytes.Reader.
type inflateSource struct {
	flate   io.ReadCloser
	in      bytes.Reader
	scratch []byte
}

var inflaters = sync.Pool{New: func() any {
	s := new(inflateSource)
	s.flate = flate.NewReader(&s.in)
	return s
}}

// take makes p the input. It may write behind p, within its capacity.
func (s *inflateSource) take(p []byte) {
	if cap(p)-len(p) < len(inflateTail) {
		s.scratch = append(s.scratch[:0], p...)
		p = s.scratch
	}
	p = append(p, inflateTail...)
	s.in.Reset(p)
}

// giveBack returns s to the pool.
func (s *inflateSource) giveBack() {
	s.in.Reset(nil)
	if cap(s.scratch) > bufferSize {
		s.scratch = nil
	}
	inflaters.Put(s)
}

func newInflater(p *deflateParams, r role) *inflater {
	bits, reset := p.serverBits, p.serverNoTakeover
	if r == server {
		bits, reset = p.clientBits, p.clientNoTakeover
	}
	if reset {
		return &inflater{}
	}
	return &inflater{size: 1 << bits}
}

var errBadDeflate = &ProtocolError{StatusInvalidPayload, "a compressed message cannot be inflated"}

// message inflates p. It returns the buffer in which the result lies too, of
// which the caller has a reference.
func (f *inflater) message(p []byte, limit int64) ([]byte, *buffer, error) {
	s := inflaters.Get().(*inflateSource)
	defer s.giveBack()
	s.take(p)
	if err := s.flate.(flate.Resetter).Reset(&s.in, f.window()); err != nil {
		return nil, nil, err
	}
	if f.out == nil {
		f.out, f.n = getBuffer(bufferSize), 0
	}
	start, n := f.n, f.n
	again := 0 // bytes of work for streams that followed others
	for {
		if n == len(f.out.data) {
			bigger := getBuffer(max(2*(n-start), bufferSize))
			n = copy(bigger.data, f.out.data[start:])
			start = 0
			f.out.release()
			f.out = bigger
		}
		m, err := s.flate.Read(f.out.data[n:])
		n += m
		if int64(n-start) > limit {
			return nil, nil, &ProtocolError{StatusMessageTooBig, "a message inflates to more than the limit"}
		}
		if err == io.EOF {
			if s.in.Len() == 0 {
				break
			}
			// The peer's compressor ended its stream inside the message (RFC
			// 7692, section 7.2.3.4); another one follows. That costs a window
			// for two bytes, so it is bounded as what is inflated.
			dict := history(f.window(), f.out.data[start:n])
			if again += len(dict) + 1<<10; int64(again) > max(limit, 1<<20) {
				return nil, nil, &ProtocolError{StatusMessageTooBig, "a message consists of too many compressed streams"}
			}
			err = s.flate.(flate.Resetter).Reset(&s.in, dict)
		}
		if err != nil {
			return nil, nil, errBadDeflate
		}
	}
	p = f.out.data[start:n:n]
	f.remember(p)
	f.n = n
	f.batch += len(p)
	f.out.refs.Add(1)
	return p, f.out, nil
}

// full reports whether the batch has to be delivered before more is inflated.
func (f *inflater) full() bool { return f != nil && f.batch >= inflateBatch }

// done says that the batch was delivered.
func (f *inflater) done() {
	if f != nil && f.out != nil {
		f.out.release()
		f.out, f.batch = nil, 0
	}
}

// history is what a block may refer to: at most 32 KiB that end with out.
func history(window, out []byte) []byte {
	const most = 32 << 10
	if len(out) >= most {
		return out[len(out)-most:]
	}
	window = window[max(0, len(window)+len(out)-most):]
	return append(append(make([]byte, 0, len(window)+len(out)), window...), out...)
}

// window is what the next message may refer to.
func (f *inflater) window() []byte { return f.past[max(0, len(f.past)-f.size):] }

// remember keeps the end of what was inflated.
func (f *inflater) remember(p []byte) {
	if f.size == 0 {
		return
	}
	p = p[max(0, len(p)-f.size):]
	if len(f.past)+len(p) > f.size+f.size/2 {
		keep := f.size - len(p)
		f.past = f.past[:copy(f.past, f.past[max(0, len(f.past)-keep):])]
	}
	f.past = append(f.past, p...)
}
