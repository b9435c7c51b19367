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
