package platform

import (
	"fmt"
	"slices"
	"strings"
)

// Fact is a cell of the table of platforms.
type Fact struct {
	Topic string `json:"topic"`
	Value string `json:"value"`
	// Source is a section of docs/behaviour.md, a number of its checklist or a
	// recording.
	Source string `json:"source"`
	// Unknown: no source says so; it is the documented contract (docs/seed.md).
	Unknown bool `json:"unknown,omitempty"`
}

// Sources are those of a platform's cells, by topic, where they are not the topic's
// own; unknown for what no source says.
type Sources map[string]string

const unknown = "unknown"

// Facts is the platform in words: what its data say, so that words and behaviour
// cannot drift apart, each with its source.
func (p *Platform) Facts() []Fact {
	var facts []Fact
	for _, t := range topics {
		f := Fact{Topic: t.name, Value: t.value(p), Source: t.source}
		if s, ok := p.sources[t.name]; ok {
			f.Source = s
		}
		if f.Source == unknown {
			f.Source, f.Unknown = "docs/seed.md", true
		}
		facts = append(facts, f)
	}
	return facts
}

// topic is a row of the table.
type topic struct {
	name   string
	source string
	value  func(*Platform) string
}

var topics = []topic{
	{"objects", "§4b, golden/mp", func(p *Platform) string {
		if p.Wrapper == nil {
			return "uni"
		}
		return "uni, over " + p.Wrapper.Vendor
	}},
	{"global functions", "§1.4, §4b", func(p *Platform) string {
		switch {
		case p.Layer.NoGlobals:
			return "connectSocket only"
		case p.Layer.Off:
			return "all, and offSocketOpen …"
		}
		return "all"
	}},
	{"connectSocket returns", "§1.0, §1.1", returnsText},
	{"without callbacks", "§1.0", promiseText},
	{"success of connectSocket", "§1.1", func(p *Platform) string {
		if p.Layer.ConnectLater {
			return "after the call"
		}
		return "during the call"
	}},
	{"wrong arguments", "§1.0", func(p *Platform) string {
		switch {
		case p.Layer.RefuseArguments:
			return "fail, also in production"
		case p.Layer.Wrapped:
			return "the vendor's"
		}
		return "a warning in development"
	}},
	{"url", "§4a", urlText},
	{"option header", "§4a", func(p *Platform) string { return reaches(p.Native.Header) }},
	{"Referer", "§4a", func(p *Platform) string {
		switch {
		case p.Native.Referer != "":
			return fmt.Sprintf(p.Native.Referer, "APPID")
		case p.Native.DropReferer:
			return "cannot be set"
		case p.Native.RefuseReferer:
			return "setting it fails the call"
		case p.Native.Header:
			return "as given"
		}
		return "none"
	}},
	{"Origin", "§4a, §7a", func(p *Platform) string {
		switch {
		case p.Native.Origin:
			return "the page's"
		case p.Native.DefaultOrigin != "":
			return p.Native.DefaultOrigin + " unless given"
		}
		return "none unless given"
	}},
	{"option method", "§4a, #102", func(p *Platform) string {
		if w := p.Wrapper; w != nil && slices.Contains(w.Drops["connectSocket"], "method") {
			return "dropped, with a warning"
		}
		return reaches(p.Native.Method)
	}},
	{"option protocols", "§4a", func(p *Platform) string {
		text := reaches(!p.Native.NoSubprotocols)
		if p.Native.SubprotocolRequired {
			text += "; refused if the server selects none"
		}
		return text
	}},
	{"other options", "§4a", optionsText},
	{"compression offered", "§7a, §4a", func(p *Platform) string {
		switch {
		case p.Native.Offer == OfferWindowBits:
			return "permessage-deflate; client_max_window_bits"
		case p.Native.TransportOptions:
			return "with perMessageDeflate"
		}
		return "none"
	}},
	{"handshake timeout", "§3.7, §4b", timeoutText},
	{"global listeners", "§1.4, #56", func(p *Platform) string {
		if p.Layer.Replace {
			return "the last one of an event"
		}
		return "all that were added"
	}},
	{"listeners run", "§2.3, #49", func(p *Platform) string { return stepsText(p.Layer.Close) }},
	{"a task listener that throws", "§2.2, #38", func(p *Platform) string {
		switch p.Layer.TaskThrow {
		case Isolate:
			return "is reported, the next one runs"
		case GoOn:
			return "is uncaught, the next one runs"
		}
		return "stops the dispatch"
	}},
	{"open event", "§2.4", func(p *Platform) string { return fieldsText(p.Layer.OpenFields) }},
	{"message event", "§2.4", func(p *Platform) string { return fieldsText(p.Layer.MessageFields) }},
	{"error event", "§2.4", func(p *Platform) string { return fieldsText(p.Layer.ErrorFields) }},
	{"close event", "§2.4", func(p *Platform) string { return fieldsText(p.Layer.CloseFields) }},
	{"task", "§2.1", func(p *Platform) string {
		switch p.Layer.Task {
		case Getters:
			return "readyState and constants, the browser's"
		case Fields:
			return "id, readyState (3 at first) and constants"
		case MethodsAndState:
			return "readyState and constants"
		}
		return "functions alone"
	}},
	{"binary messages", "§3.9, §4b", func(p *Platform) string {
		switch {
		case p.Native.NoBinary:
			return "none"
		case p.Layer.Base64:
			return "base64 text with isBuffer"
		}
		return "ArrayBuffer"
	}},
	{"task.send before open", "§2.2, §3.1", sendText},
	{"sendSocketMessage, not open", "§1.2", func(p *Platform) string { return globalText(p, p.Layer.GlobalSendNotOpen) }},
	{"closeSocket without a socket", "§1.3", func(p *Platform) string { return globalText(p, p.Layer.GlobalCloseNone) }},
	{"close before open", "§3.3", func(p *Platform) string {
		switch {
		case p.Layer.CloseNotOpen != nil || p.Native.CloseConnecting == Refuse:
			return "fails, and the socket opens"
		case p.Native.CloseConnecting == Ignore:
			return "succeeds, and the socket opens"
		}
		return "error, then close 1006"
	}},
	{"close codes", "§3.5", func(p *Platform) string {
		var ranges []string
		for _, r := range p.Native.CloseCodes {
			if r.First == r.Last {
				ranges = append(ranges, fmt.Sprint(r.First))
			} else {
				ranges = append(ranges, fmt.Sprintf("%d to %d", r.First, r.Last))
			}
		}
		text := strings.Join(ranges, ", ")
		switch {
		case p.Layer.CloseLosesOptions:
			text = "any; 1000 is sent, and no reason"
		case p.Native.IgnoreReason:
			text += "; the reason is not sent"
		}
		return text
	}},
	{"messages after close", "§3.9", func(p *Platform) string {
		if p.Native.MessagesAfterClose {
			return "delivered until the peer has closed"
		}
		return "none"
	}},
	{"a connection that fails", "§3.6", func(p *Platform) string { return failedText(p) }},
	{"one that ends without a close frame", "§3.8", func(p *Platform) string { return endingText(p.Native.Ended, p) }},
	{"sockets at once", "§4b", socketsText},
	{"ws://", "§4a, #94", func(p *Platform) string {
		if p.Native.Policy.SecureOnly {
			return "refused unless urlCheck is off"
		}
		if p.Native.URL.SecurePageOnly {
			return "not from a page over https"
		}
		return "admitted"
	}},
	{"domain allow-list", "§4b, #93", func(p *Platform) string {
		if p.Native.Policy.Domains {
			return "yes"
		}
		return "no"
	}},
	{"in the background", "§4b, #95, #96", func(p *Platform) string {
		b := p.Native.Background
		if b.After == 0 {
			return "nothing happens"
		}
		return fmt.Sprintf("sockets close after %v with %d %s", b.After, b.Code, b.Reason)
	}},
	{"send queue", "§1.2, B30", func(p *Platform) string {
		switch {
		case p.Native.Queue <= 0:
			return "no limit"
		case p.Native.QueueCloses:
			return fmt.Sprintf("%d MiB, beyond which the socket closes", p.Native.Queue>>20)
		}
		return fmt.Sprintf("%d MiB", p.Native.Queue>>20)
	}},
	{"request: methods", "§10.1", func(p *Platform) string { return strings.Join(p.HTTP().Methods, ", ") }},
	{"request: at once", "§10.2", func(p *Platform) string {
		h := p.HTTP()
		switch {
		case h.AtOnce > 0:
			return fmt.Sprintf("%d with uploads and downloads; others wait", h.AtOnce)
		case h.PerHost > 0:
			return fmt.Sprintf("%d to one host", h.PerHost)
		}
		return "no limit known"
	}},
	{"request: cookies", "§10.2", func(p *Platform) string {
		if p.HTTP().Cookies {
			return "kept, and sent again"
		}
		return "not kept"
	}},
	{"request: http://", "§10.2", func(p *Platform) string {
		h := p.HTTP()
		switch {
		case h.SecureOnly:
			return "refused unless urlCheck is off"
		case h.Page:
			return "not from a page over https"
		}
		return "admitted"
	}},
	{"request: onHeadersReceived", "§10.3", func(p *Platform) string {
		switch p.HTTP().Task {
		case HeadersAndChunks:
			return "called; onChunkReceived with enableChunked"
		case NotImplemented:
			return "throws"
		case NeverCalled:
			return "never called"
		}
		return "called"
	}},
	{"request: nobody answers", "§10.4", func(p *Platform) string {
		h := p.HTTP()
		f, ok := h.Faults[FaultRefused]
		if !ok {
			f = h.Faults[FaultOther]
		}
		return failText("request", strings.ReplaceAll(f.Text, "%s", "…"), f.Code)
	}},
	{"request: timeout", "§10.4", func(p *Platform) string {
		h := p.HTTP()
		return fmt.Sprintf("%s after %v, unless given", failText("request", h.TimedOut.Text, h.TimedOut.Code), h.Timeout)
	}},
	{"request: an answer of 400 and above", "§10.4", func(p *Platform) string {
		if f := p.HTTP().BadStatus; f.Text != "" {
			return failText("request", f.Text, f.Code)
		}
		return "succeeds"
	}},
	{"window, document, WebSocket …", "§5", func(p *Platform) string {
		if p.NoBrowser {
			return "declared and undefined"
		}
		return "the browser's"
	}},
}

