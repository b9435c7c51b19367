package httpclient_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/websocket"
)

// direct dials without the proxies of the environment.
var direct = websocket.DialOptions{Proxy: func(*url.URL) (*url.URL, error) { return nil, nil }}

func serve(t *testing.T, handler http.HandlerFunc) string {
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

func newClient(t *testing.T, c httpclient.Config) *httpclient.Client {
	client := httpclient.New(c)
	t.Cleanup(client.CloseIdle)
	return client
}

// whole sends a request and reads the whole of its answer.
func whole(t *testing.T, c *httpclient.Client, r httpclient.Request) (*httpclient.Response, string) {
	t.Helper()
	resp, err := c.Do(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func TestHeadersOfTheHandshakesAreSentUnlessGiven(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, agent := r.Header["User-Agent"]
		fmt.Fprintf(w, "%s %q %q %v %d", r.Method, r.Header["X-A"], r.Header["X-B"], agent, r.ContentLength)
	})
	options := direct
	options.Header = http.Header{"x-a": {"ours"}, "x-b": {"ours"}}
	_, body := whole(t, newClient(t, httpclient.Config{Dial: options}), httpclient.Request{
		Method: "POST", URL: base, Header: http.Header{"X-a": {"own"}, "content-length": {"99"}}, Body: []byte("four"),
	})
	if want := `POST ["own"] ["ours"] false 4`; body != want {
		t.Errorf("the server saw %s, want %s", body, want)
	}
}

func TestHostOfTheHeaderIsSent(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Host) })
	options := direct
	options.Header = http.Header{"Host": {"chat.example.com"}}
	if _, body := whole(t, newClient(t, httpclient.Config{Dial: options}), httpclient.Request{URL: base}); body != "chat.example.com" {
		t.Errorf("the server saw the host %q", body)
	}
}

func TestRedirects(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/from":
			http.Redirect(w, r, "/to", http.StatusFound)
		default:
			io.WriteString(w, r.Method)
		}
	})
	c := newClient(t, httpclient.Config{Dial: direct})
	resp, body := whole(t, c, httpclient.Request{Method: "POST", URL: base + "/from", Body: []byte("x")})
	if resp.URL != base+"/to" || !resp.Redirected || body != "GET" {
		t.Errorf("followed to %s (%v) with %s", resp.URL, resp.Redirected, body)
	}
	resp, _ = whole(t, c, httpclient.Request{URL: base + "/from", Redirect: httpclient.Manual})
	if resp.StatusCode != http.StatusFound || resp.URL != base+"/from" || resp.Redirected {
		t.Errorf("by hand: %d of %s (%v)", resp.StatusCode, resp.URL, resp.Redirected)
	}
	if _, err := c.Do(t.Context(), httpclient.Request{URL: base + "/from", Redirect: httpclient.Refuse}); !errors.Is(err, httpclient.ErrRedirect) {
		t.Errorf("refused: %v", err)
	}
	if _, err := c.Do(t.Context(), httpclient.Request{URL: base + "/loop"}); httpclient.FaultOf(err) != httpclient.Redirection {
		t.Errorf("in a circle: %v", err)
	}
}

func TestCookies(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "id", Value: "7"})
		io.WriteString(w, r.Header.Get("Cookie"))
	})
	for _, test := range []struct {
		name string
		keep bool
		then httpclient.Request
		want string
	}{
		{"are kept", true, httpclient.Request{URL: base}, "id=7"},
		{"stay at home if asked to", true, httpclient.Request{URL: base, NoCookies: true}, ""},
		{"are one host's", true, httpclient.Request{URL: strings.Replace(base, "127.0.0.1", "localhost", 1)}, ""},
		{"are not kept", false, httpclient.Request{URL: base}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newClient(t, httpclient.Config{Dial: direct, Cookies: test.keep})
			whole(t, c, httpclient.Request{URL: base})
			if _, body := whole(t, c, test.then); body != test.want {
				t.Errorf("the server saw %q, want %q", body, test.want)
			}
		})
	}
}

