package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
	"github.com/unisocket/uni/js/uniapp"
	"github.com/unisocket/uni/js/web"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/preprocess"
	"github.com/unisocket/uni/websocket"
)

// settings are the flags that say how an app was built and what it meets, the same
// for one platform and for all.
type settings struct {
	Vue      int      `placeholder:"2|3" help:"The version of Vue whose build is run. Beats the manifest's vueVersion; the newest unless one of them says otherwise."`
	Mode     string   `default:"production" enum:"development,production" help:"The kind of build: development adds uni-app's warnings about arguments (${enum})."`
	Manifest string   `placeholder:"FILE" help:"The app's manifest.json; none for none. Without the flag, that of the script's project is found by itself."`
	Page     string   `placeholder:"URL" help:"The page that relative URLs resolve against on H5; http://localhost/, or https where the manifest serves that."`
	Header   []string `placeholder:"NAME:VALUE" sep:"none" help:"A header for every handshake and request, whatever the platform. May be repeated."`
	Allow    []string `placeholder:"URL" sep:"none" help:"An allowed domain of mini programs, such as wss://chat.example.com for sockets or https://api.example.com for requests: all others of the kind are refused. May be repeated."`
	URLCheck *bool    `name:"url-check" negatable:"" help:"Whether mini programs check the domains, as urlCheck of the manifest says otherwise. With --no-url-check ws:// and http:// are let pass, too, as in the vendors' tools."`
	Insecure bool     `help:"Accept any certificate."`
	CA       string   `placeholder:"FILE" help:"Trust the certificates in this PEM file, beside the system's."`
	Storage  string   `placeholder:"FILE" help:"Keep what uni.setStorage and its like store in this JSON file; without the flag it is forgotten at the end. check begins with it and does not write it."`
	Decline  bool     `help:"Cancel modal dialogs and action sheets, which are otherwise confirmed, with the first entry."`
	Query    string   `placeholder:"QUERY" help:"The query of the launch and of the page, such as id=1&name=x, for onLaunch and onLoad."`
	Hide     duration `placeholder:"DURATION" help:"Hide the app after this time, as a user does who turns to another one."`
	Show     duration `placeholder:"DURATION" help:"Show it again after this time from the start."`
	limits
}

// app is what the settings come to for one platform.
type app struct {
	platform *platform.Platform
	binding  binding.Config
	network  network.Config
	project  *uniapp.Project
	about    manifest.About
}

// build is how the app was built.
func (a *app) build() preprocess.Build {
	return preprocess.Build{Platform: a.platform.Name, Vue: a.platform.Vue, X: a.platform.X}
}

// script is how a file is run as that app; output and Install are the caller's.
func (a *app) script(file string) js.Config {
	return js.Config{
		File:        file,
		Development: a.binding.Development,
		Build:       a.build(),
		Absent:      a.platform.Absent(),
		KeepGoing:   true,
		Modules:     uniapp.Modules(),
		Entry:       a.project.Entry,
	}
}

// install gives a script its platform: uni, the app around it, a browser's globals. What
// the app is comes from the settings, the rest of its configuration from the caller. The
// app is to be closed, also where there is an error. It is called on the loop.
func (a *app) install(r *js.Runtime, c uniapp.Config) (*binding.Binding, *uniapp.App, error) {
	requests, err := network.New(r, a.network)
	if err != nil {
		return nil, nil, err
	}
	c.Platform, c.AppID, c.About, c.Network = a.platform, a.binding.AppID, a.about, requests
	c.Path, c.Pages = a.project.Path(), a.project.Pages()
	app := uniapp.New(r, c)
	a.binding.Cookies, a.binding.Functions, a.binding.ShowOptions = requests.Cookies, app.Functions(), app.EnterOptions
	b, err := binding.New(r, a.binding)
	if err != nil {
		return nil, app, err
	}
	page := web.Config{Platform: a.platform, Page: a.binding.Page, Network: requests}
	return b, app, errors.Join(b.Install(), app.Install(b), web.Install(r, b, page), app.Restore(), b.WatchGlobals())
}

