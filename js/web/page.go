package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
)

// page is the browser's page around one script: what its JavaScript parts ask Go for.
type page struct {
	runtime *js.Runtime
	url     *url.URL
	cookies *httpclient.Jar
	visible bool

	// What the parts do when the document is ready, has loaded, is left, is hidden or shown.
	ready, load, unload, visibility []sobek.Callable
	onError, onRejection            sobek.Callable // report whether a listener canceled the event
}

func newPage(r *js.Runtime, b *binding.Binding, c Config) (*page, error) {
	u, err := url.Parse(c.Page)
	if err != nil {
		return nil, err
	}
	p := &page{runtime: r, url: u, visible: true}
	if c.Network != nil {
		p.cookies = c.Network.Jar()
	}
	if p.cookies == nil {
		p.cookies = httpclient.NewJar()
	}
	b.OnVisible(func(visible bool) {
		p.visible = visible
		p.tell(p.visibility)
	})
	b.OnShutdown(func() { p.tell(p.unload) })
	// The script is the page's module: load comes when it has run.
	port := r.Loop().Acquire()
	port.Post(func() {
		defer port.Release()
		p.tell(p.ready)
		p.tell(p.load)
	})
	return p, nil
}

// tell calls functions of the parts, each as a macrotask.
func (p *page) tell(fns []sobek.Callable) {
	for _, fn := range fns {
		p.runtime.Deliver(func() error {
			_, err := fn(sobek.Undefined())
			return err
		})
	}
}

// natives are what the parts find in native.
func (p *page) natives() map[string]func(sobek.FunctionCall) sobek.Value {
	vm := p.runtime.Runtime()
	add := func(list *[]sobek.Callable) func(sobek.FunctionCall) sobek.Value {
		return func(call sobek.FunctionCall) sobek.Value {
			*list = append(*list, callable(call.Argument(0)))
			return sobek.Undefined()
		}
	}
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"page": func(sobek.FunctionCall) sobek.Value {
			o := vm.NewObject()
			o.Set("url", p.url.String())
			o.Set("origin", p.url.Scheme+"://"+p.url.Host)
			o.Set("secure", p.secure())
			return o
		},
		"visible":    func(sobek.FunctionCall) sobek.Value { return vm.ToValue(p.visible) },
		"onVisible":  add(&p.visibility),
		"onReady":    add(&p.ready),
		"onLoad":     add(&p.load),
		"onUnload":   add(&p.unload),
		"onUncaught": p.onUncaught,
		"cookies":    func(sobek.FunctionCall) sobek.Value { return vm.ToValue(p.cookieString()) },
		"setCookie":  p.setCookie,
		"postTask":   p.postTask,
	}
}

func callable(v sobek.Value) sobek.Callable {
	fn, _ := sobek.AssertFunction(v)
	return fn
}

// postTask has a function run as a macrotask of its own, soon.
func (p *page) postTask(call sobek.FunctionCall) sobek.Value {
	fn := callable(call.Argument(0))
	port := p.runtime.Loop().Acquire()
	port.Post(func() { p.tell([]sobek.Callable{fn}) })
	port.Release()
	return sobek.Undefined()
}

// onUncaught takes what fires the events error and unhandledrejection.
func (p *page) onUncaught(call sobek.FunctionCall) sobek.Value {
	o := call.Argument(0).(*sobek.Object)
	p.onError, p.onRejection = callable(o.Get("error")), callable(o.Get("rejection"))
	p.runtime.OnUncaught(p.uncaught)
	return sobek.Undefined()
}

// uncaught fires the event of an error, and reports whether that was canceled. A
// message begins as Chromium's does.
func (p *page) uncaught(u js.Uncaught) bool {
	vm := p.runtime.Runtime()
	var canceled sobek.Value
	var err error
	if u.Promise != nil {
		canceled, err = p.onRejection(sobek.Undefined(), u.Promise, u.Value)
	} else {
		message := "Uncaught " + u.Value.String()
		place := u.Failure.Place
		canceled, err = p.onError(sobek.Undefined(), vm.ToValue(message), vm.ToValue(place.File),
			vm.ToValue(place.Line), vm.ToValue(place.Column), u.Value)
	}
	return err == nil && canceled.ToBoolean()
}

// secure reports whether the page is a secure context: one of https, or of this machine.
func (p *page) secure() bool {
	host := p.url.Hostname()
	return p.url.Scheme == "https" || host == "localhost" || strings.HasSuffix(host, ".localhost") ||
		strings.HasPrefix(host, "127.") || host == "::1"
}

// cookieString is document.cookie.
func (p *page) cookieString() string {
	var pairs []string
	for _, c := range p.cookies.Visible(p.url) {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	return strings.Join(pairs, "; ")
}

// setCookie is an assignment to document.cookie. What is no cookie, or may not be one
// of a script's, is ignored (RFC 6265, section 5.3).
func (p *page) setCookie(call sobek.FunctionCall) sobek.Value {
	if c, err := http.ParseSetCookie(call.Argument(0).String()); err == nil {
		p.cookies.SetVisible(p.url, c)
	}
	return sobek.Undefined()
}
