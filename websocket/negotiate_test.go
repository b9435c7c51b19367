package websocket

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDeflateOffer(t *testing.T) {
	tests := []struct {
		c    Compression
		want string
	}{
		{Compression{}, "permessage-deflate"},
		{Compression{ClientMaxWindowBits: 15}, "permessage-deflate; client_max_window_bits"},
		{Compression{ClientMaxWindowBits: 9}, "permessage-deflate; client_max_window_bits=9"},
		{Compression{ServerMaxWindowBits: 15}, "permessage-deflate; server_max_window_bits=15"},
		{
			Compression{ServerNoContextTakeover: true, ClientNoContextTakeover: true, ServerMaxWindowBits: 8, ClientMaxWindowBits: 15},
			"permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; client_max_window_bits",
		},
	}
	for _, tt := range tests {
		if got := tt.c.offer(); got != tt.want {
			t.Errorf("the offer of %+v is %q, want %q", tt.c, got, tt.want)
		}
	}
}

// plain are the parameters of a permessage-deflate without any.
func plain(change func(*deflateParams)) *deflateParams {
	p := &deflateParams{serverBits: 15, clientBits: 15, level: 1, threshold: 128}
	if change != nil {
		change(p)
	}
	return p
}

func TestClientTakesTheAnswer(t *testing.T) {
	tests := []struct {
		name   string
		c      *Compression
		answer string
		want   *deflateParams
	}{
		{"nothing offered, nothing answered", nil, "", nil},
		{"declined", &Compression{}, "", nil},
		{"without parameters", &Compression{}, "permessage-deflate", plain(nil)},
		{"a server may limit itself unasked", &Compression{}, "permessage-deflate; server_no_context_takeover; server_max_window_bits=10",
			plain(func(p *deflateParams) { p.serverNoTakeover, p.serverBits = true, 10 })},
		{"a server may forbid the client takeover unasked", &Compression{Takeover: true}, "permessage-deflate; client_no_context_takeover",
			plain(func(p *deflateParams) { p.clientNoTakeover = true })},
		{"takeover is the client's own affair", &Compression{Takeover: true}, "permessage-deflate; server_no_context_takeover",
			plain(func(p *deflateParams) { p.serverNoTakeover, p.takeover = true, true })},
		{"a smaller window than offered", &Compression{ServerMaxWindowBits: 12}, `permessage-deflate; server_max_window_bits="11"`,
			plain(func(p *deflateParams) { p.serverBits = 11 })},
		{"the client's window limited", &Compression{ClientMaxWindowBits: 15}, "permessage-deflate; client_max_window_bits=8",
			plain(func(p *deflateParams) { p.clientBits = 8 })},
		{"a larger window than the client announced", &Compression{ClientMaxWindowBits: 9}, "permessage-deflate; client_max_window_bits=14",
			plain(func(p *deflateParams) { p.clientBits = 9 })},
		{"the client's word holds unrepeated", &Compression{ClientMaxWindowBits: 9, ClientNoContextTakeover: true, Takeover: true}, "permessage-deflate",
			plain(func(p *deflateParams) { p.clientBits, p.clientNoTakeover = 9, true })},
		{"level and threshold", &Compression{Level: 9, Threshold: 1000}, "permessage-deflate",
			plain(func(p *deflateParams) { p.level, p.threshold = 9, 1000 })},
		{"everything compressed", &Compression{Threshold: -1}, "permessage-deflate",
			plain(func(p *deflateParams) { p.threshold = 0 })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answer, err := parseExtensions([]string{tt.answer})
			if err != nil {
				t.Fatal(err)
			}
			got, err := tt.c.settleAnswer(answer)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(deflateParams{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestClientRefusesTheAnswer(t *testing.T) {
	everything := &Compression{ServerNoContextTakeover: true, ServerMaxWindowBits: 10, ClientMaxWindowBits: 15}
	tests := []struct {
		c      *Compression
		answer string
		want   string // in the error
	}{
		{nil, "permessage-deflate", "not offered"},
		{&Compression{}, "x-webkit-deflate-frame", "not offered"},
		{&Compression{}, "Permessage-Deflate", "not offered"},
		{&Compression{}, "permessage-deflate, x-other", "x-other"},
		{&Compression{}, "permessage-deflate, permessage-deflate", "permessage-deflate"},
		{&Compression{}, "permessage-deflate; x", "unknown"},
		{&Compression{}, "permessage-deflate; server_no_context_takeover; server_no_context_takeover", "twice"},
		{&Compression{}, "permessage-deflate; server_no_context_takeover=1", "may have none"},
		{&Compression{}, "permessage-deflate; client_no_context_takeover=true", "may have none"},
		{&Compression{}, "permessage-deflate; server_max_window_bits", "8 to 15"},
		{&Compression{}, "permessage-deflate; server_max_window_bits=7", "8 to 15"},
		{&Compression{}, "permessage-deflate; server_max_window_bits=16", "8 to 15"},
		{&Compression{}, "permessage-deflate; server_max_window_bits=010", "8 to 15"},
		{&Compression{}, "permessage-deflate; server_max_window_bits=+9", "8 to 15"},
		{&Compression{}, "permessage-deflate; server_max_window_bits=99999999999999999999", "8 to 15"},
		{&Compression{}, "permessage-deflate; client_max_window_bits=10", "not offered"},
		{&Compression{ClientMaxWindowBits: 15}, "permessage-deflate; client_max_window_bits", "8 to 15"},
		{everything, "permessage-deflate; server_max_window_bits=10", "lacks server_no_context_takeover"},
		{everything, "permessage-deflate; server_no_context_takeover", "lacks server_max_window_bits"},
		{everything, "permessage-deflate; server_no_context_takeover; server_max_window_bits=11", "more than the 10"},
	}
	for _, tt := range tests {
		answer, err := parseExtensions([]string{tt.answer})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := tt.c.settleAnswer(answer); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("the answer %q to %+v gives %+v and the error %v, want one with %q", tt.answer, tt.c, got, err, tt.want)
		}
	}
}

func TestServerAnswersTheOffer(t *testing.T) {
	limits := &Compression{ServerMaxWindowBits: 12, ClientMaxWindowBits: 11}
	tests := []struct {
		name   string
		c      *Compression
		offer  string
		answer string // "": declined
		want   *deflateParams
	}{
		{"no compression wanted", nil, "permessage-deflate", "", nil},
		{"nothing offered", &Compression{}, "", "", nil},
		{"other extensions only", &Compression{}, "x-other, x-more; a=1", "", nil},
		{"a plain offer", &Compression{Takeover: true}, "permessage-deflate", "permessage-deflate",
			plain(func(p *deflateParams) { p.takeover = true })},
		{"a browser's offer", &Compression{}, "permessage-deflate; client_max_window_bits", "permessage-deflate", plain(nil)},
		{"the client asks for no takeover", &Compression{Takeover: true}, "permessage-deflate; server_no_context_takeover",
			"permessage-deflate; server_no_context_takeover",
			plain(func(p *deflateParams) { p.serverNoTakeover = true })},
		{"the client renounces takeover", &Compression{}, "permessage-deflate; client_no_context_takeover",
			"permessage-deflate; client_no_context_takeover",
			plain(func(p *deflateParams) { p.clientNoTakeover = true })},
		{"the server wants no takeover", &Compression{ServerNoContextTakeover: true, ClientNoContextTakeover: true}, "permessage-deflate",
			"permessage-deflate; server_no_context_takeover; client_no_context_takeover",
			plain(func(p *deflateParams) { p.serverNoTakeover, p.clientNoTakeover = true, true })},
		{"the client bounds the server's window", &Compression{}, "permessage-deflate; server_max_window_bits=8",
			"permessage-deflate; server_max_window_bits=8",
			plain(func(p *deflateParams) { p.serverBits = 8 })},
		{"a smaller window than asked for", limits, "permessage-deflate; server_max_window_bits=14",
			"permessage-deflate; server_max_window_bits=12",
			plain(func(p *deflateParams) { p.serverBits = 12 })},
		{"both windows", limits, "permessage-deflate; server_max_window_bits=9; client_max_window_bits",
			"permessage-deflate; server_max_window_bits=9; client_max_window_bits=11",
			plain(func(p *deflateParams) { p.serverBits, p.clientBits = 9, 11 })},
		{"the client's window is smaller than the server's limit", limits, "permessage-deflate; client_max_window_bits=9",
			"permessage-deflate; server_max_window_bits=12; client_max_window_bits=9",
			plain(func(p *deflateParams) { p.serverBits, p.clientBits = 12, 9 })},
		{"the client does not let its window be limited", &Compression{ClientMaxWindowBits: 11}, "permessage-deflate",
			"permessage-deflate", plain(nil)},
		{"the client's own limit needs no answer", &Compression{}, "permessage-deflate; client_max_window_bits=10",
			"permessage-deflate",
			plain(func(p *deflateParams) { p.clientBits = 10 })},
		{"the first offer that is valid", &Compression{},
			"x-other, permessage-deflate; server_max_window_bits=7, permessage-deflate; server_max_window_bits=10, permessage-deflate",
			"permessage-deflate; server_max_window_bits=10",
			plain(func(p *deflateParams) { p.serverBits = 10 })},
		{"an unknown parameter", &Compression{}, "permessage-deflate; x=1", "", nil},
		{"a parameter twice", &Compression{}, "permessage-deflate; client_max_window_bits; client_max_window_bits=10", "", nil},
		{"a value where none may be", &Compression{}, "permessage-deflate; server_no_context_takeover=true", "", nil},
		{"a value missing", &Compression{}, "permessage-deflate; server_max_window_bits", "", nil},
		{"a value out of range", &Compression{}, "permessage-deflate; client_max_window_bits=16", "", nil},
		{"a leading zero", &Compression{}, "permessage-deflate; client_max_window_bits=08", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			offers, err := parseExtensions([]string{tt.offer})
			if err != nil {
				t.Fatal(err)
			}
			got, answer := tt.c.settleOffer(offers)
			if answer != tt.answer {
				t.Errorf("the answer is %q, want %q", answer, tt.answer)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(deflateParams{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever a client may offer and a server may want, our client takes our
// server's answer, and both compute with the same windows.
func TestBothSidesAgree(t *testing.T) {
	var all []*Compression
	for _, noTakeover := range []bool{false, true} {
		for _, serverBits := range []int{0, 8, 12, 15} {
			for _, clientBits := range []int{0, 8, 12, 15} {
				all = append(all, &Compression{
					ServerNoContextTakeover: noTakeover, ClientNoContextTakeover: !noTakeover,
					ServerMaxWindowBits: serverBits, ClientMaxWindowBits: clientBits,
				})
			}
		}
	}
	for _, c := range all {
		for _, s := range all {
			offers, err := parseExtensions([]string{c.offer()})
			if err != nil {
				t.Fatal(err)
			}
			atServer, answer := s.settleOffer(offers)
			answers, err := parseExtensions([]string{answer})
			if err != nil {
				t.Fatal(err)
			}
			atClient, err := c.settleAnswer(answers)
			if err != nil {
				t.Fatalf("%q answered by %q: %v", c.offer(), answer, err)
			}
			if diff := cmp.Diff(atServer, atClient, cmp.AllowUnexported(deflateParams{})); diff != "" {
				t.Errorf("%q answered by %q: server and client differ:\n%s", c.offer(), answer, diff)
			}
		}
	}
}

func TestCompressionIsChecked(t *testing.T) {
	for _, c := range []*Compression{
		{ServerMaxWindowBits: 7}, {ServerMaxWindowBits: 16}, {ClientMaxWindowBits: -1}, {ClientMaxWindowBits: 100}, {Level: 10}, {Level: -1},
	} {
		if err := c.check(); err == nil {
			t.Errorf("%+v is accepted", *c)
		}
	}
	for _, c := range []*Compression{nil, {}, {ServerMaxWindowBits: 8, ClientMaxWindowBits: 15, Level: 9, Threshold: -1}} {
		if err := c.check(); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
