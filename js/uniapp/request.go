package uniapp

import (
	"net/http"
	"slices"
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
)

// request is uni.request (uni's documentation, docs/api/request/request.md).
func (a *App) request(options *sobek.Object, done func(binding.Outcome)) sobek.Value {
	c := a.newCall("request", options, done)
	method := strings.ToUpper(c.text("method"))
	if !slices.Contains(c.rules.Methods, method) {
		method = c.rules.Methods[0]
	}
	data, header := c.option("data"), c.header()
	target, ok := c.url(a.withQuery(c.text("url"), method, data))
	if !ok {
		return c.task(false)
	}
	c.setContentType(header, method)
	r := network.Request{Method: method, URL: target, Header: header, Timeout: c.timeout(a.config.Network.Timeouts().Request)}
	if method != http.MethodGet {
		if body := c.body(header.Get("Content-Type"), data); method != http.MethodHead {
			r.Body = body
		}
	}
	var h network.Handlers
	chunked := c.option("enableChunked")
	if chunked != nil && chunked.ToBoolean() {
		h.Data = func(data []byte) {
			c.chunks.call(c, func() *sobek.Object {
				o := a.vm.NewObject()
				o.Set("data", a.vm.NewArrayBuffer(slices.Clone(data)))
				return o
			})
		}
	}
	c.start(r, h, func(head *httpclient.Response, body []byte) {
		if h.Data != nil {
			body = nil // the chunks were it
		}
		result := c.answer(head)
		result.Set("data", c.data(head, body))
		c.succeed(result)
	})
	return c.task(false)
}

// withQuery adds the data of a GET to the URL where they are an object. A name that
// the URL has already is replaced.
func (a *App) withQuery(raw, method string, data sobek.Value) string {
	o, ok := data.(*sobek.Object)
	if method != http.MethodGet || !ok || a.rawType(data) != "Object" || len(o.Keys()) == 0 {
		return raw
	}
	raw, fragment, hashed := strings.Cut(raw, "#")
	path, query, _ := strings.Cut(raw, "?")
	var names []string
	values := map[string]string{}
	set := func(name, value string) {
		if _, there := values[name]; !there {
			names = append(names, name)
		}
		values[name] = value
	}
	for part := range strings.SplitSeq(query, "&") {
		if name, value, _ := strings.Cut(part, "="); part != "" {
			set(name, value)
		}
	}
	for _, name := range o.Keys() {
		v, text := o.Get(name), ""
		switch {
		case sobek.IsUndefined(v), sobek.IsNull(v):
		case a.rawType(v) == "Object":
			text = a.stringify(v)
		default:
			text = v.String()
		}
		set(a.encode(name), a.encode(text))
	}
	for i, name := range names {
		names[i] = name + "=" + values[name]
	}
	raw = path + "?" + strings.Join(names, "&")
	if hashed {
		raw += "#" + fragment
	}
	return raw
}

// setContentType sets what the caller has not.
func (c *call) setContentType(h http.Header, method string) {
	if h.Get("Content-Type") == "" && (method != http.MethodGet || c.rules.AlwaysTyped) {
		h.Set("Content-Type", "application/json")
	}
}

// body is what the data are as the body of a request.
func (c *call) body(contentType string, data sobek.Value) []byte {
	if data == nil || !data.ToBoolean() {
		return []byte{}
	}
	if buffer, ok := data.Export().(sobek.ArrayBuffer); ok {
		return slices.Clone(buffer.Bytes())
	}
	o, isObject := data.(*sobek.Object)
	a := c.app
	switch {
	case !isObject && a.rawType(data) == "String":
		return []byte(data.String())
	case strings.HasPrefix(contentType, "application/x-www-form-urlencoded") && isObject:
		pairs := make([]string, 0, len(o.Keys()))
		for _, name := range o.Keys() {
			pairs = append(pairs, a.encode(name)+"="+a.encode(o.Get(name).String()))
		}
		return []byte(strings.Join(pairs, "&"))
	case strings.HasPrefix(contentType, "application/json"), !c.rules.AsString:
		return []byte(a.stringify(data))
	}
	return []byte(data.String())
}

// data is the body of an answer in the form that was asked for.
func (c *call) data(head *httpclient.Response, body []byte) sobek.Value {
	a := c.app
	if strings.EqualFold(c.text("responseType"), "arraybuffer") {
		return a.vm.ToValue(a.vm.NewArrayBuffer(body))
	}
	text := network.Text(head.Header.Get("Content-Type"), body)
	if kind := strings.ToLower(c.text("dataType")); kind == "" || kind == "json" {
		if v, ok := a.parseJSON(text); ok {
			return v
		}
	}
	return a.vm.ToValue(text)
}
