package uniapp

import (
	"fmt"
	"regexp"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js/binding"
)

// Functions of the platform that are not here exist all the same, since libraries
// look for them to tell platforms apart, and say by name that they are missing once
// they are called: one with callbacks fails, one that returns something throws, and
// of an event it is told that it never comes.

var (
	// madeElsewhere are the names that package binding and uni's wrapper make.
	madeElsewhere = regexp.MustCompile(`^(on|off)Socket(Open|Error|Message|Close)$|^(connect|close)Socket$|^sendSocketMessage$|^(on|off)App(Show|Hide)$|Interceptor$|^base64ToArrayBuffer$|^arrayBufferToBase64$`)

	atOnce = regexp.MustCompile(`^create|Sync$|Manager$|^get(MenuButton|.*Context$|SubNVue|CurrentSubNVue|Performance|.*Adapter$|RandomValues|ApiCategory|ExtConfigSync|RendererUserAgent)|^requireNativePlugin$|^revokeBufferURL$|IdleCallback$`)
	event  = regexp.MustCompile(`^(on|off)[A-Z]|^report[A-Z]?`)
)

// object is what the script calls the object with the functions.
func (a *App) object() string {
	if w := a.config.Platform.Wrapper; w != nil {
		return w.Vendor
	}
	return "uni"
}

func (a *App) notHere(name string) binding.Function {
	text := fmt.Sprintf("%s.%s is not implemented in unisocket", a.object(), name)
	switch {
	case createBLE != name && atOnce.MatchString(name):
		return binding.Function{Name: name, Sync: func(sobek.FunctionCall) sobek.Value {
			a.tellOnce("unisocket: " + text)
			a.throw(text + ": it runs the logic of an app, without a screen or the device's parts")
			return nil
		}}
	case event.MatchString(name):
		return binding.Function{Name: name, Sync: func(sobek.FunctionCall) sobek.Value {
			a.tellOnce("unisocket: " + text + ": nothing comes of it")
			return sobek.Undefined()
		}}
	}
	return binding.Function{Name: name, Async: func(_ *sobek.Object, done func(binding.Outcome)) sobek.Value {
		a.tellOnce("unisocket: " + text)
		done(binding.Outcome{Fail: "not implemented in unisocket"})
		return nil
	}}
}

// createBLE is named like the functions that return something, and has callbacks.
const createBLE = "createBLEConnection"

// has reports whether a function is there and does something.
func (a *App) has(name string) bool {
	object := a.binding.Object()
	if _, vendor := a.binding.Vendor(); vendor != nil {
		object = vendor
	}
	v := object.Get(name)
	return v != nil && !sobek.IsUndefined(v) && !a.table.missing[name]
}
