package uniapp

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/manifest"
)

// natives are what the parts have of Go.
var natives = func() *lazy.Template[*App] {
	list := []lazy.Property[*App]{
		{Name: "store", Make: func(a *App) sobek.Value { return stores.Object(a.vm, a) }},
		{Name: "data", Make: func(a *App) sobek.Value { return a.data() }},
	}
	for name, fn := range map[string]func(*App, sobek.FunctionCall) sobek.Value{
		"tell": func(a *App, call sobek.FunctionCall) sobek.Value {
			a.tell(call.Argument(0).String())
			return sobek.Undefined()
		},
		"tellOnce": func(a *App, call sobek.FunctionCall) sobek.Value {
			a.tellOnce(call.Argument(0).String())
			return sobek.Undefined()
		},
		"later":  (*App).later,
		"call":   (*App).call,
		"report": (*App).report,
		"part":   func(a *App, call sobek.FunctionCall) sobek.Value { return a.load(call.Argument(0).String()) },
		"uni":    func(a *App, _ sobek.FunctionCall) sobek.Value { return a.binding.Object() },
		"byteLength": func(a *App, call sobek.FunctionCall) sobek.Value {
			return a.vm.ToValue(len(call.Argument(0).String()))
		},
		"now": func(a *App, _ sobek.FunctionCall) sobek.Value { return a.vm.ToValue(time.Now().UnixMilli()) },
		"has": func(a *App, call sobek.FunctionCall) sobek.Value {
			return a.vm.ToValue(a.has(call.Argument(0).String()))
		},
	} {
		list = append(list, native(name, fn))
	}
	return lazy.NewTemplate(list)
}()

func native(name string, fn func(*App, sobek.FunctionCall) sobek.Value) lazy.Property[*App] {
	return lazy.Property[*App]{Name: name, Make: func(a *App) sobek.Value {
		return a.vm.ToValue(func(call sobek.FunctionCall) sobek.Value { return fn(a, call) })
	}}
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

// stores are of the Store for JavaScript. A failure of its file throws.
var stores = lazy.NewTemplate([]lazy.Property[*App]{
	native("get", func(a *App, call sobek.FunctionCall) sobek.Value {
		if value, ok := a.config.Store.Get(call.Argument(0).String()); ok {
			return a.vm.ToValue(value)
		}
		return sobek.Undefined()
	}),
	native("set", func(a *App, call sobek.FunctionCall) sobek.Value {
		return a.stored(a.config.Store.Set(call.Argument(0).String(), call.Argument(1).String()))
	}),
	native("remove", func(a *App, call sobek.FunctionCall) sobek.Value {
		return a.stored(a.config.Store.Remove(call.Argument(0).String()))
	}),
	native("clear", func(a *App, _ sobek.FunctionCall) sobek.Value { return a.stored(a.config.Store.Clear()) }),
	native("keys", func(a *App, _ sobek.FunctionCall) sobek.Value {
		keys := []any{}
		for _, key := range a.config.Store.Keys() {
			keys = append(keys, key)
		}
		return a.vm.NewArray(keys...)
	}),
	native("size", func(a *App, _ sobek.FunctionCall) sobek.Value { return a.vm.ToValue(a.config.Store.Size()) }),
})

func (a *App) stored(err error) sobek.Value {
	if err != nil {
		panic(a.vm.NewGoError(fmt.Errorf("--storage: %w", err)))
	}
	return sobek.Undefined()
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