// manifestOf reads the manifest that governs a script; nil is none.
func (s *settings) manifestOf(script string) (*manifest.Manifest, error) {
	path := s.Manifest
	switch path {
	case "none":
		return nil, nil
	case "":
		found := false
		if path, found = manifest.Find(filepath.Dir(script)); !found {
			return nil, nil
		}
		if wd, err := os.Getwd(); err == nil {
			if name, err := filepath.Rel(wd, path); err == nil && filepath.IsLocal(name) {
				path = name
			}
		}
	}
	m, err := manifest.Load(path)
	if err != nil && s.Manifest == "" {
		return nil, fmt.Errorf("%w\n(it was found by itself; --manifest none runs without it)", err)
	}
	return m, err
}

// vue is the version of Vue that is asked for; 0 leaves it to the platform.
func (s *settings) vue(m *manifest.Manifest) (int, error) {
	if s.Vue == 0 && m != nil {
		return m.VueVersion, nil
	}
	return s.Vue, checkVue(s.Vue)
}

// checkVue looks at the value of --vue; 0 is none given.
func checkVue(vue int) error {
	if vue != 0 && vue != 2 && vue != 3 {
		return fmt.Errorf("--vue %d: there is Vue 2 and Vue 3", vue)
	}
	return nil
}

// app is the app of a script on a platform, with an embedded server where local is
// set.
func (s *settings) app(script, name string, local bool) (a app, err error) {
	m, err := s.manifestOf(script)
	if err != nil {
		return a, err
	}
	vue, err := s.vue(m)
	if err != nil {
		return a, err
	}
	p, err := platform.Lookup(name, vue)
	switch {
	case err != nil && s.Vue == 0 && m != nil && m.VueVersion != 0:
		return a, fmt.Errorf("%w; %s asks for Vue %d, which --vue overrides", err, m.Path, m.VueVersion)
	case err != nil:
		return a, err
	}
	if err := m.CheckFor(p.Vue); err != nil {
		return a, err
	}
	header, err := parseHeaders(s.Header)
	if err != nil {
		return a, err
	}
	tlsConfig, err := s.tls()
	if err != nil {
		return a, err
	}
	a.platform = p
	if m != nil {
		a.about = m.About
	}
	if a.project, err = uniapp.OpenProject(script, a.build()); err != nil {
		return a, err
	}
	a.binding = binding.Config{
		Platform:     p,
		Page:         s.page(m),
		Development:  s.Mode == "development",
		TimeoutGiven: m.ConnectTimeoutGiven(p.Node),
		AppID:        m.AppID(p.Node),
		DialOptions:  websocket.DialOptions{Header: header, TLS: tlsConfig},
	}
	a.binding.ConnectTimeout, _ = m.ConnectTimeout(p.Node, p.ConnectTimeoutDefault())
	if err := s.domains(&a.binding, &a.network, m, p, local); err != nil {
		return a, err
	}
	if local {
		if err := serveLocally(&a.binding.DialOptions); err != nil {
			return a, err
		}
	}
	a.network.Platform, a.network.Page, a.network.AppID = p, a.binding.Page, a.binding.AppID
	a.network.Timeouts = m.Timeouts(p.Node, p.ConnectTimeoutDefault())
	a.network.Dial = a.binding.DialOptions
	return a, nil
}

// store is where the app's storage is kept; a run of many leaves the file as it is.
func (s *settings) store(oneOfMany bool) (*uniapp.Store, error) {
	if s.Storage == "" {
		return &uniapp.Store{}, nil
	}
	open := uniapp.OpenStore
	if oneOfMany {
		open = uniapp.ReadStore
	}
	store, err := open(s.Storage)
	if err != nil {
		return nil, fmt.Errorf("--storage: %w", err)
	}
	return store, nil
}

// page is the page of the app on H5.
func (s *settings) page(m *manifest.Manifest) string {
	switch {
	case s.Page != "":
		return s.Page
	case m.SecurePage():
		return "https://localhost/"
	}
	return "http://localhost/"
}

