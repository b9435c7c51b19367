package core

import (
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/net/http/httpguts"

	"github.com/unisocket/uni/platform"
)

// checkHeaderOption looks at the header option before anything is sent.
func checkHeaderOption(n *platform.Native, h http.Header) error {
	if n.RefuseReferer {
		for name := range h {
			if strings.EqualFold(name, "Referer") {
				return fmt.Errorf("the header %s may not be set", name)
			}
		}
	}
	return checkHeader(h)
}

// hasHeader reports whether a field is there, in any spelling.
func hasHeader(h http.Header, name string) bool {
	for other := range h {
		if strings.EqualFold(other, name) {
			return true
		}
	}
	return false
}

func checkHeader(h http.Header) error {
	for name, values := range h {
		if !httpguts.ValidHeaderFieldName(name) {
			return fmt.Errorf("the header name %q is not valid: it has to be letters, digits and -", name)
		}
		for _, v := range values {
			if !httpguts.ValidHeaderFieldValue(v) {
				return fmt.Errorf("the value %q of the header %s is not valid: it may not hold CR, LF, NUL or other control characters", v, name)
			}
		}
	}
	return nil
}
