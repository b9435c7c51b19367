package websocket

import (
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

const (
	// protocolVersion is the value of Sec-WebSocket-Version (RFC 6455, section 4.1).
	protocolVersion = "13"

	// acceptGUID is what the accept value mixes into the key (RFC 6455, section 1.3).
	acceptGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
)

// The handshake's own fields as RFC 6455 spells them. Some servers compare
// names by the letter, so these go out as they stand and not as
// http.CanonicalHeaderKey would write them.
const (
	fieldKey        = "Sec-WebSocket-Key"
	fieldAccept     = "Sec-WebSocket-Accept"
	fieldVersion    = "Sec-WebSocket-Version"
	fieldProtocol   = "Sec-WebSocket-Protocol"
	fieldExtensions = "Sec-WebSocket-Extensions"
)

// newKey returns a value for Sec-WebSocket-Key: 16 random bytes in base64.
func newKey() string {
	var nonce [16]byte
	rand.Read(nonce[:]) // never fails: crypto/rand ends the program instead
	return base64.StdEncoding.EncodeToString(nonce[:])
}

// validKey tells whether a Sec-WebSocket-Key decodes to 16 bytes
// (RFC 6455, section 4.2.1, item 5).
func validKey(key string) bool {
	nonce, err := base64.StdEncoding.DecodeString(key)
	return err == nil && len(nonce) == 16
}

// acceptValue is the Sec-WebSocket-Accept that answers key (RFC 6455, section 4.2.2).
func acceptValue(key string) string {
	sum := sha1.Sum([]byte(key + acceptGUID))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// upgradesToWebSocket checks the Upgrade and Connection fields, which are lists
// of tokens without regard to case on both sides of the handshake.
func upgradesToWebSocket(h http.Header) error {
	if !httpguts.HeaderValuesContainsToken(h["Upgrade"], "websocket") {
		return fmt.Errorf("the Upgrade field %q does not name websocket", h["Upgrade"])
	}
	if !httpguts.HeaderValuesContainsToken(h["Connection"], "upgrade") {
		return fmt.Errorf("the Connection field %q does not name Upgrade", h["Connection"])
	}
	return nil
}

// checkHeader refuses header fields of a caller that would break out of their
// line, contradict the handshake, or announce a body that nobody sends.
func checkHeader(h http.Header) error {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		if !httpguts.ValidHeaderFieldName(name) {
			return fmt.Errorf("the header field name %q is not a token (RFC 9110, section 5.1)", name)
		}
		switch canonical := http.CanonicalHeaderKey(name); {
		case canonical == "Upgrade", canonical == "Connection", strings.HasPrefix(canonical, "Sec-Websocket-"):
			return fmt.Errorf("the header field %s belongs to the handshake; "+
				"use Subprotocols or Compression for what can be chosen there", name)
		case canonical == "Content-Length", canonical == "Transfer-Encoding", canonical == "Trailer":
			return fmt.Errorf("the header field %s describes a body, and a handshake has none", name)
		}
		for _, value := range h[name] {
			if !httpguts.ValidHeaderFieldValue(value) {
				return fmt.Errorf("the value %q of the header field %s contains a control character", value, name)
			}
		}
	}
	return nil
}

// checkSubprotocols wants tokens, each once (RFC 6455, section 4.1, item 10).
func checkSubprotocols(protocols []string) error {
	seen := make(map[string]bool, len(protocols)) // a server is offered as many as a header holds
	for _, p := range protocols {
		if !isToken(p) {
			return fmt.Errorf("the subprotocol %q is not a token (RFC 9110, section 5.6.2)", p)
		}
		if seen[p] {
			return fmt.Errorf("the subprotocol %q is listed twice", p)
		}
		seen[p] = true
	}
	return nil
}

// isToken tells whether s is a token of RFC 9110, section 5.6.2; names of
// header fields have the same grammar.
func isToken(s string) bool { return httpguts.ValidHeaderFieldName(s) }

// appendField writes one line of a header.
func appendField(b []byte, name, value string) []byte {
	b = append(b, name...)
	b = append(b, ": "...)
	b = append(b, value...)
	return append(b, "\r\n"...)
}

// appendHeader writes h with its names as they are spelled there, sorted.
func appendHeader(b []byte, h http.Header) []byte {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			b = appendField(b, name, value)
		}
	}
	return b
}
