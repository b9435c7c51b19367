package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/launch"
)

type bundleCommand struct {
	File string   `arg:"" help:"The script, module, page or entry of a project: JavaScript, TypeScript or .vue."`
	Args []string `arg:"" optional:"" help:"What the script finds in the array scriptArgs; behind -- it may begin with a dash."`

	Output   string `short:"o" placeholder:"FILE" help:"Where to write the bundle; standard output unless given."`
	Platform string `short:"p" default:"h5" placeholder:"NAME[@VERSION]" help:"The platform to run as: ${platforms}; ${default} unless given. A version follows an @: mp-weixin@1.6.0."`
	building
	For         duration `placeholder:"DURATION" help:"How long the script runs in an iteration, such as 10s: then its sockets are closed. Otherwise it ends when it has nothing left to wait for."`
	Diagnostics bool     `default:"true" negatable:"" help:"Count portability problems, and tell of them once. On unless --no-diagnostics is given."`
}

// Run writes the bundle.
func (c *bundleCommand) Run() error {
	if sameFile(c.File, c.Output) {
		return usage(errors.New("--output: that is the script itself, which would be lost"))
	}
	text, err := c.bundle()
	if err != nil {
		return usage(err)
	}
	if c.Output == "" {
		_, err = os.Stdout.Write(text)
	} else if err = os.WriteFile(c.Output, text, 0o666); err != nil {
		err = fmt.Errorf("--output: %w", err)
	}
	if err != nil {
		return usage(err)
	}
	return nil
}

// sameFile reports whether two names are those of one file that is there.
func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// bundle is a module for k6.
func (c *bundleCommand) bundle() ([]byte, error) {
	o, err := c.options(c.File, c.Platform, false)
	if err != nil {
		return nil, err
	}
	a, err := c.launch(o, c.File)
	if err != nil {
		return nil, err
	}
	config := a.script(c.File)
	config.Stderr = os.Stderr
	config.Build.Words = map[string]bool{"K6": true}
	program, err := js.Bundle(config)
	if err != nil {
		return nil, err
	}
	plain := ascii(program)
	about, err := c.describe(o, a)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `// %q on %s, bundled by unisocket for unisocket-k6. Run it with
//   unisocket-k6 run FILE
// or import it into a k6 script of your own, which may have options, thresholds and
// scenarios, and calls program.run({ args: […], for: '30s' }).
import { Program } from 'k6/x/uni'

export const program = new Program(%s, '%x',
  %s)

export default function () {
  program.run()
}
`, c.File, a.Platform.Title, about, sha256.Sum256(plain), quote(plain))
	return out.Bytes(), nil
}

// describe is what the bundle says of the app, as JSON.
func (c *bundleCommand) describe(o launch.Options, a app) (string, error) {
	d := launch.Description{
		Platform: c.Platform, Vue: a.Platform.Vue, Mode: c.Mode, Page: c.Page, Header: launch.Header(o.Header),
		Allow: c.Allow, URLCheck: c.URLCheck, Diagnostics: &c.Diagnostics,
		Session: launch.Session{
			Args: c.Args, For: launch.Duration(c.For), Query: strings.TrimPrefix(c.Query, "?"), Decline: c.Decline,
			Path: a.project.Path(), Pages: a.project.Pages(),
		},
	}
	if o.Manifest != nil {
		text, err := os.ReadFile(o.Manifest.Path)
		if err != nil {
			return "", err
		}
		if d.Manifest, err = json.Marshal(string(text)); err != nil {
			return "", err
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(&d)
	return strings.TrimSpace(out.String()), err
}

// ascii is JSON without a character that is not ASCII: such a string takes the engine a
// byte a character. They are in the strings of it.
func ascii(text []byte) (plain []byte) {
	for _, r := range string(text) {
		switch {
		case r < utf8.RuneSelf:
			plain = append(plain, byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			plain = fmt.Appendf(plain, `\u%04x\u%04x`, high, low)
		default:
			plain = fmt.Appendf(plain, `\u%04x`, r)
		}
	}
	return plain
}

// quote is a literal of JavaScript.
func quote(text []byte) []byte {
	quoted, err := json.Marshal(string(text))
	if err != nil {
		panic(err) // it is a string
	}
	return quoted
}
