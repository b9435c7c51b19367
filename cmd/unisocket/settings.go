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
	"github.com/unisocket/uni/js/launch"
	"github.com/unisocket/uni/js/uniapp"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// building are the flags that say how an app was built and what it asks of its platform,
// wherever it runs.
type building struct {
	Vue      int      `placeholder:"2|3" help:"The version of Vue whose build is run. Beats the manifest's vueVersion; the newest unless one of them says otherwise."`
	Mode     string   `default:"production" enum:"development,production" help:"The kind of build: development adds uni-app's warnings about arguments (${enum})."`
	Manifest string   `placeholder:"FILE" help:"The app's manifest.json; none for none. Without the flag, that of the script's project is found by itself."`
	Page     string   `placeholder:"URL" help:"The page that relative URLs resolve against on H5; http://localhost/, or https where the manifest serves that."`
	Header   []string `placeholder:"NAME:VALUE" sep:"none" help:"A header for every handshake and request, whatever the platform. May be repeated."`
	Allow    []string `placeholder:"URL" sep:"none" help:"An allowed domain of mini programs, such as wss://chat.example.com for sockets or https://api.example.com for requests: all others of the kind are refused. May be repeated."`
	URLCheck *bool    `name:"url-check" negatable:"" help:"Whether mini programs check the domains, as urlCheck of the manifest says otherwise. With --no-url-check ws:// and http:// are let pass, too, as in the vendors' tools."`
	Decline  bool     `help:"Cancel modal dialogs and action sheets, which are otherwise confirmed, with the first entry."`
	Query    string   `placeholder:"QUERY" help:"The query of the launch and of the page, such as id=1&name=x, for onLaunch and onLoad."`
}

// settings are the flags that say how an app was built and what it meets, the same
// for one platform and for all.
type settings struct {
	building
	Insecure bool     `help:"Accept any certificate."`
	CA       string   `placeholder:"FILE" help:"Trust the certificates in this PEM file, beside the system's."`
	Storage  string   `placeholder:"FILE" help:"Keep what uni.setStorage and its like store in this JSON file; without the flag it is forgotten at the end. check begins with it and does not write it."`
	Hide     duration `placeholder:"DURATION" help:"Hide the app after this time, as a user does who turns to another one."`
	Show     duration `placeholder:"DURATION" help:"Show it again after this time from the start."`
	limits
}

// app is what the settings come to for one platform.
type app struct {
	*launch.App
	project *uniapp.Project
}

// script is how a file is run as that app; output and Install are the caller's.
func (a *app) script(file string) js.Config {
	config := a.Script(file)
	config.Entry = a.project.Entry
	return config
}

// copied is an app that may be changed without the others of its kind.
func (a *app) copied() app {
	own := *a.App
	return app{&own, a.project}
}

// install is App.Install of the script of a project.
func (a *app) install(r *js.Runtime, c uniapp.Config) (*launch.Running, error) {
	c.Path, c.Pages = a.project.Path(), a.project.Pages()
	return a.Install(r, c)
}

// manifestOf reads the manifest that governs a script; nil is none.
func (s *building) manifestOf(script string) (*manifest.Manifest, error) {
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
func (s *building) vue(m *manifest.Manifest) (int, error) {
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
	o, err := s.options(script, name, local)
	if err != nil {
		return a, err
	}
	if a, err = s.launch(o, script); err != nil {
		return a, err
	}
	tlsConfig, err := s.tls()
	if err != nil {
		return a, err
	}
	dial := websocket.DialOptions{Header: o.Header, TLS: tlsConfig}
	if local {
		if err := serveLocally(&dial); err != nil {
			return a, err
		}
	}
	a.Dial(dial)
	return a, nil
}

// launch is the app of a script.
func (s *building) launch(o launch.Options, script string) (a app, err error) {
	if a.App, err = launch.New(o); err != nil {
		return a, s.explain(err, o)
	}
	a.project, err = uniapp.OpenProject(script, a.Build())
	return a, err
}

// options are the settings of a script on a platform.
func (s *building) options(script, name string, local bool) (o launch.Options, err error) {
	o = launch.Options{
		Platform: name, Vue: s.Vue, Development: s.Mode == "development", Page: s.Page,
		Allow: s.Allow, URLCheck: s.URLCheck, Anywhere: local,
	}
	if o.Manifest, err = s.manifestOf(script); err != nil {
		return o, err
	}
	o.Header, err = parseHeaders(s.Header)
	return o, err
}

// explain names the flag that a mistake is in, or the one that helps.
func (s *building) explain(err error, o launch.Options) error {
	if mistake := (*launch.OptionError)(nil); errors.As(err, &mistake) {
		return fmt.Errorf("--%w", err)
	}
	if m := o.Manifest; s.Vue == 0 && m != nil && m.VueVersion != 0 {
		if _, unknown := platform.Lookup(o.Platform, m.VueVersion); unknown != nil {
			return fmt.Errorf("%w; %s asks for Vue %d, which --vue overrides", err, m.Path, m.VueVersion)
		}
	}
	return err
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
