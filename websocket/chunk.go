package websocket

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"
	"sync"
)

const (
	chunkSize = bufferSize
	// largeChunk is for messages that need several chunks. One write carries so
	// much of them: fewer and longer ones cost the kernel at both ends less, and
	// what is masked is still in the processor's cache when it is written.
	largeChunk = 4 * chunkSize
)

// chunk is a pooled piece of the outgoing queue.
type chunk struct {
	next   *chunk
	buf    []byte
	n      int  // filled
	off    int  // written
	sealed bool // nothing is appended any more
	// payload is how many bytes of data messages are in it, lead how many of
	// them stand at its start and belong to a frame that began before it.
	payload, lead int

	// Masking keys come from a cryptographically strong generator that the
	// system's random source has seeded (RFC 6455, section 5.3), two at a time.
	random *mathrand.ChaCha8
	keys   uint64
}

var chunks, largeChunks = chunkPool(chunkSize), chunkPool(largeChunk)

func chunkPool(size int) *sync.Pool {
	return &sync.Pool{New: func() any {
		var seed [32]byte
		rand.Read(seed[:])
		return &chunk{buf: make([]byte, size), random: mathrand.NewChaCha8(seed)}
	}}
}

func (k *chunk) key() uint32 {
	if k.keys == 0 { // or both keys were 0, which matters to nobody
		k.keys = k.random.Uint64()
	}
	key := uint32(k.keys)
	k.keys >>= 32
	return key
}

// payloadBefore is how many of the first off bytes are payload of data messages.
func (k *chunk) payloadBefore(off int) int {
	sum := min(k.lead, off)
	for pos := k.lead; pos < off; {
		p := k.buf[pos:k.n]
		n, size := int64(p[1]&0x7f), 2
		switch n {
		case 126:
			n, size = int64(binary.BigEndian.Uint16(p[2:])), 4
		case 127:
			n, size = int64(binary.BigEndian.Uint64(p[2:])), 10
		}
		if p[1]&maskBit != 0 {
			size += 4
		}
		data := int(min(n, int64(k.n-pos-size)))
		if !Opcode(p[0] & 0xf).control() {
			sum += max(0, min(off-pos-size, data))
		}
		pos += size + data
	}
	return sum
}
