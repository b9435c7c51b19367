package websocket

import (
	"bytes"
	"testing"
)

// maskNaively is section 5.3 as it is written.
func maskNaively(p []byte, key [4]byte, offset int) []byte {
	out := make([]byte, len(p))
	for i := range p {
		out[i] = p[i] ^ key[(offset+i)%4]
	}
	return out
}

// In place or copied, in one piece or two, at any alignment.
func TestMaskCopyIsWhatTheRFCSays(t *testing.T) {
	octets := [4]byte{0x37, 0xfa, 0x21, 0x3d}
	const key = 0x3d21fa37
	memory := make([]byte, 300)
	for i := range memory {
		memory[i] = byte(i * 7)
	}
	for n := range 200 {
		for align := range 9 {
			src := memory[align : align+n]
			want := maskNaively(src, octets, 0)

			copied := make([]byte, n)
			next := maskCopy(copied, src, key)
			if !bytes.Equal(copied, want) {
				t.Fatalf("%d bytes at %d, copied: % x", n, align, copied)
			}
			if after := maskNaively([]byte{0}, octets, n)[0]; byte(next) != after {
				t.Fatalf("after %d bytes the next octet of the key is %#x, not %#x", n, byte(next), after)
			}

			inPlace := append(make([]byte, align, align+n), src...)[align:]
			half := n / 3
			maskCopy(inPlace[half:], inPlace[half:], maskCopy(inPlace[:half], inPlace[:half], key))
			if !bytes.Equal(inPlace, want) {
				t.Fatalf("%d bytes at %d, in place and in two pieces: % x", n, align, inPlace)
			}
		}
	}
}
