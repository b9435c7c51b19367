package launch_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/js/launch"
)

func TestRead(t *testing.T) {
	var d launch.Description
	err := launch.Read([]byte(`{
		"platform": "mp-weixin", "vue": 3, "mode": "development", "page": "https://example.com/",
		"manifest": { "mp-weixin": { "appid": "wx1" } }, "urlCheck": false, "diagnostics": false,
		"header": { "X-One": "1", "X-Two": ["2", "3"] }, "allow": ["wss://a.example.com"], "tags": { "name": "chat" },
		"ping": "1.5s", "args": ["a", "b"], "for": 250, "query": "id=1", "decline": true, "path": "pages/a", "pages": ["pages/a"]
	}`), &d)
	if err != nil {
		t.Fatal(err)
	}
	no := false
	want := launch.Description{
		Platform: "mp-weixin", Vue: 3, Mode: "development", Page: "https://example.com/",
		Manifest: []byte(`{ "mp-weixin": { "appid": "wx1" } }`), URLCheck: &no, Diagnostics: &no,
		Header: launch.Header{"X-One": {"1"}, "X-Two": {"2", "3"}}, Allow: []string{"wss://a.example.com"}, Tags: map[string]string{"name": "chat"},
		Ping: launch.Duration(1500 * time.Millisecond),
		Session: launch.Session{
			Args: []string{"a", "b"}, For: launch.Duration(250 * time.Millisecond), Query: "id=1", Decline: true,
			Path: "pages/a", Pages: []string{"pages/a"},
		},
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Error(diff)
	}
	a, err := d.App()
	if err != nil {
		t.Fatal(err)
	}
	if a.Platform.Name != "mp-weixin" || !a.Binding.Development || !a.Binding.Unchecked || a.Binding.AppID != "wx1" || d.Diagnoses() {
		t.Errorf("the app is not what was described: %+v", a.Binding)
	}
	if diff := cmp.Diff(http.Header{"X-One": {"1"}, "X-Two": {"2", "3"}}, a.Network.Dial.Header); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`[]`:                         `options: want an object`,
		`{"platfrom": "h5"}`:         `platfrom is unknown: there are allow, args,`,
		`{"vue": "3"}`:               `vue: "3" is of the wrong type: want a number`,
		`{"allow": "wss://a"}`:       `allow: "wss://a" is of the wrong type: want a list of strings`,
		`{"diagnostics": 1}`:         `diagnostics: 1 is of the wrong type: want true or false`,
		`{"platform": 5}`:            `platform: 5 is of the wrong type: want a string`,
		`{"tags": {"a": 1}}`:         `tags: {"a": 1} is of the wrong type: want an object of strings`,
		`{"header": []}`:             `header: want an object of names and values`,
		`{"header": {"A": 1}}`:       `header: the value of A is no string`,
		`{"header": {"A B": "x"}}`:   `header: "A B" is no header name`,
		`{"header": {"A": "x\r\n"}}`: `header: the value of A holds CR, LF or another control character`,
		`{"for": "soon"}`:            `for: "soon" is no time: want one such as "500ms", "10s" or "1m30s"`,
		`{"ping": -1}`:               `ping: -1 is no time`,
		`{"ping": true}`:             `ping: true is no time`,
	} {
		var d launch.Description
		err := launch.Read([]byte(text), &d)
		if mistake := (*launch.OptionError)(nil); !errors.As(err, &mistake) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s…", text, err, want)
		}
	}
}

func TestAppRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{"mode": "test"}`:           `mode "test": there is production and development`,
		`{"vue": 4}`:                 `vue 4: there is Vue 2 and Vue 3`,
		`{"platform": "mp-nothing"}`: `there is no platform "mp-nothing"`,
		`{"platform": "mp-weixin", "allow": ["a.com"]}`: `allow "a.com": want wss:// and a host for sockets`,
		`{"manifest": "{ \"vueVersion\": 5 }"}`:         `manifest:1:`,
		`{"manifest": { "vueVersion": "2" }, "vue": 3}`: ``,
		`{"manifest": null}`:                            ``,
	} {
		var d launch.Description
		if err := launch.Read([]byte(text), &d); err != nil {
			t.Fatal(err)
		}
		_, err := d.App()
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// What is read replaces what was there, and leaves the lists and maps that it had in common
// with another description.
func TestReadReplaces(t *testing.T) {
	description := func() launch.Description {
		return launch.Description{Tags: map[string]string{"a": "1"}, Ping: 5, Session: launch.Session{Args: []string{"one", "two"}}}
	}
	shared := description()
	d := shared
	if err := launch.Read([]byte(`{"args": ["three"], "tags": {"b": "2"}, "ping": null}`), &d); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(description(), shared); diff != "" {
		t.Errorf("the other one (-want +got):\n%s", diff)
	}
	want := launch.Description{Tags: map[string]string{"b": "2"}, Ping: 5, Session: launch.Session{Args: []string{"three"}}}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("what was read (-want +got):\n%s", diff)
	}
}
