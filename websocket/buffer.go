package websocket

import (
	"sync"
	"sync/atomic"
)

// bufferSize is that of the buffers that are read into: a message of 64 KiB
// with its header, in a size class of Go's allocator.
const bufferSize = 72 << 10

// buffer is memory that messages lie in. The connection that fills it holds one
// reference, each retained message another; the last to let go returns it to
// its pool.
type buffer struct {
	data []byte
	refs atomic.Int32
	pool *sync.Pool // nil: left to the garbage collector
	// batch is the slice in which the messages found in this buffer are
	// delivered: kept here so that an idle connection has none.
	batch []Message
}

// The pools of buffers, by size. A message larger than the last is allocated
// for itself.
var pools = [...]struct {
	size int
	pool sync.Pool
}{{size: bufferSize}, {size: 256 << 10}, {size: 1 << 20}, {size: 4 << 20}, {size: 16 << 20}}

// getBuffer returns a buffer of at least size bytes, with one reference.
func getBuffer(size int) *buffer {
	for i := range pools {
		if size > pools[i].size {
			continue
		}
		b, _ := pools[i].pool.Get().(*buffer)
		if b == nil {
			b = &buffer{data: make([]byte, pools[i].size), pool: &pools[i].pool}
		}
		b.refs.Store(1)
		return b
	}
	b := &buffer{data: make([]byte, size)}
	b.refs.Store(1)
	return b
}

func (b *buffer) release() {
	if b.refs.Add(-1) == 0 && b.pool != nil {
		b.pool.Put(b)
	}
}

// shared reports whether someone beside the caller holds the buffer.
func (b *buffer) shared() bool { return b.refs.Load() > 1 }

// Message is one message of a batch.
type Message struct {
	Type MessageType
	// Data is valid until OnMessages returns, or until Release after Retain.
	// It must not be changed.
	Data []byte

	buf *buffer
}

// Retain keeps Data valid until Release is called, once, from any goroutine.
// The memory kept alive is the whole of what one read brought.
func (m Message) Retain() {
	if m.buf != nil {
		m.buf.refs.Add(1)
	}
}

// Release ends what Retain began.
func (m Message) Release() {
	if m.buf != nil {
		m.buf.release()
	}
}
