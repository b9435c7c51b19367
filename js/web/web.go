// Package web gives a script what a browser has beside uni-app, where the platform
// is one: window and document, WebSocket, storage, location, navigator.
package web

import (
	"slices"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
	"github.com/unisocket/uni/platform"
)

// Config says what the browser shows.
type Config struct {
	Platform *platform.Platform
	// Page is the URL of the page.
	Page string
	// Network is what fetch and its like go by; nil is without them.
	Network *network.Network
}

// Install adds the browser's globals, where the platform has them. It is called on
// the loop, before the script.
func Install(r *js.Runtime, b *binding.Binding, c Config) error {
	if !c.Platform.Browser {
		return nil
	}
	p, err := newPage(r, b, c)
	if err != nil {
		return err
	}
	windowNames.Extend(r.Runtime(), r.Runtime().GlobalObject(), r)
	// A global object that is extensible refuses nothing.
	_ = r.Runtime().GlobalObject().DefineDataPropertySymbol(sobek.SymToStringTag, r.Runtime().ToValue("Window"), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
	pageNatives.Add(r, p)
	webSocketNatives.Add(r, b)
	if c.Network == nil {
		return r.Add(parts...)
	}
	httpNatives.Add(r, c.Network)
	return r.Add(slices.Concat(parts, httpParts)...)
}

var (
	pageNatives      = js.NewNatives((*page).natives)
	webSocketNatives = js.NewNatives((*binding.Binding).WebSocketNatives)
	httpNatives      = js.NewNatives(nativesOfHTTP)
)

// windowNames are those of the global object itself (HTML, section 7.2).
var windowNames = func() *lazy.Template[*js.Runtime] {
	var list []lazy.Property[*js.Runtime]
	for _, name := range []string{"window", "self", "frames", "parent", "top"} {
		list = append(list, lazy.Property[*js.Runtime]{Name: name, Hidden: true, Make: func(r *js.Runtime) sobek.Value {
			return r.Runtime().GlobalObject()
		}})
	}
	return lazy.NewTemplate(list)
}()