func TestProgressOfTheBody(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
	sent := make(chan int64, 1000)
	body := bytes.Repeat([]byte("x"), 1<<20)
	_, back := whole(t, newClient(t, httpclient.Config{Dial: direct}), httpclient.Request{
		Method: "PUT", URL: base, Body: body, Sent: func(n int64) { sent <- n },
	})
	close(sent)
	last, steps := int64(0), 0
	for n := range sent {
		if n <= last {
			t.Errorf("%d bytes after %d", n, last)
		}
		last = n
		steps++
	}
	if last != 1<<20 || steps < 2 || len(back) != len(body) {
		t.Errorf("%d bytes in %d steps, and %d came back", last, steps, len(back))
	}
}

func TestWhatIsWrongWithARequest(t *testing.T) {
	c := newClient(t, httpclient.Config{Dial: direct})
	for _, r := range []httpclient.Request{
		{URL: "ftp://example.com/"}, {URL: "http:///"}, {URL: "/"}, {URL: "http://[/"},
		{URL: "http://example.com/", Method: "G T"},
		{URL: "http://example.com/", Header: http.Header{"a b": {"c"}}},
		{URL: "http://example.com/", Header: http.Header{"a": {"c\r\nd: e"}}},
	} {
		if _, err := c.Do(t.Context(), r); err == nil {
			t.Errorf("%+v was sent", r)
		}
	}
}

func TestFaults(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + l.Addr().String()
	l.Close()
	cut := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	c := newClient(t, httpclient.Config{Dial: direct})
	for _, test := range []struct {
		url  string
		want httpclient.Fault
	}{
		{nobody, httpclient.Refused}, {cut, httpclient.Lost}, {secure.URL, httpclient.Certificate},
	} {
		_, err := c.Do(t.Context(), httpclient.Request{URL: test.url})
		if err == nil || httpclient.FaultOf(err) != test.want {
			t.Errorf("%s: %v is %d, want %d", test.url, err, httpclient.FaultOf(err), test.want)
		}
	}
	if got := httpclient.FaultOf(&net.DNSError{IsNotFound: true}); got != httpclient.Unknown {
		t.Errorf("an unknown host is %d", got)
	}
}

func TestTheContextsCauseIsTheError(t *testing.T) {
	arrived := make(chan struct{}, 1)
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/half" {
			io.WriteString(w, "half")
			http.NewResponseController(w).Flush()
		}
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	cause := errors.New("the cause")
	c := newClient(t, httpclient.Config{Dial: direct})
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() { <-arrived; cancel(cause) }()
	if _, err := c.Do(ctx, httpclient.Request{URL: base}); err != cause {
		t.Errorf("before the head: %v", err)
	}
	ctx, cancel = context.WithCancelCause(t.Context())
	resp, err := c.Do(ctx, httpclient.Request{URL: base + "/half"})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	go func() { <-arrived; cancel(cause) }()
	if body, err := io.ReadAll(resp.Body); string(body) != "half" || err != cause {
		t.Errorf("in the body: %q, %v", body, err)
	}
}

func TestFormIsReadByTheStandardLibrary(t *testing.T) {
	base := serve(t, func(w http.ResponseWriter, r *http.Request) {
		file, head, err := r.FormFile("a%22b") // which net/http leaves as it is
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		data, _ := io.ReadAll(file)
		fmt.Fprintf(w, "%s %s %s %q", r.FormValue("字"), head.Filename, head.Header.Get("Content-Type"), data)
	})
	body, contentType := httpclient.Form([]httpclient.Part{
		{Name: "字", Data: []byte("文")},
		{Name: `a"b`, FileName: "图.png", File: true, Type: "image/png", Data: []byte{0, 1}},
	})
	_, got := whole(t, newClient(t, httpclient.Config{Dial: direct}), httpclient.Request{
		Method: "POST", URL: base, Header: http.Header{"Content-Type": {contentType}}, Body: body,
	})
	if want := `文 图.png image/png "\x00\x01"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
