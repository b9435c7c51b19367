package binding

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
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
	err := b.try(func() { o = b.connectOptions(args) })
	if o.Err == nil {
		o.Err = err
	}
	task, _ := b.app.Connect(o, cb)
	b.connectedAt(task)
	returned := b.layer.Returns == platform.Always || b.layer.Returns == platform.WithMultiple && o.Multiple
	v := b.taskObject(task, o.URL)
	if !returned {
		b.noTask = true
		return sobek.Undefined()
	}
	return v
}

// connectOptions converts the options; it may throw.
func (b *Binding) connectOptions(args *sobek.Object) core.ConnectOptions {
	o := core.ConnectOptions{Header: http.Header{}}
	given := args.Get("url")
	if given == nil {
		given = sobek.Undefined()
	}
	if b.layer.Data == platform.WebIDL {
		o.URL = b.domString(given, "Failed to construct 'WebSocket': ")
	} else if o.URL = given.String(); b.layer.Wrapped && b.rawType(given) != "String" {
		text := b.layer.URLType.Text
		if strings.Contains(text, "%s") {
			text = fmt.Sprintf(text, b.rawType(given))
		}
		o.Err = errors.New(text)
		return o
	} else if b.rawType(given) != "String" {
		b.typeError(fmt.Sprintf("parameter `url` should be String instead of %s", b.rawType(given)))
	}
	o.Protocols = b.protocolList(args.Get("protocols"))
	if m, ok := args.Get("method").(sobek.String); ok {
		o.Method = strings.ToUpper(m.String())
		if !slices.Contains(b.layer.Methods, o.Method) {
			o.Method = b.layer.Methods[0]
		}
	}
	if m := args.Get("multiple"); m != nil && b.layer.Returns == platform.WithMultiple {
		o.Multiple = m.ToBoolean()
	}
	// What the platform does not read is not converted, which might throw.
	n := b.config.Platform.Native
	if h, ok := args.Get("header").(*sobek.Object); ok {
		for _, name := range h.Keys() {
			value := "" // what the platform does not read may throw
			if n.Header {
				value = h.Get(name).String()
			}
			o.Header[name] = []string{value}
		}
	}
	if data, ok := args.Get("data").(*sobek.Object); ok && n.DataInURL {
		query := url.Values{}
		for _, name := range data.Keys() {
			query.Set(name, data.Get(name).String())
		}
		o.Query = query.Encode()
	}
	if v := args.Get("timeout"); v != nil && (n.Timeout.Option || isNumber(v)) {
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

func isNumber(v sobek.Value) bool {
	_, ok := v.Export().(int64)
	if !ok {
		_, ok = v.Export().(float64)
	}
	return ok
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
		if !ok && b.layer.Wrapped {
			return sobek.Undefined()
		}
		if !ok {
			panic(b.newError("Error", b.badCallback(name, call.Arguments)))
		}
		// uni-app calls a global listener as a property of its own record of it.
		record := b.vm.NewObject()
		record.Set("name", name)
		record.Set("keepAlive", true)
		record.Set("callback", call.Argument(0))
		b.app.On(k, b.listener(record, fn))
		if b.layer.Replace {
			b.globals[k] = nil
		}
		b.globals[k] = append(b.globals[k], record)
		return sobek.Undefined()
	}
}

// offSocket is one of those that take a global listener away, or all of its event.
func (b *Binding) offSocket(k core.Kind) func(sobek.FunctionCall) sobek.Value {
	return func(call sobek.FunctionCall) sobek.Value {
		gone := call.Argument(0)
		for i := len(b.globals[k]) - 1; i >= 0; i-- {
			if sobek.IsUndefined(gone) || b.globals[k][i].Get("callback") == gone {
				b.globals[k] = slices.Delete(b.globals[k], i, i+1)
				b.app.Off(k, i)
			}
		}
		return sobek.Undefined()
	}
}
