package web

import (
	"embed"

	"github.com/unisocket/uni/js"
)

//go:embed *.js third_party
var files embed.FS

// with gives a part its file.
func with(p *js.Part) *js.Part {
	source, err := files.ReadFile(p.Name + ".js")
	if err != nil {
		panic(err) // it is embedded
	}
	p.Source = string(source)
	return p
}

// parts are what a browser has, in the order in which they are added.
var parts = []*js.Part{
	with(&js.Part{
		Name:    "events",
		Needs:   []string{"wellformed"},
		Globals: []string{"MessageEvent", "CloseEvent", "ErrorEvent", "PromiseRejectionEvent", "ProgressEvent", "PopStateEvent", "HashChangeEvent"},
		Shared:  []string{"newEvents"},
	}),
	with(&js.Part{
		Name:    "window",
		Globals: []string{"Window", "addEventListener", "removeEventListener", "dispatchEvent"},
		Shared:  []string{"windowTarget"},
		Attributes: []string{
			"onload", "onunload", "onbeforeunload", "onpageshow", "onpagehide", "ononline", "onoffline", "onmessage",
			"onmessageerror", "onpopstate", "onhashchange", "onstorage", "onfocus", "onblur", "onresize", "onscroll",
			"onunhandledrejection", "onrejectionhandled", "onerror",
		},
	}),
	with(&js.Part{Name: "names", Globals: []string{
		"origin", "isSecureContext", "crossOriginIsolated", "name", "status", "closed", "length", "opener", "frameElement", "external",
		"innerWidth", "innerHeight", "outerWidth", "outerHeight", "devicePixelRatio",
		"screenX", "screenY", "screenLeft", "screenTop", "scrollX", "scrollY", "pageXOffset", "pageYOffset",
		"open", "print", "confirm", "prompt", "matchMedia", "getComputedStyle", "getSelection",
		"focus", "blur", "stop", "close", "scroll", "scrollTo", "scrollBy", "alert",
		"requestAnimationFrame", "cancelAnimationFrame", "requestIdleCallback", "cancelIdleCallback",
	}}),
	with(&js.Part{Name: "bloburls", Changes: []string{"URL"}, Shared: []string{"blobURLs"}}),
	with(&js.Part{
		Name:    "location",
		Globals: []string{"Location", "History", "location", "history"},
	}),
	with(&js.Part{Name: "tokens", Globals: []string{"DOMTokenList"}, Shared: []string{"newTokenList"}}),
	with(&js.Part{
		Name: "document",
		Globals: []string{
			"Node", "CharacterData", "Text", "Comment", "DocumentFragment", "Element", "HTMLElement", "HTMLAnchorElement", "HTMLCanvasElement", "HTMLDivElement", "HTMLSpanElement", "HTMLTemplateElement",
			"Document", "HTMLDocument", "document",
		},
	}),
	with(&js.Part{Name: "navigator", Globals: []string{"Navigator", "Screen", "navigator", "clientInformation", "screen"}}),
	with(&js.Part{Name: "storage", Globals: []string{"Storage", "localStorage", "sessionStorage"}}),
	with(&js.Part{Name: "channel", Globals: []string{"MessageChannel", "MessagePort", "postMessage"}}),
	with(&js.Part{Name: "file", Globals: []string{"File", "FileReader"}}),
	with(&js.Part{Name: "worker", Globals: []string{"Worker"}}),
	with(&js.Part{Name: "websocket", Globals: []string{"WebSocket"}}),
}

// httpParts are what a browser has for HTTP.
var httpParts = []*js.Part{
	streams(),
	with(&js.Part{Name: "headers", Globals: []string{"Headers"}, Shared: []string{"headers"}}),
	with(&js.Part{Name: "formdata", Needs: []string{"wellformed"}, Globals: []string{"FormData"}, Shared: []string{"formData"}}),
	with(&js.Part{Name: "local", Shared: []string{"localResource"}}),
	with(&js.Part{Name: "body", Shared: []string{"body"}}),
	with(&js.Part{Name: "fetch", Globals: []string{"Request", "Response", "fetch"}}),
	with(&js.Part{Name: "xhr", Globals: []string{"XMLHttpRequest", "XMLHttpRequestUpload", "XMLHttpRequestEventTarget"}}),
	with(&js.Part{Name: "eventsource", Globals: []string{"EventSource"}}),
}

// streams is the Streams Standard, of the package web-streams-polyfill.
func streams() *js.Part {
	p := with(&js.Part{Name: "third_party/web-streams-polyfill/ponyfill", Needs: []string{"symbols"}, Globals: []string{
		"ReadableStream", "ReadableStreamDefaultController", "ReadableByteStreamController", "ReadableStreamBYOBRequest",
		"ReadableStreamDefaultReader", "ReadableStreamBYOBReader", "WritableStream", "WritableStreamDefaultController",
		"WritableStreamDefaultWriter", "ByteLengthQueuingStrategy", "CountQueuingStrategy", "TransformStream",
		"TransformStreamDefaultController",
	}})
	p.Name = "streams"
	p.Source = "(function () { var exports = {}, module = { exports: exports };\n" + p.Source + "\nreturn exports })"
	return p
}
