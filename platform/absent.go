package platform

import "slices"

// browserNames are what the module wrappers of mini programs and of the App declare
// without a value (WeChat's define, uni-app's own for the App's service).
var browserNames = []string{
	"window", "document", "frames", "self", "location", "navigator", "localStorage", "history", "Caches", "screen",
	"alert", "confirm", "prompt", "fetch", "XMLHttpRequest", "WebSocket", "webkit", "WeixinJSCore", "Reporter", "print",
}

// Absent are the names of a browser's globals that are declared and undefined.
func (p *Platform) Absent() []string {
	if !p.NoBrowser {
		return nil
	}
	return slices.Clone(browserNames)
}

// extraNames are globals of browsers that scripts find on every platform here, since
// packages ask for them, and that devices do not have (§7b).
var extraNames = []string{
	"AbortController", "AbortSignal", "Blob", "CustomEvent", "DOMException", "Event", "EventTarget", "TextDecoder", "TextEncoder",
	"URL", "URLSearchParams", "atob", "btoa", "crypto", "structuredClone",
}

// NotOnDevices are the names of globals that scripts find here and not on a device.
func (p *Platform) NotOnDevices() []string {
	if !p.NoBrowser || p.X {
		return nil
	}
	return slices.Clone(extraNames)
}