// domains is which hosts a mini program may connect to: those of --allow, where the
// flag is given; none where --url-check or the manifest has the check on, or leaves it to the
// template of Vue 2, in which it is (docs/behaviour.md, section 5). An embedded
// server stands for a host that is allowed. Sockets and requests have a list each, as
// in the vendors' consoles.
func (s *settings) domains(b *binding.Config, n *network.Config, m *manifest.Manifest, p *platform.Platform, local bool) error {
	check, given := m.URLCheck(p.Node)
	if s.URLCheck != nil {
		check, given = *s.URLCheck, true
	}
	b.Unchecked = given && !check
	n.Unchecked = b.Unchecked
	checked := (given && check || !given && m != nil && p.Vue == 2) && !local
	sockets, requests := map[string]bool{}, map[string]bool{}
	for _, entry := range s.Allow {
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
		b.Allow = func(u *url.URL) bool { return sockets[domain(u)] }
	}
	if checked || len(requests) > 0 {
		n.Allow = func(u *url.URL) bool { return requests[domain(u)] }
	}
	return nil
}

// domain is what an entry admits: every port of its host (section 4b).
func domain(u *url.URL) string { return u.Scheme + "://" + strings.ToLower(u.Hostname()) }

func badDomain(entry string) error {
	return fmt.Errorf("--allow %q: want wss:// and a host for sockets, such as wss://chat.example.com, or https:// for requests", entry)
}

// latency is what a connection to the embedded server takes at least while scripts are
// compared: none in the world opens within the turn that asks for it, and what a script
// does too early is to be too early each time.
const latency = 20 * time.Millisecond

// slowly puts latency before a dial.
func slowly(o *websocket.DialOptions) {
	dial := o.DialContext
	o.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		select {
		case <-time.After(latency):
			return dial(ctx, network, addr)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// serveLocally has an embedded server answer. It ends with the process: nobody is
// left then to take leave of.
func serveLocally(o *websocket.DialOptions) error {
	local, err := devserver.StartLocal(devserver.Config{})
	if err != nil {
		return fmt.Errorf("the embedded server: %w", err)
	}
	o.DialContext = local.DialContext
	o.Proxy = func(*url.URL) (*url.URL, error) { return nil, nil }
	if o.TLS == nil {
		o.TLS = local.TLSConfig()
	} else if o.TLS.RootCAs != nil {
		o.TLS.RootCAs.AppendCertsFromPEM(local.Server().CA().PEM())
	}
	return nil
}

// hidden are the times at which the app is hidden and shown; 0 is never.
func (s *settings) hidden() (hide, show time.Duration, err error) {
	hide, show = time.Duration(s.Hide), time.Duration(s.Show)
	if show > 0 && (hide == 0 || show <= hide) {
		return 0, 0, fmt.Errorf("--show %v: it has to come after --hide", show)
	}
	return hide, show, nil
}

// tls is what --ca and --insecure ask for; nil is the default.
func (s *settings) tls() (*tls.Config, error) {
	if s.CA == "" && !s.Insecure {
		return nil, nil
	}
	config := &tls.Config{InsecureSkipVerify: s.Insecure}
	if s.CA == "" {
		return config, nil
	}
	pem, err := os.ReadFile(s.CA)
	if err != nil {
		return nil, fmt.Errorf("--ca: %w", err)
	}
	if config.RootCAs, err = x509.SystemCertPool(); err != nil {
		config.RootCAs = x509.NewCertPool()
	}
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--ca %s: the file holds no certificate in PEM form", s.CA)
	}
	return config, nil
}

// parseHeaders reads the values of --header.
func parseHeaders(lines []string) (http.Header, error) {
	header := http.Header{}
	for _, line := range lines {
		name, value, ok := strings.Cut(line, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch {
		case !ok:
			return nil, fmt.Errorf("--header %q: want NAME:VALUE", line)
		case !httpguts.ValidHeaderFieldName(name):
			return nil, fmt.Errorf("--header %q: %q is no header name", line, name)
		case !httpguts.ValidHeaderFieldValue(value):
			return nil, fmt.Errorf("--header %q: the value holds CR, LF or another control character", line)
		}
		header[name] = append(header[name], value)
	}
	return header, nil
}
