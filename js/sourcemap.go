package js

import "strings"

// shiftColumns adapts the mappings of a source map to the engine, which counts
// columns from 1 where source maps count from 0: it looks a position up by its
// own column and reports the column found as it stands. All columns, of the
// bundle and of the sources, move right by one. Since every number but a line's
// first is a difference to the one before, that changes the first number of each
// line, and the first column of a source.
func shiftColumns(mappings string) string {
	var b strings.Builder
	b.Grow(len(mappings) + 64)
	first := true
	for i, line := range strings.Split(mappings, ";") {
		if i > 0 {
			b.WriteByte(';')
		}
		if line == "" {
			continue
		}
		n, rest := decodeVLQ(line)
		encodeVLQ(&b, n+1)
		if first && rest != "" && rest[0] != ',' {
			first = false
			_, afterSource := decodeVLQ(rest)
			_, afterLine := decodeVLQ(afterSource)
			column, tail := decodeVLQ(afterLine)
			b.WriteString(rest[:len(rest)-len(afterLine)])
			encodeVLQ(&b, column+1)
			rest = tail
		}
		b.WriteString(rest)
	}
	return b.String()
}

const vlqDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// decodeVLQ reads a number: base64 digits of five bits, the lowest first, of
// which the sixth bit says that more follow; the lowest bit of all is the sign.
func decodeVLQ(s string) (n int, rest string) {
	for i, shift := 0, 0; i < len(s); i, shift = i+1, shift+5 {
		digit := strings.IndexByte(vlqDigits, s[i])
		n |= digit & 31 << shift
		if digit&32 == 0 {
			rest = s[i+1:]
			break
		}
	}
	if n&1 != 0 {
		return -(n >> 1), rest
	}
	return n >> 1, rest
}

func encodeVLQ(b *strings.Builder, n int) {
	if n < 0 {
		n = -n<<1 | 1
	} else {
		n <<= 1
	}
	for {
		digit := n & 31
		if n >>= 5; n > 0 {
			digit |= 32
		}
		b.WriteByte(vlqDigits[digit])
		if n == 0 {
			return
		}
	}
}
