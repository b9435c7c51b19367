//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
)

// content is what messages consist of.
type content int

const (
	binaryData content = iota
	asciiText
	chineseText
	jsonText
)

// messages are what a workload sends over and over: several, so that one that comes
// back in another's place is found out, and few where they are large, so that they do
// not measure the processor's cache.
func (w *workload) messages() []message {
	n := 16
	switch {
	case w.content == jsonText:
		n = 256
	case w.size >= 64<<10:
		n = 2
	}
	random := rand.New(rand.NewPCG(6455, uint64(w.size)))
	key := [4]byte{}
	if w.server {
		key = [4]byte{0x9a, 0x3c, 0x51, 0xe7}
	}
	msgs := make([]message, n)
	for i := range msgs {
		data := payload(w.content, w.size, i, random)
		msgs[i] = message{data, string(data), appendFrame(nil, w.text(), key, data)}
	}
	return msgs
}

// payload makes the i-th message.
func payload(c content, size, i int, random *rand.Rand) []byte {
	p := make([]byte, 0, size+8)
	switch c {
	case binaryData:
		for len(p) < size {
			p = binary.LittleEndian.AppendUint64(p, random.Uint64())
		}
	case asciiText:
		for len(p) < size {
			p = append(p, byte(' '+random.IntN(95)))
		}
	case chineseText:
		for len(p)+3 <= size {
			p = append(p, string(rune('一'+random.IntN(20000)))...)
		}
		return append(p, "....."[:size-len(p)]...)
	case jsonText:
		for row := 0; len(p) < size; row++ {
			p = fmt.Appendf(p, `{"id":%d,"user":"user-%d","at":"2026-11-%02dT%02d:%02d:%02dZ","price":%d.%02d,"online":%t,"tags":["chat","room-%d"]},`,
				random.Uint32(), random.IntN(5000), 1+i%28, random.IntN(24), random.IntN(60), random.IntN(60),
				random.IntN(1000), random.IntN(100), row&1 == 0, random.IntN(100))
		}
	}
	return bytes.Clone(p[:size])
}

// overhead is how long the header of a frame is, without its masking key.
func overhead(size int) int {
	switch {
	case size < 126:
		return 2
	case size < 1<<16:
		return 4
	}
	return 10
}

// appendFrame appends data as a masked frame (RFC 6455, section 5.2).
func appendFrame(b []byte, text bool, key [4]byte, data []byte) []byte {
	first := byte(0x82)
	if text {
		first = 0x81
	}
	switch overhead(len(data)) {
	case 2:
		b = append(b, first, 0x80|byte(len(data)))
	case 4:
		b = binary.BigEndian.AppendUint16(append(b, first, 0x80|126), uint16(len(data)))
	default:
		b = binary.BigEndian.AppendUint64(append(b, first, 0x80|127), uint64(len(data)))
	}
	b = append(b, key[:]...)
	for i, v := range data {
		b = append(b, v^key[i&3])
	}
	return b
}
