package js

import (
	"strings"

	"github.com/grafana/sobek"
	whatwg "github.com/nlnwa/whatwg-url/url"
)

// urlNatives are what URL and URLSearchParams are made of. A parsed URL crosses
// into JavaScript as an opaque object that only these functions understand.
func (r *Runtime) urlNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	handle := func(v sobek.Value) *whatwg.Url { return v.Export().(*whatwg.Url) }
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"parseURL": func(call sobek.FunctionCall) sobek.Value {
			var u *whatwg.Url
			var err error
			if base := call.Argument(1); sobek.IsUndefined(base) {
				u, err = whatwg.Parse(call.Argument(0).String())
			} else {
				u, err = whatwg.ParseRef(base.String(), call.Argument(0).String())
			}
			if err != nil {
				return sobek.Null()
			}
			return r.vm.ToValue(u)
		},
		"getURL": func(call sobek.FunctionCall) sobek.Value {
			return r.vm.ToValue(urlParts[call.Argument(1).String()].get(handle(call.Argument(0))))
		},
		"setURL": func(call sobek.FunctionCall) sobek.Value {
			urlParts[call.Argument(1).String()].set(handle(call.Argument(0)), call.Argument(2).String())
			return sobek.Undefined()
		},
		"parseForm": func(call sobek.FunctionCall) sobek.Value {
			var pairs []any
			for part := range strings.SplitSeq(call.Argument(0).String(), "&") {
				if part != "" {
					name, value, _ := strings.Cut(part, "=")
					pairs = append(pairs, r.vm.NewArray(decodeForm(name), decodeForm(value)))
				}
			}
			return r.vm.NewArray(pairs...)
		},
		"encodeForm": func(call sobek.FunctionCall) sobek.Value {
			return r.vm.ToValue(encodeForm(call.Argument(0).String()))
		},
	}
}

// urlParts are the attributes of URL (URL Standard, section 6.1).
var urlParts = map[string]struct {
	get func(*whatwg.Url) string
	set func(*whatwg.Url, string)
}{
	"href":     {func(u *whatwg.Url) string { return u.Href(false) }, nil},
	"protocol": {(*whatwg.Url).Protocol, (*whatwg.Url).SetProtocol},
	"username": {(*whatwg.Url).Username, (*whatwg.Url).SetUsername},
	"password": {(*whatwg.Url).Password, (*whatwg.Url).SetPassword},
	"host":     {(*whatwg.Url).Host, (*whatwg.Url).SetHost},
	"hostname": {(*whatwg.Url).Hostname, (*whatwg.Url).SetHostname},
	"port":     {(*whatwg.Url).Port, (*whatwg.Url).SetPort},
	"pathname": {(*whatwg.Url).Pathname, (*whatwg.Url).SetPathname},
	"search":   {(*whatwg.Url).Search, (*whatwg.Url).SetSearch},
	"hash":     {(*whatwg.Url).Hash, (*whatwg.Url).SetHash},
}

// decodeForm undoes encodeForm (URL Standard, section 5.1): what is no valid
// escape stays as it is.
func decodeForm(s string) string {
	if !strings.ContainsAny(s, "+%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			b = append(b, ' ')
		case s[i] == '%' && i+2 < len(s) && hexDigit(s[i+1]) >= 0 && hexDigit(s[i+2]) >= 0:
			b = append(b, byte(hexDigit(s[i+1])<<4|hexDigit(s[i+2])))
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// encodeForm percent-encodes as application/x-www-form-urlencoded does.
func encodeForm(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("*-._", c) >= 0:
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
