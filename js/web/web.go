// Package web gives a script what a browser has beside uni-app, where the platform
// is one: window and document, WebSocket, storage, location, navigator.
package web

import (
	"slices"

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
	for name, fn := range p.natives() {
		if err := r.Native(name, fn); err != nil {
			return err
		}
	}
	for name, fn := range b.WebSocketNatives() {
		if err := r.Native(name, fn); err != nil {
			return err
		}
	}
	if c.Network == nil {
		return r.Add(parts...)
	}
	for name, fn := range httpNatives(c.Network) {
		if err := r.Native(name, fn); err != nil {
			return err
		}
	}
	return r.Add(slices.Concat(parts, httpParts)...)
}
