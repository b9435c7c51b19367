package websocket

import (
	"errors"
	"fmt"
	"strings"
)

// extension is an element of Sec-WebSocket-Extensions (RFC 6455, section 9.1).
type extension struct {
	name   string
	params []extensionParam
}

// extensionParam is a parameter of an extension. The value is unquoted; a
// parameter without one has hasValue unset, since both forms mean different
// things to permessage-deflate.
type extensionParam struct {
	name     string
	value    string
	hasValue bool
}

// parseExtensions reads the values of all Sec-WebSocket-Extensions fields of a
// message, which count as one list (RFC 6455, section 11.3.2):
//
//	permessage-deflate; client_max_window_bits, x-other; a="b\c"
//
// Empty elements are skipped, as RFC 9110, section 5.6.1.2 asks of a recipient.
// Anything else outside the grammar is an error, upon which RFC 6455 wants the
// connection failed.
func parseExtensions(values []string) ([]extension, error) {
	var list []extension
	for _, value := range values {
		s := scanner{rest: value}
		for {
			s.skipSpace()
			if s.take(',') {
				continue
			}
			if s.rest == "" {
				break
			}
			ext, err := s.extension()
			if err != nil {
				return nil, fmt.Errorf("%s %q: %w", fieldExtensions, value, err)
			}
			list = append(list, ext)
		}
	}
	return list, nil
}

// scanner walks through the value of a header field.
type scanner struct{ rest string }

// extension reads up to the comma or the end behind one element.
func (s *scanner) extension() (ext extension, err error) {
	if ext.name, err = s.token(); err != nil {
		return ext, err
	}
	for {
		s.skipSpace()
		if s.rest == "" || s.rest[0] == ',' {
			return ext, nil
		}
		if !s.take(';') {
			return ext, fmt.Errorf("%q stands where ';' or ',' is due", s.rest[:1])
		}
		s.skipSpace()
		param, err := s.param()
		if err != nil {
			return ext, err
		}
		ext.params = append(ext.params, param)
	}
}

func (s *scanner) param() (p extensionParam, err error) {
	if p.name, err = s.token(); err != nil {
		return p, err
	}
	// RFC 6455 takes its grammar from RFC 2616, which admits space between any
	// two parts, here around '='.
	s.skipSpace()
	if !s.take('=') {
		return p, nil
	}
	p.hasValue = true
	s.skipSpace()
	if s.take('"') {
		p.value, err = s.quoted()
	} else {
		p.value, err = s.token()
	}
	return p, err
}

func (s *scanner) token() (string, error) {
	n := 0
	for n < len(s.rest) && isToken(s.rest[n:n+1]) {
		n++
	}
	if n == 0 {
		if s.rest == "" {
			return "", errors.New("a token is missing at the end")
		}
		return "", fmt.Errorf("%q stands where a token is due", s.rest[:1])
	}
	token := s.rest[:n]
	s.rest = s.rest[n:]
	return token, nil
}

// quoted reads the rest of a quoted string, whose value has to be a token once
// it is unescaped (RFC 6455, section 9.1).
func (s *scanner) quoted() (string, error) {
	var value strings.Builder
	for i := 0; i < len(s.rest); i++ {
		switch c := s.rest[i]; c {
		case '"':
			s.rest = s.rest[i+1:]
			if !isToken(value.String()) {
				return "", fmt.Errorf("the quoted value %q is not a token", value.String())
			}
			return value.String(), nil
		case '\\':
			i++
			if i < len(s.rest) {
				value.WriteByte(s.rest[i])
			}
		default:
			value.WriteByte(c)
		}
	}
	return "", errors.New("a quoted value does not end")
}

func (s *scanner) skipSpace() { s.rest = strings.TrimLeft(s.rest, " \t") }

func (s *scanner) take(c byte) bool {
	if s.rest == "" || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}
