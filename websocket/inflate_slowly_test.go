package websocket

import (
	"errors"
	"fmt"
)

// inflateSlowly is RFC 1951, for blocks that end at a byte. It appends to window
// what p inflates to and returns too how far back that ever referred, which no
// library tells.
func inflateSlowly(p, window []byte) (out []byte, farthest int, err error) {
	s := &slowInflater{p: p, out: append([]byte(nil), window...)}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("at bit %d of %d: %v", s.bit, 8*len(p), r)
		}
	}()
	for (s.bit+7)/8 < len(p) {
		s.bits(1) // BFINAL
		switch s.bits(2) {
		case 0:
			s.bit = (s.bit + 7) / 8 * 8
			n := s.bits(16)
			if s.bits(16) != n^0xffff {
				return nil, 0, errors.New("a stored block has a broken length")
			}
			for range n {
				s.out = append(s.out, byte(s.bits(8)))
			}
		case 1:
			lengths := make([]int, 288)
			for i := range lengths {
				switch {
				case i < 144 || i >= 280:
					lengths[i] = 8
				case i < 256:
					lengths[i] = 9
				default:
					lengths[i] = 7
				}
			}
			five := make([]int, 30)
			for i := range five {
				five[i] = 5
			}
			// 280 to 287 have 8 bits, 256 to 279 have 7.
			s.block(codesOf(lengths), codesOf(five))
		case 2:
			s.block(s.dynamic())
		default:
			return nil, 0, errors.New("a block has the type 3")
		}
	}
	return s.out, s.farthest, nil
}

type slowInflater struct {
	p        []byte
	bit      int
	out      []byte
	farthest int
}

func (s *slowInflater) bits(n int) (v int) {
	for i := range n {
		v |= int(s.p[s.bit/8]>>(s.bit%8)&1) << i
		s.bit++
	}
	return v
}

// codes maps a code, with a leading 1 to keep its length, to its symbol.
type codes map[int]int

// codesOf is section 3.2.2.
func codesOf(lengths []int) codes {
	m, code := make(codes), 0
	for n := 1; n <= 15; n++ {
		for symbol, l := range lengths {
			if l == n {
				m[1<<n|code] = symbol
				code++
			}
		}
		code <<= 1
	}
	return m
}

func (s *slowInflater) symbol(m codes) int {
	for code := 1; ; {
		code = code<<1 | s.bits(1)
		if symbol, ok := m[code]; ok {
			return symbol
		}
	}
}

// dynamic is section 3.2.7.
func (s *slowInflater) dynamic() (literals, distances codes) {
	nl, nd, nc := s.bits(5)+257, s.bits(5)+1, s.bits(4)+4
	lengths := make([]int, 19)
	for _, i := range []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}[:nc] {
		lengths[i] = s.bits(3)
	}
	m := codesOf(lengths)
	lengths = nil
	for len(lengths) < nl+nd {
		again, l := 1, s.symbol(m)
		switch l {
		case 16:
			again, l = 3+s.bits(2), lengths[len(lengths)-1]
		case 17:
			again, l = 3+s.bits(3), 0
		case 18:
			again, l = 11+s.bits(7), 0
		}
		for range again {
			lengths = append(lengths, l)
		}
	}
	return codesOf(lengths[:nl]), codesOf(lengths[nl:])
}

// block is section 3.2.5.
func (s *slowInflater) block(literals, distances codes) {
	for {
		symbol := s.symbol(literals)
		switch {
		case symbol < 256:
			s.out = append(s.out, byte(symbol))
			continue
		case symbol == 256:
			return
		}
		length := 258
		if symbol < 265 {
			length = symbol - 254
		} else if symbol < 285 {
			extra := (symbol - 261) / 4
			length = 3 + (4+(symbol-265)%4)<<extra + s.bits(extra)
		}
		code := s.symbol(distances)
		distance := code + 1
		if code >= 4 {
			extra := code/2 - 1
			distance = 1 + (2+code%2)<<extra + s.bits(extra)
		}
		s.farthest = max(s.farthest, distance)
		for range length {
			s.out = append(s.out, s.out[len(s.out)-distance])
		}
	}
}
