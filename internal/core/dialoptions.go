package core

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// dialOptions turns the options of the call into those of the handshake, as far
// as the platform lets them through.
func (s *socket) dialOptions(o ConnectOptions) error {
	a, n := s.app, s.native
	d := a.config.DialOptions
	if d.Header = d.Header.Clone(); d.Header == nil {
		d.Header = http.Header{}
	}
	if n.Header {
		if err := checkHeaderOption(n, o.Header); err != nil {
			return err
		}
		for name, values := range o.Header {
			dropped := n.DropReferer && strings.EqualFold(name, "Referer")
			if !dropped && !hasHeader(a.config.DialOptions.Header, name) {
				d.Header[name] = slices.Clone(values)
			}
		}
	}
	if n.Referer != "" && !hasHeader(d.Header, "Referer") {
		d.Header["Referer"] = []string{fmt.Sprintf(n.Referer, a.config.AppID)}
	}
	if n.DefaultOrigin != "" && !hasHeader(d.Header, "Origin") {
		d.Header["Origin"] = []string{n.DefaultOrigin}
	}
	if n.Origin && a.page != nil && !hasHeader(d.Header, "Origin") {
		d.Header["Origin"] = []string{a.page.Scheme() + "://" + a.page.Host()}
	}
	if f := a.config.Cookies; f != nil && n.Cookies && !hasHeader(d.Header, "Cookie") {
		if cookies := f(s.target); cookies != "" {
			d.Header["Cookie"] = []string{cookies}
		}
	}
	if n.Method {
		d.Method = o.Method
	}
	switch {
	case n.NoSubprotocols:
	case n.CheckSubprotocols:
		d.Subprotocols = slices.Clone(o.Protocols)
	default:
		// They travel as one string, joined by commas (§1.1, #28).
		for _, p := range strings.Split(strings.Join(o.Protocols, ","), ",") {
			if p = strings.TrimSpace(p); p != "" {
				d.Subprotocols = append(d.Subprotocols, p)
			}
		}
	}
	d.RequireSubprotocol = n.SubprotocolRequired
	d.NagleDelay = o.Nagle && n.TransportOptions
	switch {
	case n.Offer == platform.OfferWindowBits:
		d.Compression = &websocket.Compression{ClientMaxWindowBits: 15}
	case o.Deflate && n.TransportOptions:
		d.Compression = &websocket.Compression{}
	}
	switch {
	case n.Timeout.Option && o.Timeout > 0:
		d.HandshakeTimeout = o.Timeout
	case n.Timeout.Config && a.config.ConnectTimeout > 0:
		d.HandshakeTimeout = a.config.ConnectTimeout
	default:
		d.HandshakeTimeout = n.Timeout.Fixed
	}
	d.CloseTimeout = n.CloseTimeout
	d.AnyCloseCode = n.AnyCloseCode
	d.Limits = websocket.Limits{Queue: n.Queue, Message: n.Message}
	if n.DataInURL && o.Query != "" {
		joint := "?"
		if strings.Contains(s.target, "?") {
			joint = "&"
		}
		s.target += joint + o.Query
	}
	if a.observed() {
		d.Trace = s.trace()
	}
	s.dial = d
	return nil
}

// trace reports frames to the App's observer.
func (s *socket) trace() *websocket.Trace {
	report := func(direction string) func(websocket.Frame) {
		return func(f websocket.Frame) {
			text := ""
			if f.Compressed {
				text = "compressed"
			}
			if !f.Fin {
				text += " not final"
			}
			s.app.observe(Record{
				Kind: RecordFrame, Task: s.task.id, Name: f.Opcode.String(), Detail: direction, Text: text,
				Data: f.Payload, Binary: f.Compressed || f.Opcode != websocket.OpText,
			})
		}
	}
	return &websocket.Trace{FrameRead: report("received"), FrameWritten: report("sent")}
}
