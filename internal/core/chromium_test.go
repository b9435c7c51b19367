package core

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/unisocket/uni/platform"
)

func readTable(t *testing.T, name string, to any) {
	t.Helper()
	data, err := os.ReadFile("../../testdata/golden/chromium/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatal(err)
	}
}

func chromiumSocket(t *testing.T, host string) *socket {
	t.Helper()
	a, err := New(Config{Platform: platform.H5(), Page: "http://" + host + "/"})
	if err != nil {
		t.Fatal(err)
	}
	return &socket{app: a, native: a.native}
}

// A URL is read, or refused with the sentence, that Chromium has for it: each
// line of the table is what its WebSocket constructor did.
func TestURLsAreReadAsChromiumReadsThem(t *testing.T) {
	const host = "127.0.0.1:8765"
	var table [][2]string
	readTable(t, "urls.json", &table)
	for _, line := range table {
		url, want := strings.ReplaceAll(line[0], "HOST", host), strings.ReplaceAll(line[1], "HOST", host)
		s := chromiumSocket(t, host)
		got := ""
		if err := s.readURL(url); err != nil {
			got = "!" + err.Error()
		} else if got = s.target; s.blocked != nil && s.target == "" {
			continue // a host that is never found: its URL is not kept
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", url, got, want)
		}
	}
}

func TestSubprotocolsAreRefusedInChromiumsWords(t *testing.T) {
	var table [][2]json.RawMessage
	readTable(t, "protocols.json", &table)
	for _, line := range table {
		var protocols []string
		var want string
		if err := errors.Join(json.Unmarshal(line[0], &protocols), json.Unmarshal(line[1], &want)); err != nil {
			t.Fatal(err)
		}
		err := checkSubprotocols(platform.H5().Native.URL, protocols)
		if err == nil || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", protocols, err, want)
		}
	}
}
