package websocket

import (
	"errors"
	"strings"
	"testing"
)

var (
	sendableCodes   = []StatusCode{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999}
	unsendableCodes = []StatusCode{0, 1, 999, 1004, 1006, 1015, 1016, 1999, 2000, 2999, 5000, 65535}
)

// RFC 6455, sections 5.5.1, 7.4.1 and 7.4.2.
func TestCloseCodes(t *testing.T) {
	for _, code := range sendableCodes {
		p, err := closePayload(code, "why 好", false)
		if err != nil {
			t.Errorf("%d may not be sent: %v", code, err)
			continue
		}
		if c, reason, err := parseClose(p, false); c != code || reason != "why 好" || err != nil {
			t.Errorf("%d was read back as %d %q, %v", code, c, reason, err)
		}
	}
	for _, code := range unsendableCodes {
		if _, err := closePayload(code, "", false); err == nil {
			t.Errorf("%d may be sent", code)
		}
	}
	for _, code := range append(unsendableCodes, StatusNoStatusReceived) {
		var protocol *ProtocolError
		if _, _, err := parseClose([]byte{byte(code >> 8), byte(code)}, false); !errors.As(err, &protocol) || protocol.Code != StatusProtocolError {
			t.Errorf("a peer's %d gives %v", code, err)
		}
	}
}

func TestCloseReasons(t *testing.T) {
	tests := []struct {
		name   string
		code   StatusCode
		reason string
		ok     bool
	}{
		{"none", 1000, "", true},
		{"123 bytes", 1000, strings.Repeat("x", 123), true},
		{"124 bytes", 1000, strings.Repeat("x", 124), false},
		{"41 characters of 3 bytes", 1000, strings.Repeat("好", 41), true},
		{"42 characters of 3 bytes", 1000, strings.Repeat("好", 42), false},
		{"not UTF-8", 1000, "\xff", false},
		{"no code and no reason", StatusNoStatusReceived, "", true},
		{"no code and a reason", StatusNoStatusReceived, "x", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := closePayload(tt.code, tt.reason, false)
			if (err == nil) != tt.ok {
				t.Fatalf("the error is %v", err)
			}
			if err != nil {
				return
			}
			if code, reason, err := parseClose(p, false); code != tt.code || reason != tt.reason || err != nil {
				t.Errorf("it was read back as %d %q, %v", code, reason, err)
			}
		})
	}
}

func TestBrokenCloseBodies(t *testing.T) {
	for body, want := range map[string]StatusCode{
		"\x03":             StatusProtocolError,
		"\x03\xe8\xff":     StatusInvalidPayload,
		"\x03\xe8ab\xe5":   StatusInvalidPayload,
		"\x03\xe8\xed\xa0": StatusInvalidPayload,
	} {
		var protocol *ProtocolError
		if _, _, err := parseClose([]byte(body), false); !errors.As(err, &protocol) || protocol.Code != want {
			t.Errorf("the body %q gives %v, not an error with code %d", body, err, want)
		}
	}
}

func TestACloseErrorReadsAsASentence(t *testing.T) {
	e := &CloseError{Code: 1006, Err: errCloseTimeout}
	if got, want := e.Error(), "the connection was closed with 1006: the peer did not complete the closing handshake in time"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if !errors.Is(e, errCloseTimeout) {
		t.Error("the cause is not wrapped")
	}
	if got, want := (&CloseError{Code: 4000, Reason: "好"}).Error(), `the connection was closed with 4000 "好"`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAnyCloseCodeAdmitsWhatABrowserDoes(t *testing.T) {
	for _, code := range append(unsendableCodes, StatusNoStatusReceived) {
		got, _, err := parseClose([]byte{byte(code >> 8), byte(code)}, true)
		switch code {
		case StatusNoStatusReceived, StatusAbnormalClosure, StatusTLSHandshakeFailure:
			if err == nil {
				t.Errorf("%d was admitted, though it never travels", code)
			}
		default:
			if got != code || err != nil {
				t.Errorf("%d was read as %d, %v", code, got, err)
			}
		}
	}
}

func TestAnyCloseCodeMayBeSentWhereThatIsAdmitted(t *testing.T) {
	for _, code := range []StatusCode{0, 999, 1000, 1004, 2000, 2999, 5000, 65535} {
		if p, err := closePayload(code, "", true); err != nil || len(p) != 2 {
			t.Errorf("%d: % x, %v", code, p, err)
		}
	}
	for _, code := range []StatusCode{StatusAbnormalClosure, 1015} {
		if _, err := closePayload(code, "", true); err == nil {
			t.Errorf("%d, which no frame carries, was admitted", code)
		}
	}
}
