package network

import (
	"mime"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// Text is the text of a body, by the charset of its content type; UTF-8 unless that
// names another one that there is (Encoding Standard, section 6).
func Text(contentType string, body []byte) string {
	_, params, _ := mime.ParseMediaType(contentType)
	if encoding, err := htmlindex.Get(params["charset"]); err == nil {
		if text, err := encoding.NewDecoder().Bytes(body); err == nil {
			body = text
		}
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(body), "\uFFFD"), "\uFEFF")
}
