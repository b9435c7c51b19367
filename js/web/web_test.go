package web_test

import (
	"bytes"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/internal/scripttest"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
	"github.com/unisocket/uni/js/web"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

var update = flag.Bool("update", false, "write what the scripts of testdata print into their files")

// Each file of testdata is a statement about a page: a script, main.js, and what it
// prints on standard output and standard error. The page is that of a development server,
// whose address is written HOST.
func TestScripts(t *testing.T) {
	server := devservertest.Start(t, devserver.Config{})
	host := strings.TrimPrefix(server.URL(), "ws://")
	scripttest.Run(t, "testdata/*.txtar", *update, func(t *testing.T, _ *txtar.Archive) map[string]string {
		got := run(t, "http://"+host+"/")
		for name, text := range got {
			got[name] = strings.ReplaceAll(text, host, "HOST")
		}
		return got
	})
}

// run runs main.js of the working directory in a page and returns what it printed.
func run(t *testing.T, page string) map[string]string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err := js.Run(t.Context(), js.Config{
		File:      "main.js",
		Stdout:    &stdout,
		Stderr:    &stderr,
		KeepGoing: true,
		Install: func(r *js.Runtime) error {
			n, err := network.New(r, network.Config{Platform: platform.H5(), Page: page})
			if err != nil {
				return err
			}
			b, err := binding.New(r, binding.Config{Platform: platform.H5(), Page: page, Cookies: n.Cookies})
			if err != nil {
				return err
			}
			return errors.Join(b.Install(), web.Install(r, b, web.Config{Platform: platform.H5(), Page: page, Network: n}))
		},
	})
	if failure := (*js.ScriptError)(nil); err != nil && !errors.As(err, &failure) {
		t.Fatal(err)
	}
	return map[string]string{"stdout": stdout.String(), "stderr": stderr.String()}
}

// A login by HTTP is what most handshakes are recognised by.
func TestCookiesGoWithTheHandshake(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/login" {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "s1", HttpOnly: true})
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "yes"})
			return
		}
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Errorf("the handshake: %v", err)
			return
		}
		defer c.CloseNow()
		if err := c.Write(r.Context(), websocket.Text, []byte(r.Header.Get("Cookie"))); err != nil {
			t.Errorf("telling the cookies: %v", err)
		}
		c.Read(r.Context()) // until the script closes
	}))
	defer server.Close()
	t.Chdir(t.TempDir())
	script := `
		await fetch('/login');
		document.cookie = 'own=1';
		document.cookie = 'session=stolen';
		console.log(document.cookie);
		const ws = new WebSocket('/');
		ws.onmessage = (e) => { console.log(e.data); ws.close(); };
	`
	if err := os.WriteFile("main.js", []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	got := run(t, server.URL+"/")
	want := map[string]string{"stdout": "seen=yes; own=1\nsession=s1; seen=yes; own=1\n", "stderr": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}
