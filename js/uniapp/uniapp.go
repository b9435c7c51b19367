// Package uniapp gives a script what uni-app has beside sockets: HTTP, storage,
// what an app knows of its device, and the life of the app and its pages.
package uniapp

import (
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
)

// Config says what the app is.
type Config struct {
	Platform *platform.Platform
}

// App is the app around one script.
type App struct {
	runtime *js.Runtime
	config  Config
}

// New makes the app of a script. It is called on the loop, before the script.
func New(r *js.Runtime, c Config) *App { return &App{runtime: r, config: c} }

// Functions are those of uni and of the vendor's object.
func (a *App) Functions() []binding.Function {
	return nil
}
