package network_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/network"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// run has fn called on the loop of a script that does nothing, and waits for the
// script's end.
func run(t *testing.T, name string, c network.Config, fn func(*network.Network)) {
	t.Helper()
	if c.Platform == nil {
		p, err := platform.Lookup(name, 0)
		if err != nil {
			t.Fatal(err)
		}
		c.Platform = p
	}
	file := filepath.Join(t.TempDir(), "script.js")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	c.Dial = websocket.DialOptions{Proxy: func(*url.URL) (*url.URL, error) { return nil, nil }}
	if c.Page == "" {
		c.Page = "http://localhost/"
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := js.Run(ctx, js.Config{File: file, Install: func(r *js.Runtime) error {
		n, err := network.New(r, c)
		if err == nil {
			fn(n)
		}
		return err
	}})
	if err != nil {
		t.Fatal(err)
	}
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

func get(to string) network.Request { return network.Request{API: "test", Method: "GET", URL: to} }

func TestTenRequestsRunAtOnceAndOthersWait(t *testing.T) {
	const limit, all = 10, 25
	var mu sync.Mutex
	running, most := 0, 0
	full := make(chan struct{})
	opened := sync.OnceFunc(func() { close(full) })
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		running++
		most = max(most, running)
		if running == limit {
			opened()
		}
		mu.Unlock()
		<-full // nobody goes before as many are there as may be
		mu.Lock()
		running--
		mu.Unlock()
	})
	done := 0
	run(t, "mp-weixin", network.Config{}, func(n *network.Network) {
		for range all {
			r := get(base)
			r.Limited = true
			n.Start(r, network.Handlers{Done: func(err error) {
				if err != nil {
					t.Error(err)
				}
				done++
			}})
		}
		// One that has not begun goes without a trace.
		r := get(base)
		r.Limited = true
		n.Start(r, network.Handlers{Done: func(error) { t.Error("an aborted request ended") }}).Abort()
	})
	if most != limit || done != all {
		t.Errorf("%d at once, %d of %d ended", most, done, all)
	}
}

func TestHandlersHearOfARequestInOrder(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Length", fmt.Sprint(len(body)))
		for range 3 {
			io.WriteString(w, "part")
			http.NewResponseController(w).Flush()
		}
	})
	var heard []string
	body := ""
	run(t, "app", network.Config{}, func(n *network.Network) {
		note := func(what string) {
			if len(heard) == 0 || heard[len(heard)-1] != what {
				heard = append(heard, what)
			}
		}
		r := get(base)
		r.Method, r.Body = "POST", make([]byte, 100_000)
		n.Start(r, network.Handlers{
			Sent: func(sent, total int64) {
				if note("sent"); sent > total || total != 100_000 {
					t.Errorf("sent %d of %d", sent, total)
				}
			},
			Head: func(r *httpclient.Response) { note("head " + r.Header.Get("X-Length")) },
			Data: func(data []byte) { note("data"); body += string(data) },
			Done: func(err error) { note(fmt.Sprint("done ", err)) },
		})
	})
	if want := []string{"sent", "head 100000", "data", "done <nil>"}; !slices.Equal(heard, want) || body != "partpartpart" {
		t.Errorf("heard %q with %q", heard, body)
	}
}

func TestAbortEndsTheRequestAndTheScript(t *testing.T) {
	arrived, gone := make(chan struct{}), make(chan struct{})
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "begun")
		http.NewResponseController(w).Flush()
		close(arrived)
		<-r.Context().Done()
		close(gone)
	})
	run(t, "h5", network.Config{}, func(n *network.Network) {
		var x *network.Exchange
		x = n.Start(get(base), network.Handlers{
			Data: func([]byte) { x.Abort(); x.Abort() },
			Done: func(err error) { t.Errorf("it ended with %v", err) },
		})
	})
	<-arrived
	<-gone
}

func TestTimeout(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	for _, test := range []struct{ name, want string }{
		{"h5", "timeout"}, {"app", "timeout"}, {"mp-weixin", "timeout"}, {"mp-alipay", "超时"},
	} {
		run(t, test.name, network.Config{}, func(n *network.Network) {
			r := get(base)
			r.Timeout = time.Millisecond
			n.Start(r, network.Handlers{Done: func(err error) {
				if got := n.Failure(err).Text; got != test.want {
					t.Errorf("%s: %q, want %q", test.name, got, test.want)
				}
			}})
		})
	}
}