// failText is what fail gets.
func failText(api, text string, code int) string {
	text = strings.TrimSpace(api + ":fail " + strings.TrimSpace(text))
	if code != 0 {
		text += fmt.Sprintf(" (%d)", code)
	}
	return text
}

func reaches(yes bool) string {
	if yes {
		return "reaches the server"
	}
	return "ignored"
}

func returnsText(p *Platform) string {
	switch {
	case p.Layer.Returns == Never:
		return "nothing"
	case p.Layer.Returns == WithMultiple:
		return "a task with multiple: true"
	}
	return "a task"
}

func promiseText(p *Platform) string {
	switch {
	case p.Wrapper != nil && p.Wrapper.Tuple, p.Layer.Tuple:
		return "a Promise of [error, result]"
	case p.Wrapper != nil, slices.Contains(p.Layer.Promises, "connectSocket"):
		return "a Promise"
	}
	return "no Promise"
}

func urlText(p *Platform) string {
	u := p.Native.URL
	switch {
	case u.WHATWG:
		return "ws, wss, http, https, relative ones"
	case u.HTTP:
		return "ws, wss, http, https"
	case p.Native.Policy.SecureOnly:
		return "wss"
	case u.MaxLength > 0:
		return fmt.Sprintf("ws, wss; %d bytes at most", u.MaxLength)
	}
	return "ws, wss"
}

