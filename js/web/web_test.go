package web_test

import (
	"bytes"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
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
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	server := devservertest.Start(t, devserver.Config{})
	host := strings.TrimPrefix(server.URL(), "ws://")
	for _, path := range paths {
		path, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := run(t, files(archive)["main.js"], "http://"+host+"/")
			for name, text := range got {
				got[name] = strings.ReplaceAll(text, host, "HOST")
			}
			if *update {
				for i, f := range archive.Files {
					if _, ok := got[f.Name]; ok {
						archive.Files[i].Data = []byte(got[f.Name])
					}
				}
				if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			for name, text := range got {
				if diff := cmp.Diff(files(archive)[name], text); diff != "" {
					t.Errorf("%s: want (-), got (+):\n%s", name, diff)
				}
			}
		})
	}
}

func files(archive *txtar.Archive) map[string]string {
	m := map[string]string{}
	for _, f := range archive.Files {
		m[f.Name] = string(f.Data)
	}
	return m
}

// run runs a script in a page and returns what it printed.
func run(t *testing.T, script, page string) map[string]string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.js")
	if err := os.WriteFile(file, []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	t.Chdir(filepath.Dir(file))
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
	got := run(t, `
		await fetch('/login');
		document.cookie = 'own=1';
		document.cookie = 'session=stolen';
		console.log(document.cookie);
		const ws = new WebSocket('/');
		ws.onmessage = (e) => { console.log(e.data); ws.close(); };
	`, server.URL+"/")
	want := map[string]string{"stdout": "seen=yes; own=1\nsession=s1; seen=yes; own=1\n", "stderr": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}
