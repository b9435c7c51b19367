package k6

import (
	"errors"
	"strings"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/modules"

	"github.com/unisocket/uni/diagnostic"
)

// host is a virtual user as the binding's host, with the places of what it runs.
type host struct {
	modules.VU
	*instance
}

// RegisterCallback counts what nobody caught, which ends the iteration.
func (h *host) RegisterCallback() func(func() error) {
	enqueue := h.VU.RegisterCallback()
	return func(fn func() error) {
		enqueue(func() error {
			err := fn()
			if exception := (*sobek.Exception)(nil); errors.As(err, &exception) {
				h.count(h.errors, "kind", "exception")
			}
			return err
		})
	}
}

// Caller is the place in the script that is running.
func (h *host) Caller() (diagnostic.Place, bool) {
	return placeOf(h.Runtime().CaptureCallStack(0, nil))
}

// placeOf is the innermost place of a stack that is in a file.
func placeOf(stack []sobek.StackFrame) (diagnostic.Place, bool) {
	for _, frame := range stack {
		if p := frame.Position(); strings.Contains(p.Filename, "/") {
			return diagnostic.Place{File: strings.TrimPrefix(p.Filename, "file://"), Line: p.Line, Column: p.Column}, true
		}
	}
	return diagnostic.Place{}, false
}

// ThrownAt is where an exception was thrown.
func (h *host) ThrownAt(e *sobek.Exception) diagnostic.Place {
	place, _ := placeOf(e.Stack())
	return place
}

// Mentions is true: k6 does not show its modules their scripts' sources.
func (h *host) Mentions(string) bool { return true }

// OnThrown does nothing: k6 reports what is thrown by itself.
func (h *host) OnThrown(func(sobek.Value, diagnostic.Place, bool)) {}
