package uniapp

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/manifest"
)

// natives are what the parts have of Go.
func (a *App) natives() *sobek.Object {
	o := a.vm.NewObject()
	for name, v := range map[string]any{
		"store": a.storeObject(),
		"data":  a.data(),
		"tell": func(call sobek.FunctionCall) sobek.Value {
			a.tell(call.Argument(0).String())
			return sobek.Undefined()
		},
		"tellOnce": func(call sobek.FunctionCall) sobek.Value {
			a.tellOnce(call.Argument(0).String())
			return sobek.Undefined()
		},
		"later":      a.later,
		"call":       a.call,
		"report":     a.report,
		"part":       func(call sobek.FunctionCall) sobek.Value { return a.load(call.Argument(0).String()) },
		"uni":        func(sobek.FunctionCall) sobek.Value { return a.binding.Object() },
		"byteLength": func(call sobek.FunctionCall) sobek.Value { return a.vm.ToValue(len(call.Argument(0).String())) },
		"now":        func(sobek.FunctionCall) sobek.Value { return a.vm.ToValue(time.Now().UnixMilli()) },
		"has":        func(call sobek.FunctionCall) sobek.Value { return a.vm.ToValue(a.has(call.Argument(0).String())) },
	} {
		if err := o.Set(name, v); err != nil {
			panic(err) // a fresh object takes everything
		}
	}
	return o
}

// data is what the platform says, as an object of JavaScript.
func (a *App) data() *sobek.Object {
	s := a.config.Platform.System()
	o := a.vm.NewObject()
	group := func(name, text string) {
		if text == "" {
			text = "{}"
		}
		o.DefineAccessorProperty(name, a.vm.ToValue(func(sobek.FunctionCall) sobek.Value { return a.parse(text) }), nil, sobek.FLAG_FALSE, sobek.FLAG_TRUE)
	}
	group("device", s.Device)
	group("app", s.App)
	group("window", s.Window)
	group("setting", s.Setting)
	group("authorize", s.Authorize)
	group("extra", s.Extra)
	group("added", s.Added)
	group("storage", toJSON(map[string]any{"rules": s.Storage}))
	group("settings", toJSON(map[string]any{
		"without": s.Without, "network": s.Network, "scene": s.Scene, "life": s.Life, "query": a.config.Query, "path": a.config.Path, "pages": a.config.Pages,
		"decline": a.config.Decline, "miniProgram": a.config.AppID, "about": about(a.config.About), "wrapped": a.config.Platform.Wrapper != nil,
	}))
	return o
}

// about are the properties of system info that the manifest gives.
func about(m manifest.About) map[string]string {
	given := map[string]string{}
	for name, value := range map[string]string{"appId": m.ID, "appName": m.Name, "appVersion": m.Version, "appVersionCode": m.VersionCode} {
		if value != "" {
			given[name] = value
		}
	}
	return given
}

func toJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // of our own data
	}
	return string(text)
}

func (a *App) parse(text string) sobek.Value {
	parse, _ := sobek.AssertFunction(a.vm.GlobalObject().Get("JSON").ToObject(a.vm).Get("parse"))
	v, err := parse(sobek.Undefined(), a.vm.ToValue(text))
	rethrow(err)
	return v
}

// storeObject is the Store for JavaScript. A failure of its file throws.
func (a *App) storeObject() *sobek.Object {
	store := a.config.Store
	check := func(err error) sobek.Value {
		if err != nil {
			panic(a.vm.NewGoError(fmt.Errorf("--storage: %w", err)))
		}
		return sobek.Undefined()
	}
	o := a.vm.NewObject()
	for name, fn := range map[string]func(sobek.FunctionCall) sobek.Value{
		"get": func(call sobek.FunctionCall) sobek.Value {
			if value, ok := store.Get(call.Argument(0).String()); ok {
				return a.vm.ToValue(value)
			}
			return sobek.Undefined()
		},
		"set": func(call sobek.FunctionCall) sobek.Value {
			return check(store.Set(call.Argument(0).String(), call.Argument(1).String()))
		},
		"remove": func(call sobek.FunctionCall) sobek.Value { return check(store.Remove(call.Argument(0).String())) },
		"clear":  func(sobek.FunctionCall) sobek.Value { return check(store.Clear()) },
		"keys": func(sobek.FunctionCall) sobek.Value {
			keys := []any{}
			for _, key := range store.Keys() {
				keys = append(keys, key)
			}
			return a.vm.NewArray(keys...)
		},
		"size": func(sobek.FunctionCall) sobek.Value { return a.vm.ToValue(store.Size()) },
	} {
		if err := o.Set(name, fn); err != nil {
			panic(err)
		}
	}
	return o
}

// tell writes a line to the user.
func (a *App) tell(line string) { io.WriteString(a.config.Told, line+"\n") }

// tellOnce writes a line that is not repeated in a run.
func (a *App) tellOnce(line string) {
	if a.config.TellOnce != nil {
		a.config.TellOnce(line)
		return
	}
	if !a.warned[line] {
		if a.warned == nil {
			a.warned = map[string]bool{}
		}
		a.warned[line] = true
		a.tell(line)
	}
}
