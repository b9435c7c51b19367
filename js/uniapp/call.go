package uniapp

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
	"github.com/unisocket/uni/platform"
)

// call is one of request, uploadFile or downloadFile on its way.
type call struct {
	app      *App
	rules    *platform.HTTP
	api      string
	options  *sobek.Object
	settle   func(binding.Outcome)
	settled  bool
	now      bool              // it settles within a call of the script's
	exchange *network.Exchange // nil where it was refused
	expected int64             // the length of the answer; -1 is unknown

	headers, chunks, progress listeners
}

// networkNames are those of networkFunctions.
var networkNames = []string{"request", "uploadFile", "downloadFile"}

// networkFunctions are those of HTTP.
func (a *App) networkFunctions() []binding.Function {
	return []binding.Function{
		{Name: "request", Length: 1, Async: a.request, Task: true},
		{Name: "uploadFile", Length: 1, Async: a.uploadFile, Task: true},
		{Name: "downloadFile", Length: 1, Async: a.downloadFile, Task: true},
	}
}

func (a *App) newCall(api string, options *sobek.Object, done func(binding.Outcome)) *call {
	return &call{app: a, rules: a.config.Network.Rules(), api: api, options: options, settle: done}
}

// succeed, fail and refuse end the call, the first of them for good.
func (c *call) succeed(result *sobek.Object) { c.end(binding.Outcome{Result: result}) }

func (c *call) fail(f platform.Failure) {
	o := binding.Outcome{Fail: f.Text, Code: f.Code}
	if o.Fail == "" {
		o.Fail = " "
	}
	if c.rules.Errno && f.Code != 0 {
		o.Code, o.Result = 0, c.app.vm.NewObject()
		o.Result.Set("errno", f.Code)
	}
	c.end(o)
}

func (c *call) end(o binding.Outcome) {
	if !c.settled {
		c.settled = true
		o.Now = c.now
		c.settle(o)
	}
}

// abort is the task's.
func (c *call) abort() {
	if c.settled {
		return
	}
	if c.exchange != nil {
		c.exchange.Abort()
	}
	if c.rules.AbortsAtOnce {
		c.now = true
		c.fail(c.rules.Aborted)
		return
	}
	port := c.app.runtime.Loop().Acquire()
	port.Post(func() { c.fail(c.rules.Aborted) })
	port.Release()
}

// option is that of the caller, or nil where it is absent, undefined or null.
func (c *call) option(name string) sobek.Value {
	v := c.options.Get(name)
	if v == nil || sobek.IsUndefined(v) || sobek.IsNull(v) {
		return nil
	}
	return v
}

// text is an option as String() has it, "" where it is not given.
func (c *call) text(name string) string {
	if v := c.option(name); v != nil {
		return v.String()
	}
	return ""
}

// timeout is the option of that name, or the manifest's.
func (c *call) timeout(otherwise time.Duration) time.Duration {
	if v := c.option("timeout"); v != nil {
		if ms := v.ToFloat(); ms > 0 {
			return time.Duration(min(ms, 1<<31-1) * float64(time.Millisecond))
		}
	}
	return otherwise
}

// header is the option header, which a vendor may call otherwise, without what the
// platform keeps to itself.
func (c *call) header() http.Header {
	h := http.Header{}
	names := []string{"header"}
	if c.rules.Vendor.Header != "" {
		names = append(names, c.rules.Vendor.Header)
	}
	for _, option := range names {
		given, ok := c.option(option).(*sobek.Object)
		if !ok {
			continue
		}
		for _, name := range given.Keys() {
			v := given.Get(name)
			if sobek.IsUndefined(v) || sobek.IsNull(v) {
				continue
			}
			value := v.String()
			if strings.EqualFold(name, "Referer") && c.rules.Referer || !c.app.config.Network.CheckHeader(name, value) {
				continue
			}
			h.Set(name, value)
		}
	}
	if referer := c.app.config.Platform.Native.Referer; c.rules.Referer && referer != "" {
		h.Set("Referer", fmt.Sprintf(referer, c.app.config.Network.AppID()))
	}
	return h
}

// url is where the call goes; ok is false when it has been refused.
func (c *call) url(given string) (target string, ok bool) {
	layer := c.app.config.Platform.Layer
	raw := c.option("url")
	_, isText := raw.(sobek.String)
	switch {
	case raw == nil && layer.RefuseArguments:
		c.fail(platform.Failure{Text: "Missing required parameter `url`"})
		return "", false
	case !isText && strings.Contains(layer.URLType.Text, "%s"):
		c.fail(platform.Failure{Text: fmt.Sprintf(layer.URLType.Text, c.app.rawType(c.options.Get("url")))})
		return "", false
	}
	target, ok = c.app.config.Network.Resolve(strings.TrimSpace(given))
	if !ok {
		f := c.rules.BadURL
		f.Text = strings.Replace(f.Text, "%s", given, 1)
		c.fail(f)
		return "", false
	}
	if refused := c.app.config.Network.Refusal(target); refused != nil {
		c.fail(*refused)
		return "", false
	}
	return target, true
}

// start sends the request. received is called with the head and the whole of the
// answer.
func (c *call) start(r network.Request, h network.Handlers, received func(*httpclient.Response, []byte)) {
	r.API, r.Limited = c.api, true
	if r.Credentials = network.Include; c.rules.Page {
		if v := c.option("withCredentials"); v == nil || !v.ToBoolean() {
			r.Credentials = network.SameOrigin
		}
	}
	var (
		head *httpclient.Response
		body []byte
		data = h.Data
	)
	h.Head = func(resp *httpclient.Response) {
		head, c.expected = resp, resp.Length
		c.headers.call(c, func() *sobek.Object { return c.answer(resp) })
	}
	h.Data = func(chunk []byte) {
		if body = append(body, chunk...); data != nil {
			data(chunk)
		}
	}
	h.Done = func(err error) {
		switch {
		case err != nil:
			c.fail(c.app.config.Network.Failure(err))
		case head.StatusCode >= 400 && c.rules.BadStatus.Text != "":
			c.fail(c.rules.BadStatus)
		default:
			received(head, body)
		}
	}
	c.exchange = c.app.config.Network.Start(r, h)
}

// answer is an object with the status and the header of an answer.
func (c *call) answer(resp *httpclient.Response) *sobek.Object {
	vm := c.app.vm
	o, header := vm.NewObject(), vm.NewObject()
	for _, name := range slices.Sorted(maps.Keys(resp.Header)) {
		values := resp.Header[name]
		if c.rules.LowerCase {
			name = strings.ToLower(name)
		}
		if !c.rules.Page || name != "set-cookie" {
			header.Set(name, strings.Join(values, ", "))
		}
	}
	var cookies []any
	if !c.rules.Page {
		for _, cookie := range resp.Header.Values("Set-Cookie") {
			cookies = append(cookies, cookie)
		}
	}
	o.Set("header", header)
	o.Set("statusCode", resp.StatusCode)
	o.Set("cookies", vm.NewArray(cookies...))
	if name := c.rules.Vendor.Header; name != "" {
		o.Set(name, header)
	}
	if name := c.rules.Vendor.StatusCode; name != "" {
		o.Set(name, resp.StatusCode)
	}
	return o
}
