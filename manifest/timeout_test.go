package manifest_test

import (
	"testing"
	"time"

	"github.com/unisocket/uni/manifest"
)

func TestConnectTimeoutOfAPlatform(t *testing.T) {
	const (
		none     = 0
		fallback = 6 * time.Second
		top      = `"networkTimeout": {"connectSocket": 5000}`
	)
	for _, test := range []struct {
		name, source string // a source of "" is no manifest
		want         map[string]time.Duration
	}{
		{"is the default on H5 and App, and not given on mini programs, without a manifest", ``,
			map[string]time.Duration{
				"h5": fallback, "web": fallback, "app-plus": fallback, "app-harmony": fallback,
				"mp-weixin": none, "mp-harmony": none}},
		{"is the default on H5 and App, and not given on mini programs, where the manifest is empty", `{}`,
			map[string]time.Duration{"h5": fallback, "app-plus": fallback, "mp-weixin": none}},
		{"is the top level's everywhere", `{` + top + `}`,
			map[string]time.Duration{
				"h5": 5 * time.Second, "web": 5 * time.Second, "app-plus": 5 * time.Second, "app-harmony": 5 * time.Second,
				"mp-weixin": 5 * time.Second, "mp-harmony": 5 * time.Second}},
		{"is filled in on H5 and App only, where the top level has other keys", `{"networkTimeout": {"request": 1}}`,
			map[string]time.Duration{"h5": fallback, "app-plus": fallback, "mp-weixin": none}},
		{"is a mini program's own, for it alone", `{` + top + `, "mp-weixin": {"networkTimeout": {"connectSocket": 1}}}`,
			map[string]time.Duration{"mp-weixin": time.Millisecond, "mp-qq": 5 * time.Second, "h5": 5 * time.Second}},
		{"is a mini program's own, where the top level has none", `{"mp-weixin": {"networkTimeout": {"connectSocket": 1}}}`,
			map[string]time.Duration{"mp-weixin": time.Millisecond, "mp-qq": none, "h5": fallback}},
		{"is lost to a mini program's networkTimeout without it", `{` + top + `, "mp-weixin": {"networkTimeout": {"request": 1}}}`,
			map[string]time.Duration{"mp-weixin": none, "mp-qq": 5 * time.Second}},
		{"is lost to a mini program's empty networkTimeout", `{` + top + `, "mp-weixin": {"networkTimeout": {}}}`,
			map[string]time.Duration{"mp-weixin": none}},
		{"is not lost to a mini program's networkTimeout of null", `{` + top + `, "mp-weixin": {"networkTimeout": null}}`,
			map[string]time.Duration{"mp-weixin": 5 * time.Second}},
		{"is not read in the nodes of H5 and App", `{` + top + `,
			"h5": {"networkTimeout": {"connectSocket": 1}}, "web": {"networkTimeout": {"connectSocket": 1}},
			"app-plus": {"networkTimeout": {"connectSocket": 1}}, "app-harmony": {"networkTimeout": {"connectSocket": 1}}}`,
			map[string]time.Duration{
				"h5": 5 * time.Second, "web": 5 * time.Second, "app-plus": 5 * time.Second, "app-harmony": 5 * time.Second}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := parse(t, test.source)
			for node, want := range test.want {
				if got, ok := m.ConnectTimeout(node, fallback); got != want || ok != (want != none) {
					t.Errorf("%s: %v, %v; want %v", node, got, ok, want)
				}
			}
		})
	}
}

func TestWithDefaultsMergesKeyByKey(t *testing.T) {
	got := manifest.NetworkTimeout{UploadFile: time.Second}.WithDefaults(time.Minute)
	want := manifest.NetworkTimeout{
		Request: time.Minute, ConnectSocket: time.Minute, UploadFile: time.Second, DownloadFile: time.Minute}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// parse returns the manifest of a source, nil for "".
func parse(t *testing.T, source string) *manifest.Manifest {
	t.Helper()
	if source == "" {
		return nil
	}
	m, err := manifest.Parse("manifest.json", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return m
}