func optionsText(p *Platform) string {
	var names []string
	if p.Native.Timeout.Option {
		names = append(names, "timeout")
	}
	if p.Native.TransportOptions {
		names = append(names, "tcpNoDelay", "perMessageDeflate")
	}
	if p.Layer.Returns == WithMultiple {
		names = append(names, "multiple")
	}
	if p.Native.DataInURL {
		names = append(names, "data")
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ", ")
}

func timeoutText(p *Platform) string {
	t := p.Native.Timeout
	var parts []string
	if t.Option {
		parts = append(parts, "option timeout")
	}
	if t.Config {
		parts = append(parts, "manifest")
	}
	if t.Fixed > 0 {
		parts = append(parts, t.Fixed.String())
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", else ")
}

func stepsText(steps []Step) string {
	var parts []string
	for _, s := range steps {
		switch s {
		case TaskListeners:
			parts = append(parts, "the task's")
		case GlobalListeners:
			parts = append(parts, "the global ones")
		case Remove:
			parts = append(parts, "removal")
		}
	}
	return strings.Join(parts, ", ")
}

var fieldNames = map[Field]string{
	Header: "header", Data: "data", ErrMsg: "errMsg", Code: "code", Reason: "reason",
	HeaderMap: "header (Map)", HeaderLists: "header (Map, values in brackets)", Profile: "profile (of the task's)",
	IsBuffer: "isBuffer", CodeString: "code (string)", ProtocolType: "protocolType", SocketType: "socketType",
	NumericError: "error, errorMessage",
}

func fieldsText(fields []Field) string {
	if len(fields) == 0 {
		return "{}"
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = fieldNames[f]
	}
	return "{" + strings.Join(names, ", ") + "}"
}

func sendText(p *Platform) string {
	fails, goesOn := p.Layer.EarlySend()
	switch {
	case goesOn:
		return "fail, then success"
	case fails > 1:
		return "fail twice"
	}
	return "fail"
}

func globalText(p *Platform, f Failure) string {
	if f.Code != 0 {
		return fmt.Sprintf("%d %s", f.Code, f.Text)
	}
	return strings.TrimSpace(f.Text)
}

func endingText(e Ending, p *Platform) string {
	var parts []string
	if e.Error {
		parts = append(parts, "error")
	}
	removed := e.Error && slices.Contains(p.Layer.Error, Remove)
	if e.Close && !(removed && p.Layer.Deaf) {
		code := e.Code
		if code == 0 {
			code = 1006
		}
		text := strings.TrimSpace(fmt.Sprintf("close %d %s", code, e.Reason))
		if removed {
			text += " (of the task alone)"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", then ")
}

func failedText(p *Platform) string { return endingText(p.Native.Failed, p) }

func socketsText(p *Platform) string {
	rule := p.Native.Policy
	switch {
	case rule.Sockets == 0:
		return "no limit known"
	case rule.Replace:
		return fmt.Sprintf("%d; a new one replaces it", rule.Sockets)
	case rule.Single > 0:
		return fmt.Sprintf("%d; %d with multiple: true", rule.Single, rule.Sockets)
	}
	return fmt.Sprint(rule.Sockets)
}
