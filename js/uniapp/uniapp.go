// Package uniapp gives a script what uni-app has beside sockets: HTTP, storage,
// what an app knows of its device, and the life of the app and its pages.
//
// Most of it is written in JavaScript, in parts that are compiled when a function
// of theirs is called for the first time ([App.Functions] says which those are).
package uniapp

import (
	"fmt"
	"io"
	"slices"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/platform"
)

// Config says what the app is.
type Config struct {
	Platform *platform.Platform

	// AppID is the app's id on its platform, "" for none.
	AppID string

	// About is what the app's manifest calls it.
	About manifest.About

	// Store keeps what uni's storage holds; nil is one in memory.
	Store *Store

	// Told receives a line for what a user would see or feel, such as a toast, and
	// for what is not there. Nil discards.
	Told io.Writer

	// TellOnce, where not nil, is told instead what is not to be repeated in a run, such as
	// what is not there.
	TellOnce func(line string)

	// Decline has modal dialogs and action sheets cancelled; otherwise they are
	// confirmed, with the first entry.
	Decline bool

	// Path is the page that the script is or opens, such as pages/index/index, and
	// Query that of its launch, without a question mark.
	Path, Query string

	// Pages are all that the project has; nil is any.
	Pages []string

	// Network is what request, uploadFile and downloadFile go by; nil is without them.
	Network *network.Network
}

// App is the app around one script.
type App struct {
	runtime *js.Runtime
	vm      *sobek.Runtime
	config  Config
	native  *sobek.Object // what the parts get
	parts   map[string]*sobek.Object
	warned  map[string]bool // what tellOnce has told
	failing bool            // while listeners hear of an error
	table   *table
	binding *binding.Binding
	engine  *engine // nil before it is used
	temp    string  // the directory of downloads; "" before there are any
}

// New makes the app of a script. It is called on the loop, before the script.
func New(r *js.Runtime, c Config) *App {
	if c.Store == nil {
		c.Store = &Store{}
	}
	if c.Told == nil {
		c.Told = io.Discard
	}
	a := &App{runtime: r, vm: r.Runtime(), config: c, parts: map[string]*sobek.Object{}}
	a.native = natives.Object(a.vm, a)
	return a
}

// Functions are those of uni and of the vendor's object: what the platform has.
func (a *App) Functions() binding.Functions {
	a.table = tableOf(a.config.Platform, a.config.Network != nil)
	return binding.Functions{Table: &a.table.FunctionTable, Make: func(name string) binding.Function {
		f := a.table.make[name](a)
		f.Adds = a.adds(name)
		return f
	}}
}

// adds is what uni's wrapper adds to what a vendor's function gives, or nil.
func (a *App) adds(name string) func() sobek.Value {
	if !slices.Contains(added, name) {
		return nil
	}
	return func() sobek.Value {
		v, err := a.function("system", "added")(sobek.Undefined(), a.vm.ToValue(name))
		rethrow(err)
		return v
	}
}

// added are the functions to whose results uni's wrapper adds properties.
var added = []string{"getSystemInfo", "getSystemInfoSync", "getSystemInfoAsync", "getDeviceInfo", "getAppBaseInfo", "getWindowInfo"}

// Install adds the global functions of the app and its pages. It is called on the
// loop, when b is installed and before the script.
func (a *App) Install(b *binding.Binding) error {
	a.binding = b
	a.runtime.OnFailure(a.failed)
	_, vendor := b.Vendor()
	if vendor == nil {
		pageGlobals.Extend(a.vm, a.vm.GlobalObject(), a)
		return nil
	}
	miniProgramGlobals.Extend(a.vm, a.vm.GlobalObject(), a)
	vendorProperties.Extend(a.vm, vendor, a)
	return nil
}

// pageGlobals are the global variables of every platform, and miniProgramGlobals those of
// mini programs, whose vendor's object has vendorProperties.
var (
	pageGlobals        = lazy.NewTemplate(lifeGlobals("getApp", "getCurrentPages"))
	miniProgramGlobals = lazy.NewTemplate(append(lifeGlobals("getApp", "getCurrentPages", "App", "Page", "Component", "Behavior"),
		lazy.Property[*App]{Name: "requirePlugin", Make: func(a *App) sobek.Value { return a.vm.ToValue(a.requirePlugin) }}))
	vendorProperties = lazy.NewTemplate([]lazy.Property[*App]{{Name: "env", Make: func(a *App) sobek.Value {
		env := a.vm.NewObject()
		env.Set("USER_DATA_PATH", a.config.Platform.System().UserData) // a fresh object refuses nothing
		return env
	}}})
)

// lifeGlobals are functions of the part life, and the part itself, which no loop over
// globalThis shows.
func lifeGlobals(names ...string) []lazy.Property[*App] {
	list := []lazy.Property[*App]{{Name: lifeName, Hidden: true, Fixed: true, Make: func(a *App) sobek.Value { return a.load("life") }}}
	for _, name := range names {
		list = append(list, lazy.Property[*App]{Name: name, Make: func(a *App) sobek.Value { return a.vm.ToValue(a.sync("life", name)) }})
	}
	return list
}

func (a *App) requirePlugin(call sobek.FunctionCall) sobek.Value {
	a.throw(fmt.Sprintf("requirePlugin(%q) is not implemented in unisocket: plugins come from the vendor's servers", call.Argument(0).String()))
	return nil
}
