// Package network is the HTTP of a script, for uni's functions and for those of a
// browser: [httpclient] brought onto the script's loop, under the rules of its
// platform.
//
// A [Network] is the script's; [Network.Start] begins a [Request], whose [Handlers]
// hear of it on the loop until it is over. The script stays alive that long.
package network

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/grafana/sobek"
	whatwg "github.com/nlnwa/whatwg-url/url"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// Config says what the script's HTTP is like.
type Config struct {
	Platform *platform.Platform

	// Page is the URL of the page, where the platform has pages.
	Page string

	// Dial is what handshakes start from; see httpclient.Config.
	Dial websocket.DialOptions

	// Timeouts are those of the manifest; 0 is the platform's own.
	Timeouts manifest.NetworkTimeout

	// Allow reports whether a mini program may send requests to a URL's host; nil
	// allows all. Unchecked, AppID are those of core.Config.
	Allow     func(*url.URL) bool
	Unchecked bool
	AppID     string

	// Diagnose is told of portability problems, once a place; nil does not look for
	// them. Broke is told why a request came to no answer, which scripts do not learn on
	// every platform. Both are called on the loop.
	Diagnose func(diagnostic.Diagnostic)
	Broke    func(url string, cause error)

	Observer core.Observer
}

// Network sends the requests of one script. Its methods must be called on the loop.
type Network struct {
	runtime *js.Runtime
	rules   *platform.HTTP
	config  Config
	client  *httpclient.Client
	page    *whatwg.Url // nil where there is none

	running []*Exchange // those that are limited
	waiting []*Exchange
	hidden  background
	told    map[[2]string]bool // problems, by name and place

	preflights map[string]time.Time // until when a server has admitted such requests
}

// New makes a script's.
func New(r *js.Runtime, c Config) (*Network, error) {
	n := &Network{runtime: r, rules: c.Platform.HTTP(), config: c, told: map[[2]string]bool{}, preflights: map[string]time.Time{}}
	if n.rules.Page || n.rules.Relative {
		page, err := whatwg.Parse(c.Page)
		if err != nil || page.Scheme() != "http" && page.Scheme() != "https" {
			return nil, fmt.Errorf("the page %q is not an http or https URL", c.Page)
		}
		n.page = page
	}
	n.client = httpclient.New(httpclient.Config{Dial: c.Dial, Cookies: n.rules.Cookies, Connections: n.rules.PerHost})
	context.AfterFunc(r.Context(), n.client.CloseIdle)
	return n, nil
}

// Runtime is the script.
func (n *Network) Runtime() *js.Runtime { return n.runtime }

// Jar has the cookies; nil where the platform keeps none.
func (n *Network) Jar() *httpclient.Jar { return n.client.Jar() }

// Cookies is the Cookie field of a handshake, whose cookies are those of http and
// https (RFC 6455, section 4.1).
func (n *Network) Cookies(address string) string {
	u, err := url.Parse(address)
	if err != nil || n.Jar() == nil {
		return ""
	}
	u.Scheme = strings.Replace(u.Scheme, "ws", "http", 1)
	var pairs []string
	for _, c := range n.Jar().Cookies(u) {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	return strings.Join(pairs, "; ")
}

// Rules are the platform's.
func (n *Network) Rules() *platform.HTTP { return n.rules }

// AppID is that of the mini program.
func (n *Network) AppID() string { return n.config.AppID }

// Platform is where the script runs.
func (n *Network) Platform() *platform.Platform { return n.config.Platform }

// Timeouts are those of the manifest, or the platform's own.
func (n *Network) Timeouts() manifest.NetworkTimeout {
	return n.config.Timeouts.WithDefaults(n.rules.Timeout)
}

// Resolve reads a URL as the URL Standard has it, relative to the page where the
// platform has one. ok is false of what is no URL of http or https.
func (n *Network) Resolve(raw string) (absolute string, ok bool) {
	parse := whatwg.Parse
	if n.rules.Relative && n.page != nil {
		parse = n.page.Parse
	}
	u, err := parse(raw)
	if err != nil || u.Scheme() != "http" && u.Scheme() != "https" || u.Hostname() == "" {
		return "", false
	}
	return u.Href(false), true
}

// Deliver runs fn as a macrotask of the script's; its error is uncaught.
func (n *Network) Deliver(fn func() error) { n.runtime.Deliver(fn) }

// Call calls a function of the script's as a macrotask. Arguments are made by args,
// within it.
func (n *Network) Call(fn sobek.Callable, args func(vm *sobek.Runtime) []sobek.Value) {
	n.Deliver(func() error {
		_, err := fn(sobek.Undefined(), args(n.runtime.Runtime())...)
		return err
	})
}

func (n *Network) observe(r core.Record) {
	if n.config.Observer != nil {
		r.Time = time.Now()
		n.config.Observer.Observe(r)
	}
}

// Caller is the place in the user's source that is running.
func (n *Network) Caller() diagnostic.Place {
	if n.config.Diagnose == nil {
		return diagnostic.Place{}
	}
	place, _ := n.runtime.Caller()
	return place
}

// DiagnoseAt tells of a problem, once a place.
func (n *Network) DiagnoseAt(p *diagnostic.Problem, place diagnostic.Place, args ...any) {
	key := [2]string{p.Name, place.String()}
	if n.config.Diagnose == nil || n.told[key] {
		return
	}
	n.told[key] = true
	n.config.Diagnose(p.At(place, 0, args...))
}
