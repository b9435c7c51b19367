package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/preprocess"
	"github.com/unisocket/uni/trace"
	"github.com/unisocket/uni/websocket"
)

type runCommand struct {
	File string `arg:"" help:"The script or module: JavaScript or TypeScript."`

	Platform string   `short:"p" default:"h5" placeholder:"NAME" help:"The platform to run as: ${platforms}; ${default} unless given."`
	Vue      int      `placeholder:"2|3" help:"The version of Vue whose build is run. Beats the manifest's vueVersion; the newest unless one of them says otherwise."`
	Mode     string   `default:"production" enum:"development,production" help:"The kind of build: development adds uni-app's warnings about arguments (${enum})."`
	Manifest string   `placeholder:"FILE" help:"The app's manifest.json."`
	Page     string   `default:"http://localhost/" placeholder:"URL" help:"The page that relative URLs resolve against on H5 (${default})."`
	Header   []string `placeholder:"NAME:VALUE" sep:"none" help:"A header for every handshake, whatever the platform. May be repeated."`
	Insecure bool     `help:"Accept any certificate."`
	CA       string   `placeholder:"FILE" help:"Trust the certificates in this PEM file, beside the system's."`
	Local    bool     `help:"Let an embedded server answer for every host name, with ws and wss."`
	For      duration `placeholder:"DURATION" help:"End after this time, such as 10s, with status 0."`
	Verbose  bool     `short:"v" help:"Write a line on standard error for every call, callback, event and frame."`
}

// duration is a flag's time; 0 is none given.
type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil || parsed <= 0 {
		return fmt.Errorf("%q is no time: want one such as 500ms, 10s or 1m30s", text)
	}
	*d = duration(parsed)
	return nil
}

// Run runs the script to its end.
func (c *runCommand) Run() error {
	config, err := c.binding()
	if err != nil {
		return usage(err)
	}
	// The heap is small: without this the collector would run all the time.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	end := &ending{cancel: cancel}
	defer end.watch(time.Duration(c.For))()

	err = js.Run(ctx, js.Config{
		File:        c.File,
		Stdout:      os.Stdout,
		Stderr:      os.Stderr,
		Development: c.Mode == "development",
		Build:       preprocess.Build{Platform: config.Platform.Name, Vue: config.Platform.Vue},
		KeepGoing:   true,
		Install: func(r *js.Runtime) error {
			b, err := binding.New(r, config)
			if err != nil {
				return err
			}
			end.started(r, b)
			return r.Runtime().GlobalObject().Set("uni", b.Object())
		},
	})
	var script *js.ScriptError
	switch {
	case errors.As(err, &script):
		return &failure{status: statusFailed} // it has been told
	case err == nil || errors.Is(err, context.Canceled):
		return end.reason()
	}
	return usage(err)
}

// binding is what the flags say about the API.
func (c *runCommand) binding() (config binding.Config, err error) {
	var m *manifest.Manifest
	if c.Manifest != "" {
		if m, err = manifest.Load(c.Manifest); err != nil {
			return config, err
		}
	}
	vue := c.Vue
	switch {
	case vue != 0 && vue != 2 && vue != 3:
		return config, fmt.Errorf("--vue %d: there is Vue 2 and Vue 3", vue)
	case vue == 0 && m != nil:
		vue = m.VueVersion
	}
	p, err := platform.Lookup(c.Platform, vue)
	switch {
	case err != nil && c.Vue == 0 && m != nil && m.VueVersion != 0:
		return config, fmt.Errorf("%w; %s asks for Vue %d, which --vue overrides", err, m.Path, m.VueVersion)
	case err != nil:
		return config, err
	}
	header, err := parseHeaders(c.Header)
	if err != nil {
		return config, err
	}
	tlsConfig, err := c.tls()
	if err != nil {
		return config, err
	}
	config = binding.Config{
		Platform:       p,
		Page:           c.Page,
		Development:    c.Mode == "development",
		ConnectTimeout: m.ConnectTimeout(),
		DialOptions:    websocket.DialOptions{Header: header, TLS: tlsConfig},
	}
	if c.Verbose {
		config.Observer = trace.NewLines(os.Stderr)
	} else {
		config.Broke = tellBreak
	}
	if c.Local {
		// It ends with the process: nobody is left then to take leave of.
		local, err := devserver.StartLocal(devserver.Config{})
		if err != nil {
			return config, fmt.Errorf("the embedded server: %w", err)
		}
		o := &config.DialOptions
		o.DialContext = local.DialContext
		o.Proxy = func(*url.URL) (*url.URL, error) { return nil, nil }
		if o.TLS == nil {
			o.TLS = local.TLSConfig()
		} else if o.TLS.RootCAs != nil {
			o.TLS.RootCAs.AppendCertsFromPEM(local.Server().CA().PEM())
		}
	}
	return config, nil
}

// tellBreak says why a socket broke, as a browser's console does: the error event
// of H5 says nothing.
func tellBreak(task int, url string, cause error) {
	text := strings.TrimPrefix(cause.Error(), "websocket: ")
	if url != "" && !strings.Contains(text, "://") { // errors of dialing name the URL themselves
		text = url + ": " + text
	}
	fmt.Fprintf(os.Stderr, "unisocket: #%d: %s\n", task, text)
}

// tls is what --ca and --insecure ask for; nil is the default.
func (c *runCommand) tls() (*tls.Config, error) {
	if c.CA == "" && !c.Insecure {
		return nil, nil
	}
	config := &tls.Config{InsecureSkipVerify: c.Insecure}
	if c.CA == "" {
		return config, nil
	}
	pem, err := os.ReadFile(c.CA)
	if err != nil {
		return nil, fmt.Errorf("--ca: %w", err)
	}
	if config.RootCAs, err = x509.SystemCertPool(); err != nil {
		config.RootCAs = x509.NewCertPool()
	}
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--ca %s: the file holds no certificate in PEM form", c.CA)
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
