// Package uniapp gives a script what uni-app has beside sockets: HTTP, storage,
// what an app knows of its device, and the life of the app and its pages.
//
// Most of it is written in JavaScript, in parts that are compiled when a function
// of theirs is called for the first time ([App.Functions] says which those are).
package uniapp

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/grafana/sobek"

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
	missing map[string]bool // functions that are not implemented
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
	a.native = a.natives()
	return a
}

// Functions are those of uni and of the vendor's object: what the platform has.
func (a *App) Functions() []binding.Function {
	there := map[string]bool{}
	for _, name := range a.config.Platform.Functions() {
		there[name] = true
	}
	var list []binding.Function
	for _, p := range parts {
		for _, name := range p.sync {
			if there[name] {
				list = append(list, binding.Function{Name: name, Sync: a.sync(p.name, name), Adds: a.adds(name)})
			}
		}
		for _, name := range p.async {
			if there[name] {
				list = append(list, binding.Function{Name: name, Async: a.async(p.name, name), Adds: a.adds(name)})
			}
		}
		for _, name := range p.own {
			list = append(list, binding.Function{Name: name, Sync: a.sync(p.name, name), Own: true})
		}
	}
	if a.config.Network != nil {
		list = append(list, a.networkFunctions()...)
	}
	return a.withMissing(list)
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
	errs := []error{a.global(lifeName, func() sobek.Value { return a.load("life") })}
	names := []string{"getApp", "getCurrentPages"}
	if _, vendor := b.Vendor(); vendor != nil {
		names = append(names, "App", "Page", "Component", "Behavior")
		env := a.vm.NewObject()
		errs = append(errs,
			env.Set("USER_DATA_PATH", a.config.Platform.System().UserData),
			vendor.Set("env", env),
			a.vm.Set("requirePlugin", a.requirePlugin))
	}
	for _, name := range names {
		errs = append(errs, a.vm.Set(name, a.sync("life", name)))
	}
	return errors.Join(errs...)
}

// global defines a global variable that is made when it is asked for and that no loop
// over globalThis shows.
func (a *App) global(name string, value func() sobek.Value) error {
	get := a.vm.ToValue(func(sobek.FunctionCall) sobek.Value { return value() })
	return a.vm.GlobalObject().DefineAccessorProperty(name, get, nil, sobek.FLAG_FALSE, sobek.FLAG_FALSE)
}

func (a *App) requirePlugin(call sobek.FunctionCall) sobek.Value {
	a.throw(fmt.Sprintf("requirePlugin(%q) is not implemented in unisocket: plugins come from the vendor's servers", call.Argument(0).String()))
	return nil
}
