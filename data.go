package uni

import (
	"errors"
	"unicode/utf8"

	"github.com/unisocket/uni/internal/core"
)

// Data is the content of a message: text or bytes. The zero value is an empty text.
type Data struct {
	text   string
	bytes  []byte
	binary bool
}

// Text is a message of text, which has to be valid UTF-8.
func Text(s string) Data { return Data{text: s} }

// Bytes is a binary message, what an ArrayBuffer is to JavaScript.
func Bytes(p []byte) Data { return Data{bytes: p, binary: true} }

// IsText reports whether the data are text.
func (d Data) IsText() bool { return !d.binary }

// String returns the text, or the bytes as they are.
func (d Data) String() string {
	if d.binary {
		return string(d.bytes)
	}
	return d.text
}

// Bytes returns the bytes; those of a text are a copy.
func (d Data) Bytes() []byte {
	if d.binary {
		return d.bytes
	}
	return []byte(d.text)
}

func (d Data) outgoing() core.Outgoing {
	return core.Outgoing{Text: d.text, Bytes: d.bytes, Binary: d.binary}
}

var errNotUTF8 = errors.New("the text is not valid UTF-8: send it as Bytes")

func (d Data) check() error {
	if !d.binary && !utf8.ValidString(d.text) {
		return errNotUTF8
	}
	return nil
}
