// Package launch puts together what a script of uni-app runs in: its platform, what its
// manifest says of it, and on top of a runtime uni, the app and a browser's globals.
package launch

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
	"github.com/unisocket/uni/js/uniapp"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/preprocess"
	"github.com/unisocket/uni/websocket"
)

// Options say how an app was built, and what it meets.
type Options struct {
	Platform    string             // NAME or NAME@VERSION, as platform.Lookup reads it
	Vue         int                // 2 or 3; 0 leaves it to the manifest and the platform
	Development bool               // adds uni-app's warnings about arguments
	Manifest    *manifest.Manifest // nil is none

	// Page is what relative URLs resolve against on H5; "" is http://localhost/, or https
	// where the manifest serves that.
	Page string

	// Header is added to every handshake and request.
	Header http.Header

	// Allow are the domains that mini programs may connect to and request from, such as
	// wss://chat.example.com; URLCheck is whether the check is on, whatever the manifest
	// says. Anywhere: whatever the manifest says, hosts are not checked, since something
	// else stands in their places.
	Allow    []string
	URLCheck *bool
	Anywhere bool
}

// OptionError is a mistake in one of the Options.
type OptionError struct {
	Option string // its name as people write it, such as "allow"
	Text   string
}

func (e *OptionError) Error() string { return e.Option + " " + e.Text }

// App is what runs of one app have in common.
type App struct {
	Platform *platform.Platform
	Binding  binding.Config
	Network  network.Config
	About    manifest.About
}

// New puts an app together.
func New(o Options) (*App, error) {
	if o.Vue != 0 && o.Vue != 2 && o.Vue != 3 {
		return nil, &OptionError{"vue", fmt.Sprintf("%d: there is Vue 2 and Vue 3", o.Vue)}
	}
	m, vue := o.Manifest, o.Vue
	if vue == 0 && m != nil {
		vue = m.VueVersion
	}
	p, err := platform.Lookup(o.Platform, vue)
	if err != nil {
		return nil, err
	}
	if err := m.CheckFor(p.Vue); err != nil {
		return nil, err
	}
	a := &App{Platform: p}
	if m != nil {
		a.About = m.About
	}
	a.Binding = binding.Config{
		Platform:     p,
		Page:         pageOf(o),
		Development:  o.Development,
		TimeoutGiven: m.ConnectTimeoutGiven(p.Node),
		AppID:        m.AppID(p.Node),
		DialOptions:  websocket.DialOptions{Header: o.Header},
	}
	a.Binding.ConnectTimeout, _ = m.ConnectTimeout(p.Node, p.ConnectTimeoutDefault())
	if err := a.domains(o); err != nil {
		return nil, err
	}
	a.Network.Platform, a.Network.Page, a.Network.AppID = p, a.Binding.Page, a.Binding.AppID
	a.Network.Timeouts = m.Timeouts(p.Node, p.ConnectTimeoutDefault())
	a.Network.Dial = a.Binding.DialOptions
	return a, nil
}

// Dial has handshakes and requests begin with these options.
func (a *App) Dial(o websocket.DialOptions) { a.Binding.DialOptions, a.Network.Dial = o, o }

// On has the app run on a platform.
func (a *App) On(p *platform.Platform) { a.Platform, a.Binding.Platform, a.Network.Platform = p, p, p }

// Build is how the app was built.
func (a *App) Build() preprocess.Build {
	return preprocess.Build{Platform: a.Platform.Name, Vue: a.Platform.Vue, X: a.Platform.X}
}

// Script is how a file is run as the app; output and Install are the caller's.
func (a *App) Script(file string) js.Config {
	return js.Config{
		File:        file,
		Development: a.Binding.Development,
		Build:       a.Build(),
		Absent:      a.Platform.Absent(),
		KeepGoing:   true,
		Modules:     uniapp.Modules(),
	}
}

// pageOf is the page of the app on H5.
func pageOf(o Options) string {
	switch {
	case o.Page != "":
		return o.Page
	case o.Manifest.SecurePage():
		return "https://localhost/"
	}
	return "http://localhost/"
}

// domains is which hosts a mini program may connect to: those of Allow, where there are
// some; none where URLCheck or the manifest has the check on, or leaves it to the
// template of Vue 2, in which it is (docs/behaviour.md, section 5). Sockets and requests
// have a list each, as in the vendors' consoles.
func (a *App) domains(o Options) error {
	m, p := o.Manifest, a.Platform
	check, given := m.URLCheck(p.Node)
	if o.URLCheck != nil {
		check, given = *o.URLCheck, true
	}
	a.Binding.Unchecked = given && !check
	a.Network.Unchecked = a.Binding.Unchecked
	checked := (given && check || !given && m != nil && p.Vue == 2) && !o.Anywhere
	sockets, requests := map[string]bool{}, map[string]bool{}
	for _, entry := range o.Allow {
		u, err := url.Parse(entry)
		if err != nil || u.Hostname() == "" || strings.Contains(u.Host, "*") || strings.Trim(u.Path, "/") != "" {
			return badDomain(entry)
		}
		list := map[string]map[string]bool{"wss": sockets, "ws": sockets, "https": requests, "http": requests}[u.Scheme]
		if list == nil {
			return badDomain(entry)
		}
		list[domain(u)] = true
	}
	if checked || len(sockets) > 0 {
		a.Binding.Allow = func(u *url.URL) bool { return sockets[domain(u)] }
	}
	if checked || len(requests) > 0 {
		a.Network.Allow = func(u *url.URL) bool { return requests[domain(u)] }
	}
	return nil
}

// domain is what an entry admits: every port of its host (section 4b).
func domain(u *url.URL) string { return u.Scheme + "://" + strings.ToLower(u.Hostname()) }

func badDomain(entry string) error {
	return &OptionError{"allow", fmt.Sprintf("%q: want wss:// and a host for sockets, such as wss://chat.example.com, or https:// for requests", entry)}
}
