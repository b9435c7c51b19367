package js

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/grafana/sobek"
)

func encodeBase64(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

// encodingNatives are what TextEncoder, TextDecoder, atob and btoa are made of.
// They answer with null where their callers throw.
func (r *Runtime) encodingNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"utf8": func(call sobek.FunctionCall) sobek.Value {
			return r.vm.ToValue(r.vm.NewArrayBuffer([]byte(call.Argument(0).String())))
		},
		"utf8Into": func(call sobek.FunctionCall) sobek.Value {
			dest := r.bytes(call.Argument(1))
			read, written := 0, 0
			for _, c := range call.Argument(0).String() {
				if written+utf8.RuneLen(c) > len(dest) {
					break
				}
				written += utf8.EncodeRune(dest[written:], c)
				read += utf16.RuneLen(c)
			}
			return r.vm.NewArray(read, written)
		},
		"decode": func(call sobek.FunctionCall) sobek.Value {
			data, fatal, stream := r.bytes(call.Argument(1)), call.Argument(2).ToBoolean(), call.Argument(3).ToBoolean()
			var units []uint16
			var rest int
			ok := true
			switch encoding := call.Argument(0).String(); encoding {
			case "utf-8":
				units, rest, ok = decodeUTF8(data, fatal, stream)
			default:
				var order binary.ByteOrder = binary.LittleEndian
				if encoding == "utf-16be" {
					order = binary.BigEndian
				}
				units, rest, ok = decodeUTF16(data, order, fatal, stream)
			}
			if !ok {
				return sobek.Null()
			}
			return r.vm.NewArray(sobek.StringFromUTF16(units), rest)
		},
		"btoa": func(call sobek.FunctionCall) sobek.Value {
			s := call.Argument(0).ToString().(sobek.String)
			data := make([]byte, s.Length())
			for i := range data {
				c := s.CharAt(i)
				if c > 0xff {
					return sobek.Null()
				}
				data[i] = byte(c)
			}
			return r.vm.ToValue(encodeBase64(data))
		},
		"atob": func(call sobek.FunctionCall) sobek.Value {
			data, ok := forgivingBase64(call.Argument(0).String())
			if !ok {
				return sobek.Null()
			}
			units := make([]uint16, len(data))
			for i, c := range data {
				units[i] = uint16(c)
			}
			return sobek.StringFromUTF16(units)
		},
	}
}

// bytes is the memory of an ArrayBuffer, typed array or DataView, not a copy.
func (r *Runtime) bytes(v sobek.Value) []byte {
	var data []byte
	if err := r.vm.ExportTo(v, &data); err != nil {
		panic(r.vm.NewTypeError("an ArrayBuffer or a view of one is needed"))
	}
	return data
}

// forgivingBase64 decodes as the Infra Standard's "forgiving-base64 decode":
// white space is ignored and padding may be missing.
func forgivingBase64(s string) ([]byte, bool) {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\f\r", r) {
			return -1
		}
		return r
	}, s)
	if len(s)%4 == 0 {
		if s = strings.TrimSuffix(s, "="); len(s)%4 == 3 {
			s = strings.TrimSuffix(s, "=")
		}
	}
	data, err := base64.RawStdEncoding.DecodeString(s)
	return data, err == nil && len(s)%4 != 1
}

// decodeUTF8 decodes as the Encoding Standard does (section 8.1.1): each maximal
// part of a sequence that cannot be completed becomes one U+FFFD, or an error if
// fatal. When streaming, an unfinished sequence at the end is left: rest counts
// its bytes.
func decodeUTF8(data []byte, fatal, stream bool) (units []uint16, rest int, ok bool) {
	units = make([]uint16, 0, len(data))
	for len(data) > 0 {
		if c := data[0]; c < utf8.RuneSelf {
			units = append(units, uint16(c))
			data = data[1:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size <= 1 {
			if stream && !utf8.FullRune(data) {
				return units, len(data), true
			}
			if fatal {
				return nil, 0, false
			}
			size = illFormedLength(data)
		}
		units = utf16.AppendRune(units, r)
		data = data[size:]
	}
	return units, 0, true
}

// illFormedLength is how many bytes at the start of data were the beginning of a
// character before one came that cannot belong to it; at least 1.
func illFormedLength(data []byte) int {
	n := 1
	for n < len(data) && n < utf8.UTFMax && !utf8.FullRune(data[:n]) {
		// data[:n] could still become a character; does the next byte let it?
		if next := data[:n+1]; utf8.FullRune(next) && !utf8.Valid(next) {
			break
		}
		n++
	}
	return n
}

// decodeUTF16 decodes as the Encoding Standard does (section 14.2.1).
func decodeUTF16(data []byte, order binary.ByteOrder, fatal, stream bool) (units []uint16, rest int, ok bool) {
	for len(data) >= 2 {
		unit := order.Uint16(data)
		if utf16.IsSurrogate(rune(unit)) {
			if unit < 0xdc00 && len(data) < 4 && stream {
				return units, len(data), true
			}
			if len(data) >= 4 && utf16.DecodeRune(rune(unit), rune(order.Uint16(data[2:]))) != utf8.RuneError {
				units = append(units, unit, order.Uint16(data[2:]))
				data = data[4:]
				continue
			}
			if fatal {
				return nil, 0, false
			}
			unit = utf8.RuneError
		}
		units = append(units, unit)
		data = data[2:]
	}
	if len(data) == 0 || stream {
		return units, len(data), true
	}
	if fatal {
		return nil, 0, false
	}
	return append(units, utf8.RuneError), 0, true
}
