package manifest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/manifest"
)

func TestParseReads(t *testing.T) {
	ms := time.Millisecond
	for _, test := range []struct {
		name, source string
		want         manifest.Manifest
	}{
		{"an empty object", `{}`, manifest.Manifest{}},
		{"comments and trailing commas", `// head
			/* about "networkTimeout": { */
			{
				"name": "应用", // "vueVersion": "2",
				"vueVersion": "3",
				"networkTimeout": { "connectSocket": 5000, },
			} // tail`,
			manifest.Manifest{VueVersion: 3, NetworkTimeout: manifest.NetworkTimeout{ConnectSocket: 5000 * ms}}},
		{"a byte order mark", "\ufeff" + `{"vueVersion": "2"}`, manifest.Manifest{VueVersion: 2}},
		{"line ends of Windows", "{\r\n// c\r\n\"vueVersion\": \"2\"\r\n}\r\n", manifest.Manifest{VueVersion: 2}},
		{"every timeout", `{"networkTimeout": {"request": 1, "connectSocket": 2, "uploadFile": 3, "downloadFile": 2147483647}}`,
			manifest.Manifest{NetworkTimeout: manifest.NetworkTimeout{
				Request: ms, ConnectSocket: 2 * ms, UploadFile: 3 * ms, DownloadFile: 2147483647 * ms}}},
		{"numbers by their value", `{"networkTimeout": {"connectSocket": 6e3, "request": 10.0}}`,
			manifest.Manifest{NetworkTimeout: manifest.NetworkTimeout{ConnectSocket: 6000 * ms, Request: 10 * ms}}},
		{"the last of a key given twice", `{"vueVersion": 5, "vueVersion": "2",
			"networkTimeout": "x", "networkTimeout": {"connectSocket": -1, "connectSocket": 7}}`,
			manifest.Manifest{VueVersion: 2, NetworkTimeout: manifest.NetworkTimeout{ConnectSocket: 7 * ms}}},
		{"a key written with escapes", `{"vue\u0056ersion": "\u0032"}`, manifest.Manifest{VueVersion: 2}},
		{"null objects as not given", `{"networkTimeout": null, "h5": null}`, manifest.Manifest{}},
		{"nothing of unknown keys", `{"appid": 5, "plus": {"networkTimeout": {"connectSocket": "x"}}, "networkTimeout": {"x": "y"}}`,
			manifest.Manifest{}},
		{"platform nodes as plain JSON", `{"mp-weixin": {"setting": {"urlCheck": false,}, }, "web": {}, "other": {}}`,
			manifest.Manifest{Platforms: map[string]json.RawMessage{
				"mp-weixin": json.RawMessage(`{"setting": {"urlCheck": false} }`), "web": json.RawMessage(`{}`)}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.Path = "manifest.json"
			got, err := manifest.Parse("manifest.json", []byte(test.source))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseKeepsCommentsOutOfPlatforms(t *testing.T) {
	m, err := manifest.Parse("m", []byte(`{"h5": /* a */ {"devServer": // b
		{"port": 8080}}}`))
	if err != nil {
		t.Fatal(err)
	}
	var h5 struct{ DevServer struct{ Port int } }
	if err := json.Unmarshal(m.Platforms["h5"], &h5); err != nil || h5.DevServer.Port != 8080 {
		t.Errorf("h5 = %s: %v", m.Platforms["h5"], err)
	}
}

func TestConnectTimeout(t *testing.T) {
	for _, test := range []struct {
		name string
		m    *manifest.Manifest
		want time.Duration
	}{
		{"no manifest", nil, 60 * time.Second},
		{"empty manifest", new(manifest.Manifest), 60 * time.Second},
		{"another key only", &manifest.Manifest{NetworkTimeout: manifest.NetworkTimeout{Request: 1}}, 60 * time.Second},
		{"given", &manifest.Manifest{NetworkTimeout: manifest.NetworkTimeout{ConnectSocket: time.Second}}, time.Second},
	} {
		if got := test.m.ConnectTimeout(); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestWithDefaultsMergesKeyByKey(t *testing.T) {
	got := manifest.NetworkTimeout{UploadFile: time.Second}.WithDefaults()
	want := manifest.NetworkTimeout{
		Request: time.Minute, ConnectSocket: time.Minute, UploadFile: time.Second, DownloadFile: time.Minute}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

const (
	timeoutAdvice = "write a whole number from 1 to 2147483647, such as 60000, or leave the key out"
	objectAdvice  = "write { … } or leave the key out"
	vueAdvice     = "write one of them as a string or leave the key out"
	syntaxAdvice  = "correct it; comments and a comma after the last member are allowed"
)

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"a timeout in words", "{\n  \"networkTimeout\": {\n    \"connectSocket\": \"abc\"\n  }\n}",
			`manifest.json:3:22: networkTimeout.connectSocket: want a number of milliseconds, got "abc"; ` + timeoutAdvice + `
  3 |     "connectSocket": "abc"
    |                      ^`},
		{"a timeout that is an object", `{"networkTimeout": {"request": {}}}`,
			`manifest.json:1:32: networkTimeout.request: want a number of milliseconds, got an object; ` + timeoutAdvice + `
  1 | {"networkTimeout": {"request": {}}}
    |                                ^`},
		{"a timeout of null", `{"networkTimeout": {"connectSocket": null}}`,
			`manifest.json:1:38: networkTimeout.connectSocket: want a number of milliseconds, got null; ` + timeoutAdvice + `
  1 | {"networkTimeout": {"connectSocket": null}}
    |                                      ^`},
		{"a negative timeout", `{"networkTimeout": {"connectSocket": -5}}`,
			`manifest.json:1:38: networkTimeout.connectSocket: want a positive number of milliseconds, got -5; ` + timeoutAdvice + `
  1 | {"networkTimeout": {"connectSocket": -5}}
    |                                      ^`},
		{"a timeout of zero", `{"networkTimeout": {"uploadFile": 0}}`,
			`manifest.json:1:35: networkTimeout.uploadFile: want a positive number of milliseconds, got 0; ` + timeoutAdvice + `
  1 | {"networkTimeout": {"uploadFile": 0}}
    |                                   ^`},
		{"a fractional timeout", `{"networkTimeout": {"downloadFile": 1.5}}`,
			`manifest.json:1:37: networkTimeout.downloadFile: want a whole number of milliseconds, got 1.5; ` + timeoutAdvice + `
  1 | {"networkTimeout": {"downloadFile": 1.5}}
    |                                     ^`},
		{"a timeout no timer can keep", `{"networkTimeout": {"connectSocket": 2147483648}}`,
			`manifest.json:1:38: networkTimeout.connectSocket: want at most 2147483647 milliseconds, got 2147483648; ` + timeoutAdvice + `
  1 | {"networkTimeout": {"connectSocket": 2147483648}}
    |                                      ^`},
		{"a timeout beyond all numbers", `{"networkTimeout": {"connectSocket": 1e999}}`,
			`manifest.json:1:38: networkTimeout.connectSocket: want at most 2147483647 milliseconds, got 1e999; ` + timeoutAdvice + `
  1 | {"networkTimeout": {"connectSocket": 1e999}}
    |                                      ^`},
		{"networkTimeout as a number", `{"networkTimeout": 5}`,
			`manifest.json:1:20: networkTimeout: want an object, got 5; ` + objectAdvice + `
  1 | {"networkTimeout": 5}
    |                    ^`},
		{"an unknown Vue", `{"vueVersion": "4"}`,
			`manifest.json:1:16: vueVersion: want "2" or "3", got "4"; ` + vueAdvice + `
  1 | {"vueVersion": "4"}
    |                ^`},
		{"Vue as a number", `{"vueVersion": 3}`,
			`manifest.json:1:16: vueVersion: want "2" or "3", got 3; ` + vueAdvice + `
  1 | {"vueVersion": 3}
    |                ^`},
		{"a platform that is an array", `{"mp-weixin": []}`,
			`manifest.json:1:15: mp-weixin: want an object, got an array; ` + objectAdvice + `
  1 | {"mp-weixin": []}
    |               ^`},
		{"a root that is an array", "\ufeff[1]",
			`manifest.json:1:1: want an object, got an array; the manifest is one object: { … }
  1 | [1]
    | ^`},
		{"a column after Chinese text, counted in characters", `{"name": "应用", "h5": true}`,
			`manifest.json:1:22: h5: want an object, got true; ` + objectAdvice + `
  1 | {"name": "应用", "h5": true}
    |                        ^`},
		{"a line with tabs and the line end of Windows", "{\r\n\t\"h5\":\tfalse\r\n}",
			"manifest.json:2:8: h5: want an object, got false; " + objectAdvice + `
  2 | ` + "\t\"h5\":\tfalse" + `
    | ` + "\t     \t^"},
		{"a long line, showing its part", `{"a": "` + strings.Repeat("x", 100) + `", "h5": 1, "b": "` + strings.Repeat("y", 100) + `"}`,
			`manifest.json:1:117: h5: want an object, got 1; ` + objectAdvice + `
  1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "h5": 1, "b": "yyyyyyyyyyyyyyyyyyyyy…
    |                                                    ^`},
		{"a long value, showing its beginning", `{"vueVersion": "` + strings.Repeat("z", 100) + `"}`,
			`manifest.json:1:16: vueVersion: want "2" or "3", got "` + strings.Repeat("z", 79) + `…; ` + vueAdvice + `
  1 | {"vueVersion": "zzzzzzzzzzzzzzzzzzzzzzzzzzzzz…
    |                ^`},
		{"an empty file", "",
			`manifest.json:1:1: this is not JSON: it ends too early; ` + syntaxAdvice + `
  1 | 
    | ^`},
		{"a file that breaks off", "{\n  \"h5\": {\n\n",
			`manifest.json:2:10: this is not JSON: it ends too early; ` + syntaxAdvice + `
  2 |   "h5": {
    |          ^`},
		{"an open comment", "{\n  /* about\n}",
			`manifest.json:2:3: this comment is not closed; ` + syntaxAdvice + `
  2 |   /* about
    |   ^`},
		{"a missing comma", "{\n  \"a\": 1\n  \"b\": 2\n}",
			`manifest.json:3:3: this is not JSON: invalid character '"' after object value (expecting ',' or '}'); ` + syntaxAdvice + `
  3 |   "b": 2
    |   ^`},
		{"a second comma", `{"a": 1,,}`,
			`manifest.json:1:9: this is not JSON: invalid character ',' at start of value; ` + syntaxAdvice + `
  1 | {"a": 1,,}
    |         ^`},
		{"a key without quotes", `{name: 1}`,
			`manifest.json:1:2: this is not JSON: invalid literal: name; ` + syntaxAdvice + `
  1 | {name: 1}
    |  ^`},
		{"single quotes", `{"应": 'a'}`,
			`manifest.json:1:7: this is not JSON: invalid character '\'' at start of value; ` + syntaxAdvice + `
  1 | {"应": 'a'}
    |        ^`},
		{"a control character in a string", "{\"a\": \"\x1b[31m\"}",
			`manifest.json:1:7: this is not JSON: invalid literal: "` + "\ufffd" + `[31m"; ` + syntaxAdvice + `
  1 | {"a": "` + "\ufffd" + `[31m"}
    |       ^`},
		{"text behind the object", "{}\n{}",
			`manifest.json:2:1: this is not JSON: invalid character '{' after top-level value; ` + syntaxAdvice + `
  2 | {}
    | ^`},
		{"another encoding", "{\"name\": \"\xd3\xa6\xd3\xc3\"}",
			`manifest.json:1:12: the file is not UTF-8; save it as UTF-8
  1 | {"name": "` + "\u04e6\ufffd" + `"}
    |            ^`},
		{"nesting that would exhaust the stack", strings.Repeat("[", 10_001),
			`manifest.json:1:1: 10001 objects and arrays are more than any manifest has; check that this is the manifest.json of a uni-app project
  1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
    | ^`},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, err := manifest.Parse("manifest.json", []byte(test.source))
			if m != nil {
				t.Errorf("a manifest came with the error: %+v", m)
			}
			var positioned *manifest.Error
			if !errors.As(err, &positioned) {
				t.Fatalf("error %v is no *manifest.Error", err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "\ufeff{}", "[", "{\"a\": \"\xff\"}", "// c", "/* c", "{\"h5\":{/**/},}", "{ {\"a\":}",
		`{"networkTimeout": {"connectSocket": 6e3,}, "vueVersion": "3", "mp-weixin": {"a": [1,],}}`,
		"{\r\n\"h5\":\t5\r\n}", `{"networkTimeout": {"connectSocket": -0}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := manifest.Parse("manifest.json", data)
		if err != nil {
			var positioned *manifest.Error
			if !errors.As(err, &positioned) || positioned.Line < 1 || positioned.Column < 1 {
				t.Fatalf("no position: %#v", err)
			}
			if lines := strings.Count(err.Error(), "\n"); lines != 2 {
				t.Fatalf("the text has %d line ends, want 2: %q", lines, err)
			}
			return
		}
		if m.ConnectTimeout() <= 0 {
			t.Fatalf("timeout %v", m.ConnectTimeout())
		}
		for key, node := range m.Platforms {
			if !json.Valid(node) {
				t.Fatalf("%s is no JSON: %q", key, node)
			}
		}
	})
}