func TestRequestsOfAHiddenAppAreInterrupted(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hang" {
			<-r.Context().Done()
		}
	})
	weixin, err := platform.Lookup("mp-weixin", 0)
	if err != nil {
		t.Fatal(err)
	}
	p, native := *weixin, *weixin.Native
	native.Background.After = time.Millisecond
	p.Native = &native
	var heard []string
	run(t, "", network.Config{Platform: &p}, func(n *network.Network) {
		start := func(path string, then func()) {
			r := get(base + path)
			r.Limited = true
			n.Start(r, network.Handlers{Done: func(err error) {
				result := "ok"
				if err != nil {
					result = n.Failure(err).Text
				}
				heard = append(heard, path+" "+result)
				then()
			}})
		}
		n.Hide()
		start("/hang", func() {
			start("/new", func() {
				n.Show()
				start("/again", func() {})
			})
		})
	})
	if want := []string{"/hang interrupted", "/new interrupted", "/again ok"}; !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
}

func TestWhatABrowserWouldNotShowIsToldOf(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for name, values := range r.URL.Query() {
			w.Header()["Access-Control-Allow-"+name] = values
		}
	})
	const page = "http://app.example.com"
	for _, test := range []struct {
		name, page, query string
		credentials       network.Credentials
		platform          string
		told              bool
	}{
		{"another origin that does not name the page", page, "", network.SameOrigin, "h5", true},
		{"one that names all", page, "Origin=*", network.SameOrigin, "h5", false},
		{"one that names it", page, "Origin=" + page, network.SameOrigin, "h5", false},
		{"one that names another", page, "Origin=http://b.example.com", network.SameOrigin, "h5", true},
		{"all is not enough with credentials", page, "Origin=*&Credentials=true", network.Include, "h5", true},
		{"credentials have to be allowed", page, "Origin=" + page, network.Include, "h5", true},
		{"and are", page, "Origin=" + page + "&Credentials=true", network.Include, "h5", false},
		{"the page's own origin", base, "", network.SameOrigin, "h5", false},
		{"where there are no pages", page, "", network.SameOrigin, "app", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var told []string
			c := network.Config{Page: test.page, Diagnose: func(d diagnostic.Diagnostic) { told = append(told, d.Name) }}
			run(t, test.platform, c, func(n *network.Network) {
				for range 2 { // and once only
					r := get(base + "/?" + test.query)
					r.Credentials = test.credentials
					n.Start(r, network.Handlers{Done: func(err error) {
						if err != nil {
							t.Error(err)
						}
					}})
				}
			})
			want := []string(nil)
			if test.told {
				want = []string{"answer-not-shared"}
			}
			if !slices.Equal(told, want) {
				t.Errorf("told %q, want %q", told, want)
			}
		})
	}
}

func TestABrowserAsksBeforeItSendsWhatAFormCouldNot(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r.Method)
		mu.Unlock()
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if r.Method != http.MethodOptions {
			return
		}
		if r.URL.Path == "/none" {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		w.Header().Set("Access-Control-Max-Age", "600")
		w.Header().Set("Access-Control-Allow-Methods", "PUT")
		w.Header().Set("Access-Control-Allow-Headers", "X-A, *")
	})
	for _, test := range []struct {
		name, platform, path, method string
		header                       http.Header
		seen                         []string
		told                         string
	}{
		{"not a form's", "h5", "/", "POST", http.Header{"Content-Type": {"text/plain;charset=UTF-8"}}, []string{"POST", "POST"}, ""},
		{"JSON, once a while", "h5", "/", "POST", http.Header{"Content-Type": {"application/json"}}, []string{"OPTIONS", "POST", "POST"}, ""},
		{"a method that is admitted", "h5", "/", "PUT", nil, []string{"OPTIONS", "PUT", "PUT"}, ""},
		{"one that is not", "h5", "/", "DELETE", nil, []string{"OPTIONS", "DELETE", "OPTIONS", "DELETE"}, "does not allow the method DELETE"},
		{"a header that * does not cover", "h5", "/", "GET", http.Header{"Authorization": {"x"}},
			[]string{"OPTIONS", "GET", "OPTIONS", "GET"}, "does not allow the header authorization"},
		{"a server that knows no OPTIONS", "h5", "/none", "GET", http.Header{"X-A": {"x"}},
			[]string{"OPTIONS", "GET", "OPTIONS", "GET"}, "is 405 Method Not Allowed"},
		{"an App asks nobody", "app", "/none", "DELETE", nil, []string{"DELETE", "DELETE"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			seen = nil
			var told []string
			c := network.Config{Diagnose: func(d diagnostic.Diagnostic) { told = append(told, d.Text) }}
			run(t, test.platform, c, func(n *network.Network) {
				r := get(base + test.path)
				r.Method, r.Header = test.method, test.header
				n.Start(r, network.Handlers{Done: func(error) { n.Start(r, network.Handlers{Done: func(error) {}}) }})
			})
			if !slices.Equal(seen, test.seen) {
				t.Errorf("the server saw %q, want %q", seen, test.seen)
			}
			if got := strings.Join(told, "; "); test.told == "" && got != "" || !strings.Contains(got, test.told) {
				t.Errorf("told %q, want %q", got, test.told)
			}
		})
	}
}

