package uni_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

func TestTheHandshakeCarriesWhatTheOptionsAsk(t *testing.T) {
	s := serve(t, &websocket.AcceptOptions{Subprotocols: []string{"b"}}, nil)
	app := newApp(t, uni.Config{Header: http.Header{"X-App": {"every"}, "X-Both": {"app"}}})
	task := connectOpen(t, app, uni.ConnectSocketOptions{
		URL: s.url + "/path?query=1",
		Header: http.Header{
			"X-One": {"1"}, "X-Two": {"2", "3"}, "Authorization": {"Bearer t"}, "X-Both": {"option"},
		},
		Protocols: []string{"a", "b"},
	})
	r := await(t, s.requests, "request")
	for name, want := range map[string][]string{
		"X-One": {"1"}, "X-Two": {"2", "3"}, "Authorization": {"Bearer t"},
		"X-App": {"every"}, "X-Both": {"app"},
		"Sec-Websocket-Protocol": {"a, b"}, "Sec-Websocket-Extensions": nil, "Origin": nil,
	} {
		if got := r.Header.Values(name); !slices.Equal(got, want) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if r.Method != "GET" || r.URL.String() != "/path?query=1" {
		t.Errorf("the request is %s %s", r.Method, r.URL)
	}
	if p := task.Subprotocol(); p != "b" {
		t.Errorf("the subprotocol is %q", p)
	}
}

func TestAServerThatSelectsNoSubprotocolIsAccepted(t *testing.T) {
	s := serve(t, nil, nil)
	task := connectOpen(t, newApp(t, uni.Config{}), uni.ConnectSocketOptions{URL: s.url, Protocols: []string{"a"}})
	if p := task.Subprotocol(); p != "" {
		t.Errorf("the subprotocol is %q", p)
	}
}

func TestPerMessageDeflateOffersCompression(t *testing.T) {
	s := serve(t, nil, nil)
	connectOpen(t, newApp(t, uni.Config{}), uni.ConnectSocketOptions{URL: s.url, PerMessageDeflate: true})
	if got := await(t, s.requests, "request").Header.Get("Sec-WebSocket-Extensions"); got != "permessage-deflate" {
		t.Errorf("the offer is %q", got)
	}
}

func TestTheMethodIsSentAsAsked(t *testing.T) {
	methods := make(chan string, 1)
	s := serve(t, nil, func(r *http.Request) {
		methods <- r.Method
		r.Method = http.MethodGet // the server of these tests wants no other
	})
	app := newApp(t, uni.Config{})
	for _, method := range []string{"OPTIONS", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "GET"} {
		task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url, Method: method})
		if got := await(t, methods, "request"); got != method {
			t.Errorf("%s was sent as %s", method, got)
		}
		task.Close(uni.CloseOptions{})
	}
}

func TestTheCallerMayChangeTheOptionsAfterTheCall(t *testing.T) {
	s := serve(t, &websocket.AcceptOptions{Subprotocols: []string{"mine"}}, nil)
	app := newApp(t, uni.Config{})
	header, protocols := http.Header{"X-Mine": {"mine"}}, []string{"mine"}
	for range 10 {
		header["X-Mine"][0], protocols[0] = "mine", "mine"
		opened := make(chan struct{})
		task := connect(t, app, uni.ConnectSocketOptions{
			URL: s.url, Header: header, Protocols: protocols,
			OnOpen: func(uni.OpenEvent) { close(opened) },
		})
		header["X-Mine"][0], protocols[0] = "changed", "changed"
		r := await(t, s.requests, "request")
		if got := r.Header.Get("X-Mine"); got != "mine" {
			t.Errorf("the header is %q", got)
		}
		await(t, opened, "open")
		if p := task.Subprotocol(); p != "mine" {
			t.Errorf("the subprotocol is %q", p)
		}
	}
}

func TestNewRefusesWhatIsNone(t *testing.T) {
	for want, c := range map[string]uni.Config{
		`there is no platform "h6": there are ` + strings.Join(platform.Names(), ", "):                           {Platform: "h6"},
		`there is no Vue 4: there is Vue 2 and Vue 3`:                                                            {Platform: "h5", Vue: 4},
		`the page "ftp://a/" is not an http or https URL`:                                                        {PageURL: "ftp://a/"},
		`the page "nonsense" is not an http or https URL`:                                                        {PageURL: "nonsense"},
		`the header name "a b" is not valid: it has to be letters, digits and -`:                                 {Header: http.Header{"a b": {""}}},
		`the value "\r\n" of the header A is not valid: it may not hold CR, LF, NUL or other control characters`: {Header: http.Header{"A": {"\r\n"}}},
	} {
		if _, err := uni.New(c); text(err) != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
