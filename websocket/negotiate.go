package websocket

import (
	"errors"
	"fmt"
	"strconv"
)

// deflateExtension is the name of RFC 7692's extension. It is compared as it
// stands, as is the name of a parameter.
const deflateExtension = "permessage-deflate"

// maxWindowBits is the window of deflate where nothing smaller was agreed.
const maxWindowBits = 15

// deflateTerms are the parameters of one permessage-deflate element, offer or
// answer. Zero bits mean that the parameter is absent.
type deflateTerms struct {
	serverNoTakeover, clientNoTakeover bool
	serverBits, clientBits             int
}

// parseDeflateTerms reads the parameters of one element by RFC 7692, section
// 7.1. Only an offer may have client_max_window_bits without a value, which
// admits every size and so is read as 15.
func parseDeflateTerms(params []extensionParam, offer bool) (t deflateTerms, err error) {
	seen := make(map[string]bool, len(params))
	for _, p := range params {
		if seen[p.name] {
			return t, fmt.Errorf("%s: the parameter %s is given twice", deflateExtension, p.name)
		}
		seen[p.name] = true
		switch p.name {
		case "server_no_context_takeover":
			t.serverNoTakeover, err = true, wantNoValue(p)
		case "client_no_context_takeover":
			t.clientNoTakeover, err = true, wantNoValue(p)
		case "server_max_window_bits":
			t.serverBits, err = windowBits(p)
		case "client_max_window_bits":
			if t.clientBits = maxWindowBits; p.hasValue || !offer {
				t.clientBits, err = windowBits(p)
			}
		default:
			err = fmt.Errorf("%s: the parameter %q is unknown", deflateExtension, p.name)
		}
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

func wantNoValue(p extensionParam) error {
	if p.hasValue {
		return fmt.Errorf("%s: the parameter %s has the value %q and may have none", deflateExtension, p.name, p.value)
	}
	return nil
}

// windowBits reads "a decimal integer value without leading zeroes between 8 to
// 15 inclusive" (RFC 7692, section 7.1.2).
func windowBits(p extensionParam) (int, error) {
	n, err := strconv.Atoi(p.value)
	if err != nil || n < 8 || n > maxWindowBits || strconv.Itoa(n) != p.value {
		return 0, fmt.Errorf("%s: the parameter %s has the value %q, not a number from 8 to 15",
			deflateExtension, p.name, p.value)
	}
	return n, nil
}

// String is the element as it stands in the header field of an answer.
func (t deflateTerms) String() string {
	s := deflateExtension
	if t.serverNoTakeover {
		s += "; server_no_context_takeover"
	}
	if t.clientNoTakeover {
		s += "; client_no_context_takeover"
	}
	if t.serverBits != 0 {
		s += "; server_max_window_bits=" + strconv.Itoa(t.serverBits)
	}
	if t.clientBits != 0 {
		s += "; client_max_window_bits=" + strconv.Itoa(t.clientBits)
	}
	return s
}

// check refuses settings that no peer could agree to. A nil Compression is fine.
func (c *Compression) check() error {
	if c == nil {
		return nil
	}
	for _, bits := range []int{c.ServerMaxWindowBits, c.ClientMaxWindowBits} {
		if bits != 0 && (bits < 8 || bits > maxWindowBits) {
			return fmt.Errorf("compression: a window of %d bits is none of 8 to 15 (RFC 7692, section 7.1.2)", bits)
		}
	}
	if c.Level < 0 || c.Level > 9 {
		return fmt.Errorf("compression: the level %d is none of 1 to 9", c.Level)
	}
	return nil
}

// terms are what c asks for.
func (c *Compression) terms() deflateTerms {
	return deflateTerms{
		serverNoTakeover: c.ServerNoContextTakeover,
		clientNoTakeover: c.ClientNoContextTakeover,
		serverBits:       c.ServerMaxWindowBits,
		clientBits:       c.ClientMaxWindowBits,
	}
}

// offer is the client's Sec-WebSocket-Extensions.
func (c *Compression) offer() string {
	t := c.terms()
	if t.clientBits != maxWindowBits {
		return t.String()
	}
	t.clientBits = 0
	return t.String() + "; client_max_window_bits"
}

// settleAnswer is the client's side: it judges the extensions of a 101 response
// against what was offered; a nil c offered none. It returns nil parameters
// where the server declined.
func (c *Compression) settleAnswer(answer []extension) (*deflateParams, error) {
	if len(answer) == 0 {
		return nil, nil
	}
	if c == nil || answer[0].name != deflateExtension {
		return nil, fmt.Errorf("the server uses the extension %q, which was not offered", answer[0].name)
	}
	if len(answer) > 1 {
		return nil, fmt.Errorf("the server uses the extension %q besides %s, which alone was offered",
			answer[1].name, deflateExtension)
	}
	got, err := parseDeflateTerms(answer[0].params, false)
	if err != nil {
		return nil, err
	}
	// A server accepts an offer that limits it by repeating the limit, the
	// window perhaps smaller (RFC 7692, sections 7.1.1.1 and 7.1.2.1).
	offered := c.terms()
	switch {
	case offered.serverNoTakeover && !got.serverNoTakeover:
		return nil, errors.New(deflateExtension + ": the answer lacks server_no_context_takeover, which was offered")
	case offered.serverBits != 0 && got.serverBits == 0:
		return nil, errors.New(deflateExtension + ": the answer lacks server_max_window_bits, which was offered")
	case offered.serverBits != 0 && got.serverBits > offered.serverBits:
		return nil, fmt.Errorf("%s: the answer has server_max_window_bits=%d, more than the %d that were offered",
			deflateExtension, got.serverBits, offered.serverBits)
	case offered.clientBits == 0 && got.clientBits != 0:
		return nil, errors.New(deflateExtension + ": the answer has client_max_window_bits, which was not offered")
	}
	// The client's own part of an offer binds it whether the server repeats it
	// or not (sections 7.1.1.2 and 7.1.2.2).
	got.clientNoTakeover = got.clientNoTakeover || offered.clientNoTakeover
	got.clientBits = smallestWindow(got.clientBits, offered.clientBits)
	return c.params(client, got), nil
}

// settleOffer is the server's side: it takes the first offer it can agree to and
// returns the element to answer with, or nil parameters to decline all. An
// offer with an unknown or invalid parameter is passed over (RFC 7692, section
// 7); so are extensions of other names. A nil c declines.
func (c *Compression) settleOffer(offers []extension) (*deflateParams, string) {
	if c == nil {
		return nil, ""
	}
	for _, ext := range offers {
		if ext.name != deflateExtension {
			continue
		}
		offered, err := parseDeflateTerms(ext.params, true)
		if err != nil {
			continue
		}
		agreed := c.terms()
		agreed.serverNoTakeover = agreed.serverNoTakeover || offered.serverNoTakeover
		agreed.clientNoTakeover = agreed.clientNoTakeover || offered.clientNoTakeover
		agreed.serverBits = smallestWindow(agreed.serverBits, offered.serverBits)
		// The client's window may be limited only where it said it understands
		// that (section 7.1.2.2).
		if agreed.clientBits != 0 && offered.clientBits != 0 {
			agreed.clientBits = smallestWindow(agreed.clientBits, offered.clientBits)
		} else {
			agreed.clientBits = 0
		}
		answer := agreed.String()
		// A value in the offer is the client's word not to use more, answered or not.
		agreed.clientBits = smallestWindow(agreed.clientBits, offered.clientBits)
		return c.params(server, agreed), answer
	}
	return nil, ""
}

// smallestWindow combines two limits of which either may be absent (0).
func smallestWindow(a, b int) int {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// params completes agreed terms with what this side decides for itself.
func (c *Compression) params(self role, agreed deflateTerms) *deflateParams {
	p := &deflateParams{
		serverNoTakeover: agreed.serverNoTakeover,
		clientNoTakeover: agreed.clientNoTakeover,
		serverBits:       smallestWindow(agreed.serverBits, maxWindowBits),
		clientBits:       smallestWindow(agreed.clientBits, maxWindowBits),
		level:            c.Level,
		threshold:        c.Threshold,
	}
	own := p.clientNoTakeover
	if self == server {
		own = p.serverNoTakeover
	}
	p.takeover = c.Takeover && !own
	if p.level == 0 {
		p.level = 1
	}
	switch {
	case p.threshold == 0:
		p.threshold = 128
	case p.threshold < 0:
		p.threshold = 0
	}
	return p
}
