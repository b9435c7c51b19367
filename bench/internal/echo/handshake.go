//go:build linux

package echo

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"errors"
)

// What a connection is for is in the path of its handshake.
const (
	PathPlain      = "/"
	PathNoTakeover = "/no-takeover"
	PathTakeover   = "/takeover"
)

// extensions is what the echo server agrees to, by path. Where a client may keep
// its context, so may the server, whose messages are the client's own.
var extensions = map[string]string{
	PathNoTakeover: "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
	PathTakeover:   "permessage-deflate",
}

const acceptGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" // RFC 6455, section 1.3

// answer is the response to a complete handshake request, and whether messages are to
// be compressed. It is as short as can be, and as trusting: all clients are ours.
func answer(request []byte) (response string, compressed bool, err error) {
	line, fields, _ := bytes.Cut(request, []byte("\r\n"))
	words := bytes.Fields(line)
	key := ""
	for field := range bytes.SplitSeq(fields, []byte("\r\n")) {
		if name, value, ok := bytes.Cut(field, []byte(":")); ok && bytes.EqualFold(name, []byte("Sec-WebSocket-Key")) {
			key = string(bytes.TrimSpace(value))
		}
	}
	if len(words) < 2 || key == "" {
		return "", false, errors.New("a request that is no WebSocket handshake")
	}
	response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: " + AcceptValue(key) + "\r\n"
	extension, compressed := extensions[string(words[1])]
	if compressed {
		response += "Sec-WebSocket-Extensions: " + extension + "\r\n"
	}
	return response + "\r\n", compressed, nil
}

// AcceptValue is the answer to a key (RFC 6455, section 4.2.2).
func AcceptValue(key string) string {
	sum := sha1.Sum([]byte(key + acceptGUID))
	return base64.StdEncoding.EncodeToString(sum[:])
}