func TestAPageSeesTheHeaderThatIsExposed(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-A", "1")
		w.Header().Set("X-B", "2")
		for name, values := range r.URL.Query() {
			w.Header()["Access-Control-"+name] = values
		}
	})
	const page = "http://app.example.com"
	for _, test := range []struct {
		page, query string
		credentials network.Credentials
		want        string
	}{
		{page, "Allow-Origin=*", network.SameOrigin, ""},
		{page, "Allow-Origin=*&Expose-Headers=x-b,%20x-c", network.SameOrigin, "X-B"},
		{page, "Allow-Origin=*&Expose-Headers=*", network.SameOrigin, "X-A X-B"},
		{page, "Allow-Origin=" + page + "&Allow-Credentials=true&Expose-Headers=*", network.Include, ""},
		{page, "", network.SameOrigin, "X-A X-B"}, // shown although a browser would not
		{base, "", network.SameOrigin, "X-A X-B"},
	} {
		run(t, "h5", network.Config{Page: test.page}, func(n *network.Network) {
			r := get(base + "/?" + test.query)
			r.Credentials = test.credentials
			n.Start(r, network.Handlers{
				Head: func(r *httpclient.Response) {
					var seen []string
					for _, name := range []string{"X-A", "X-B"} {
						if r.Header.Get(name) != "" {
							seen = append(seen, name)
						}
					}
					if got := strings.Join(seen, " "); got != test.want || r.Header.Get("Content-Length") == "" {
						t.Errorf("%s from %s: the page sees %v", test.query, test.page, r.Header)
					}
				},
				Done: func(err error) {
					if err != nil {
						t.Error(err)
					}
				},
			})
		})
	}
}

func TestWhatAPageAddsToARequest(t *testing.T) {
	seen := make(chan string, 1)
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen <- fmt.Sprintf("%q %q", r.Header.Get("Origin"), r.Header.Get("Referer"))
	})
	for _, test := range []struct{ platform, page, method, want string }{
		{"h5", "http://app.example.com/a?b#c", "GET", `"http://app.example.com" "http://app.example.com/"`},
		{"h5", base + "/a?b#c", "GET", `"" "` + base + `/a?b"`},
		{"h5", base + "/a", "POST", `"` + base + `" "` + base + `/a"`},
		{"h5", "https://localhost/", "GET", `"https://localhost" ""`},
		{"app", "http://app.example.com/", "POST", `"" ""`},
	} {
		run(t, test.platform, network.Config{Page: test.page}, func(n *network.Network) {
			r := get(base)
			r.Method = test.method
			n.Start(r, network.Handlers{Done: func(error) {}})
		})
		if got := <-seen; got != test.want {
			t.Errorf("%s from %s: %s, want %s", test.method, test.page, got, test.want)
		}
	}
}

func TestAPageMayNotSetTheseHeaders(t *testing.T) {
	run(t, "h5", network.Config{}, func(n *network.Network) {
		for _, field := range [][2]string{
			{"Cookie", ""}, {"HOST", ""}, {"Sec-X", ""}, {"proxy-a", ""}, {"X-HTTP-Method-Override", "GET, trace"},
		} {
			if n.CheckHeader(field[0], field[1]) {
				t.Errorf("%s: %s may be set", field[0], field[1])
			}
		}
		for _, field := range [][2]string{{"Authorization", ""}, {"X-Sec", ""}, {"X-Method-Override", "PATCH"}} {
			if !n.CheckHeader(field[0], field[1]) {
				t.Errorf("%s: %s may not be set", field[0], field[1])
			}
		}
	})
	run(t, "app", network.Config{}, func(n *network.Network) {
		if !n.CheckHeader("Cookie", "") {
			t.Error("an App may not set Cookie")
		}
	})
}

func TestText(t *testing.T) {
	for _, test := range []struct{ contentType, body, want string }{
		{"", "\ufeff中", "中"},
		{"text/plain; charset=GBK", "\xd6\xd0", "中"},
		{"text/html;charset=iso-8859-1", "\xe9", "é"},
		{"text/plain; charset=klingon", "中", "中"},
		{"text/plain", "a\xffb", "a\ufffdb"},
	} {
		if got := network.Text(test.contentType, []byte(test.body)); got != test.want {
			t.Errorf("%s: %q, want %q", test.contentType, got, test.want)
		}
	}
}
