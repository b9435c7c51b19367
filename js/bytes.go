package js

import (
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/grafana/sobek"
)

// bytesNatives are what the text forms of Uint8Array are made of.
func (r *Runtime) bytesNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	decoded := func(data []byte, read int, problem string) sobek.Value {
		o := r.vm.NewObject()
		o.Set("data", r.vm.NewArrayBuffer(data)) // a fresh object refuses nothing
		o.Set("read", read)
		o.Set("problem", problem)
		return o
	}
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"encodeHex": func(call sobek.FunctionCall) sobek.Value {
			return r.vm.ToValue(hex.EncodeToString(r.bytes(call.Argument(0))))
		},
		"decodeHex": func(call sobek.FunctionCall) sobek.Value {
			return decoded(decodeHex(call.Argument(0).String(), int(call.Argument(1).ToInteger())))
		},
		"encodeBase64": func(call sobek.FunctionCall) sobek.Value {
			encoding := base64.StdEncoding
			if call.Argument(1).ToBoolean() {
				encoding = base64.URLEncoding
			}
			if call.Argument(2).ToBoolean() {
				encoding = encoding.WithPadding(base64.NoPadding)
			}
			return r.vm.ToValue(encoding.EncodeToString(r.bytes(call.Argument(0))))
		},
		"decodeBase64": func(call sobek.FunctionCall) sobek.Value {
			return decoded(decodeBase64(call.Argument(0).String(), call.Argument(1).ToBoolean(), call.Argument(2).String(), int(call.Argument(3).ToInteger())))
		},
	}
}

// decodeHex is FromHex (ECMAScript, section 23.3.3.6): at most room bytes, any number if
// that is negative, how much was read, and what is wrong.
func decodeHex(s string, room int) (data []byte, read int, problem string) {
	if len(s)%2 != 0 {
		return nil, 0, "Input string must contain hex characters in even length"
	}
	for read < len(s) && len(data) != room {
		b, err := hex.DecodeString(s[read : read+2])
		if err != nil {
			return data, read, "Input string must contain hex characters in even length"
		}
		data = append(data, b...)
		read += 2
	}
	return data, read, ""
}

const (
	base64Digits    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	base64URLDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
)

// decodeBase64 is FromBase64 (ECMAScript, section 23.3.3.5), with the results of
// decodeHex.
func decodeBase64(s string, url bool, lastChunk string, room int) (data []byte, read int, problem string) {
	digits := base64Digits
	if url {
		digits = base64URLDigits
	}
	skip := func(i int) int {
		for i < len(s) && strings.IndexByte("\t\n\f\r ", s[i]) >= 0 {
			i++
		}
		return i
	}
	if room == 0 {
		return nil, 0, ""
	}
	var chunk []byte // of digits' values
	for i := 0; ; {
		i = skip(i)
		if i == len(s) {
			if len(chunk) == 0 {
				return data, len(s), ""
			}
			if lastChunk == "stop-before-partial" {
				return data, read, ""
			}
			if lastChunk == "strict" || len(chunk) == 1 {
				return data, read, "The base64 input terminates with a single character or without padding"
			}
			return append(data, pack(chunk)...), len(s), ""
		}
		c := s[i]
		i++
		if c == '=' {
			if len(chunk) < 2 {
				return data, read, "Invalid padding in base64 input"
			}
			i = skip(i)
			if len(chunk) == 2 {
				if i == len(s) {
					if lastChunk == "stop-before-partial" {
						return data, read, ""
					}
					return data, read, "Missing padding character"
				}
				if s[i] != '=' {
					return data, read, "Invalid padding in base64 input"
				}
				i = skip(i + 1)
			}
			if i < len(s) {
				return data, read, "Unexpected character after the padding of base64 input"
			}
			last := chunk[len(chunk)-1]
			if lastChunk == "strict" && (len(chunk) == 2 && last&15 != 0 || len(chunk) == 3 && last&3 != 0) {
				return data, read, "Extra bits in the last character of base64 input"
			}
			return append(data, pack(chunk)...), len(s), ""
		}
		value := strings.IndexByte(digits, c)
		if value < 0 {
			return data, read, "Found a character that cannot be part of a valid base64 string"
		}
		if left := room - len(data); room >= 0 && (left == 1 && len(chunk) == 2 || left == 2 && len(chunk) == 3) {
			return data, read, ""
		}
		if chunk = append(chunk, byte(value)); len(chunk) == 4 {
			data = append(data, pack(chunk)...)
			chunk, read = chunk[:0], i
			if len(data) == room {
				return data, read, ""
			}
		}
	}
}

// pack makes the bytes of two to four digits.
func pack(chunk []byte) []byte {
	var bits uint32
	for i := range 4 {
		bits <<= 6
		if i < len(chunk) {
			bits |= uint32(chunk[i])
		}
	}
	return []byte{byte(bits >> 16), byte(bits >> 8), byte(bits)}[:len(chunk)-1]
}
