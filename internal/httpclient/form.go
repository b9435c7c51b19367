package httpclient

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"strings"
)

// Part is one field of a multipart/form-data body (RFC 7578).
type Part struct {
	Name     string
	FileName string // "" where File is not set
	File     bool   // the field is a file, and has a file name
	Type     string // of a file; "" is application/octet-stream
	Data     []byte
}

// Form encodes fields in their order, names as HTML does ("multipart form data",
// section 4.10.22.7). It returns the body with its content type.
func Form(parts []Part) (body []byte, contentType string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		header := textproto.MIMEHeader{}
		disposition := fmt.Sprintf(`form-data; name="%s"`, fieldName.Replace(p.Name))
		if p.File {
			disposition += fmt.Sprintf(`; filename="%s"`, fieldName.Replace(p.FileName))
			kind := p.Type
			if kind == "" {
				kind = "application/octet-stream"
			}
			header.Set("Content-Type", kind)
		}
		header.Set("Content-Disposition", disposition)
		part, _ := w.CreatePart(header) // a buffer takes everything
		part.Write(p.Data)
	}
	w.Close()
	return b.Bytes(), w.FormDataContentType()
}

var fieldName = strings.NewReplacer("\r\n", "%0D%0A", "\n", "%0A", "\r", "%0D", `"`, "%22")
