package binding

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/platform"
)

// formatConnect normalises the options of connectSocket.
func (b *Binding) formatConnect(args *sobek.Object) {
	if h := args.Get("header"); h == nil || !h.ToBoolean() {
		b.must(args.Set("header", b.vm.NewObject()))
	}
	method := ""
	if m := args.Get("method"); m != nil && m.ToBoolean() {
		upper, ok := sobek.AssertFunction(m.ToObject(b.vm).Get("toUpperCase"))
		if !ok {
			b.typeError(`(e || "").toUpperCase is not a function`) // the name is that of the minified build
		}
		v, err := upper(m)
		b.throw(err)
		method = v.String()
	}
	if !slices.Contains(b.layer.Methods, method) {
		method = b.layer.Methods[0]
	}
	b.must(args.Set("method", method))
	if p := args.Get("protocols"); p != nil && b.rawType(p) == "String" && !isObject(p) {
		b.must(args.Set("protocols", b.vm.NewArray(p)))
	}
	if b.layer.FilterProtocols {
		strings := []any{}
		if p := args.Get("protocols"); p != nil && p.ToBoolean() {
			b.vm.ForOf(p, func(item sobek.Value) bool {
				if _, ok := item.(sobek.String); ok {
					strings = append(strings, item)
				}
				return true
			})
		}
		b.must(args.Set("protocols", b.vm.NewArray(strings...)))
	}
}

func isObject(v sobek.Value) bool {
	_, ok := v.(*sobek.Object)
	return ok
}

// connectSocket is uni.connectSocket. It returns the task, also where the native's
// constructor threw (§1.1).
func (b *Binding) connectSocket(args *sobek.Object, cb core.Callbacks) sobek.Value {
	var o core.ConnectOptions
	o.Err = b.try(func() { o = b.connectOptions(args) })
	task, _ := b.app.Connect(o, cb)
	return b.taskObject(task, o.URL)
}

// connectOptions converts the options; it may throw.
func (b *Binding) connectOptions(args *sobek.Object) core.ConnectOptions {
	o := core.ConnectOptions{Header: http.Header{}}
	url := args.Get("url")
	if url == nil {
		url = sobek.Undefined()
	}
	if b.layer.Data == platform.WebIDL {
		o.URL = b.domString(url, "Failed to construct 'WebSocket': ")
	} else if o.URL = url.String(); b.rawType(url) != "String" {
		b.typeError(fmt.Sprintf("parameter `url` should be String instead of %s", b.rawType(url)))
	}
	o.Protocols = b.protocolList(args.Get("protocols"))
	o.Method = args.Get("method").String()
	// What the platform does not read is not converted, which might throw.
	n := b.config.Platform.Native
	if h, ok := args.Get("header").(*sobek.Object); ok && n.Header {
		for _, name := range h.Keys() {
			o.Header[name] = []string{h.Get(name).String()}
		}
	}
	if v := args.Get("timeout"); v != nil && n.Timeout.Option {
		if ms := v.ToFloat(); ms > 0 {
			o.Timeout = time.Duration(min(ms, maxTimeout)) * time.Millisecond
		}
	}
	if v := args.Get("tcpNoDelay"); v != nil && !sobek.IsUndefined(v) {
		o.Nagle = !v.ToBoolean()
	}
	if v := args.Get("perMessageDeflate"); v != nil {
		o.Deflate = v.ToBoolean()
	}
	return o
}

// maxTimeout is the longest timeout that a timer has, in milliseconds.
const maxTimeout = 1<<31 - 1

// badCallback is what adding something else than a listener throws (§1.4).
func (b *Binding) badCallback(name string, given []sobek.Value) string {
	if !b.layer.RefuseArguments {
		return `Invalid args: type check failed for args "callback". Expected Function`
	}
	args := b.vm.NewObject()
	if len(given) > 0 {
		b.must(args.Set("callback", given[0]))
	}
	return name + ":fail " + b.validate(refusal, []argument{{"callback", []string{"Function"}, true}}, args)[0]
}

// onSocket is one of the functions that add a global listener (§1.4).
func (b *Binding) onSocket(k core.Kind) func(sobek.FunctionCall) sobek.Value {
	name := "onSocket" + k.String()
	return func(call sobek.FunctionCall) sobek.Value {
		fn, ok := sobek.AssertFunction(call.Argument(0))
		if !ok {
			panic(b.newError("Error", b.badCallback(name, call.Arguments)))
		}
		// uni-app calls a global listener as a property of its own record of it.
		record := b.vm.NewObject()
		record.Set("name", name)
		record.Set("keepAlive", true)
		record.Set("callback", call.Argument(0))
		b.app.On(k, b.listener(record, fn))
		return sobek.Undefined()
	}
}
