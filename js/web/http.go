package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/grafana/sobek"
	"golang.org/x/net/http/httpguts"

	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/js/network"
)

// nativesOfHTTP are what fetch, XMLHttpRequest and EventSource are made of.
func nativesOfHTTP(n *network.Network) map[string]func(sobek.FunctionCall) sobek.Value {
	vm := n.Runtime().Runtime()
	value := func(v any) sobek.Value { return vm.ToValue(v) }
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"startRequest": func(call sobek.FunctionCall) sobek.Value { return startRequest(n, call) },
		"resolveURL": func(call sobek.FunctionCall) sobek.Value {
			if url, ok := n.Resolve(call.Argument(0).String()); ok {
				return value(url)
			}
			return sobek.Null()
		},
		"sameOrigin": func(call sobek.FunctionCall) sobek.Value { return value(!n.CrossOrigin(call.Argument(0).String())) },
		"maySetHeader": func(call sobek.FunctionCall) sobek.Value {
			return value(n.CheckHeader(call.Argument(0).String(), call.Argument(1).String()))
		},
		"forbiddenMethod": func(call sobek.FunctionCall) sobek.Value {
			return value(network.ForbiddenMethod(call.Argument(0).String()))
		},
		"isToken": func(call sobek.FunctionCall) sobek.Value {
			return value(httpguts.ValidHeaderFieldName(call.Argument(0).String()))
		},
		"encodeFormData": func(call sobek.FunctionCall) sobek.Value {
			body, contentType := httpclient.Form(formParts(vm, call.Argument(0)))
			return vm.NewArray(vm.NewArrayBuffer(body), contentType)
		},
		"bodyText": func(call sobek.FunctionCall) sobek.Value {
			return value(network.Text(call.Argument(0).String(), bytesOf(call.Argument(1))))
		},
	}
}

// bytesOf is the memory of an ArrayBuffer of ours.
func bytesOf(v sobek.Value) []byte {
	buffer, _ := v.Export().(sobek.ArrayBuffer)
	return buffer.Bytes()
}

// startRequest sends a request: an object with api, method, url, headers and added (pairs), body (an
// ArrayBuffer or null), timeout (ms), redirect, credentials, opaque, and the functions sent,
// head, data and done, each of which is called as a macrotask. It returns the function
// that aborts it.
func startRequest(n *network.Network, call sobek.FunctionCall) sobek.Value {
	vm := n.Runtime().Runtime()
	o := call.Argument(0).ToObject(vm)
	text := func(name string) string { return o.Get(name).String() }
	r := network.Request{
		API: text("api"), Method: text("method"), URL: text("url"), Header: http.Header{}, Added: http.Header{},
		Timeout:     time.Duration(o.Get("timeout").ToFloat() * float64(time.Millisecond)),
		Redirect:    redirects[text("redirect")],
		Credentials: credentials[text("credentials")],
		Opaque:      o.Get("opaque").ToBoolean(),
	}
	for name, to := range map[string]http.Header{"headers": r.Header, "added": r.Added} {
		vm.ForOf(o.Get(name), func(pair sobek.Value) bool {
			field := pair.ToObject(vm)
			to.Add(field.Get("0").String(), field.Get("1").String())
			return true
		})
	}
	if body := o.Get("body"); !sobek.IsNull(body) {
		r.Body = slices.Clone(bytesOf(body))
		if r.Body == nil {
			r.Body = []byte{}
		}
	}
	exchange := n.Start(r, handlersOf(n, o))
	return vm.ToValue(func(sobek.FunctionCall) sobek.Value {
		exchange.Abort()
		return sobek.Undefined()
	})
}

var (
	redirects   = map[string]httpclient.Redirect{"follow": httpclient.Follow, "error": httpclient.Refuse, "manual": httpclient.Manual}
	credentials = map[string]network.Credentials{"same-origin": network.SameOrigin, "include": network.Include, "omit": network.Omit}
)

// handlersOf are the functions of a request's object.
func handlersOf(n *network.Network, o *sobek.Object) network.Handlers {
	vm := n.Runtime().Runtime()
	call := func(name string, args func() []any) {
		fn, ok := sobek.AssertFunction(o.Get(name))
		if !ok {
			return
		}
		n.Call(fn, func(*sobek.Runtime) []sobek.Value {
			var values []sobek.Value
			for _, arg := range args() {
				values = append(values, vm.ToValue(arg))
			}
			return values
		})
	}
	h := network.Handlers{
		Head: func(r *httpclient.Response) {
			call("head", func() []any {
				return []any{r.StatusCode, r.StatusText, fieldsOf(vm, r.Header), r.URL, r.Redirected, r.Length}
			})
		},
		Data: func(data []byte) { call("data", func() []any { return []any{vm.NewArrayBuffer(data)} }) },
		Done: func(err error) {
			call("done", func() []any {
				if err == nil {
					return nil
				}
				return []any{err.Error(), httpclient.FaultOf(err) == httpclient.TimedOut}
			})
		},
	}
	if sent := o.Get("sent"); sent != nil && sent.ToBoolean() {
		h.Sent = func(n, total int64) { call("sent", func() []any { return []any{n, total} }) }
	}
	return h
}

// fieldsOf are a header's fields as pairs, names in lower case; a page does not see
// cookies (Fetch, section 2.2.2, "forbidden response-header name").
func fieldsOf(vm *sobek.Runtime, h http.Header) *sobek.Object {
	fields := []any{}
	for name, values := range h {
		if name = strings.ToLower(name); name == "set-cookie" || name == "set-cookie2" {
			continue
		}
		for _, v := range values {
			fields = append(fields, vm.NewArray(name, v))
		}
	}
	return vm.NewArray(fields...)
}

// formParts are the entries of a FormData: [name, text], or [name, ArrayBuffer,
// file name, type].
func formParts(vm *sobek.Runtime, entries sobek.Value) (parts []httpclient.Part) {
	vm.ForOf(entries, func(v sobek.Value) bool {
		entry := v.ToObject(vm)
		part := httpclient.Part{Name: entry.Get("0").String()}
		if name := entry.Get("2"); name != nil && !sobek.IsUndefined(name) {
			part.File, part.FileName, part.Type = true, name.String(), entry.Get("3").String()
			part.Data = bytesOf(entry.Get("1"))
		} else {
			part.Data = []byte(entry.Get("1").String())
		}
		parts = append(parts, part)
		return true
	})
	return parts
}
