package web

import (
	"embed"

	"github.com/unisocket/uni/js"
)

//go:embed *.js
var files embed.FS

// part is a file of this package as a part of the platform (see js.Part).
func part(name string, globals, shared []string) *js.Part {
	source, err := files.ReadFile(name + ".js")
	if err != nil {
		panic(err) // it is embedded
	}
	return &js.Part{Name: name, Source: string(source), Globals: globals, Shared: shared}
}

// parts are what a browser has, in the order in which they are added.
var parts = []*js.Part{
	part("events",
		[]string{"MessageEvent", "CloseEvent", "ErrorEvent", "PromiseRejectionEvent", "ProgressEvent"},
		[]string{"newEvents"}),
	part("websocket", []string{"WebSocket"}, nil),
}
