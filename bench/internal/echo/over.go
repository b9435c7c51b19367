//go:build linux

package echo

import (
	"bytes"
	"io"
)

// Over shakes hands and echoes until the connection ends.
func Over(nc io.ReadWriter) error {
	buf := make([]byte, slack+4096)
	var request []byte
	for {
		n, err := nc.Read(buf[slack:])
		if err != nil {
			return err
		}
		request = append(request, buf[slack:slack+n]...)
		if bytes.HasSuffix(request, []byte("\r\n\r\n")) { // no client speaks before the answer
			break
		}
	}
	response, _, err := answer(request)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(nc, response); err != nil {
		return err
	}
	for s := new(stream); !s.over(); {
		n, err := nc.Read(buf[slack:])
		if err != nil {
			return err
		}
		out, err := s.echo(buf, n)
		if err != nil {
			return err
		}
		if _, err := nc.Write(out); err != nil {
			return err
		}
	}
	return nil
}
