package manifest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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
			manifest.Manifest{About: manifest.About{Name: "应用"}, VueVersion: 3, NetworkTimeout: manifest.NetworkTimeout{ConnectSocket: 5000 * ms}}},
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
		{"null as not given", `{"vueVersion": null, "networkTimeout": null, "h5": null, "mp-weixin": null}`, manifest.Manifest{}},
		{"null as not given in objects", `{
			"networkTimeout": {"connectSocket": null, "request": 1},
			"web": {"devServer": null}, "h5": {"devServer": {"https": null}},
			"mp-weixin": {"networkTimeout": null, "setting": null}, "mp-qq": {"setting": {"urlCheck": null}}}`,
			manifest.Manifest{
				NetworkTimeout: manifest.NetworkTimeout{Request: ms},
				Nodes:          map[string]manifest.Node{"web": {}, "h5": {}, "mp-weixin": {}, "mp-qq": {}}}},
		{"a null at the end as taking back what was given", `{"vueVersion": "2", "vueVersion": null}`, manifest.Manifest{}},
		{"nothing of unknown keys", `{"appid": 5, "plus": {"networkTimeout": {"connectSocket": "x"}}, "networkTimeout": {"x": "y"}}`,
			manifest.Manifest{}},
		{"the nodes of H5 and the mini programs", `{
			"mp-weixin": {/* a */ "setting": {"urlCheck": false,}, "networkTimeout": {"request": 1,}, },
			"mp-qq": {}, "web": {"devServer": {"https": true}}, "other": {}}`,
			manifest.Manifest{Nodes: map[string]manifest.Node{
				"mp-weixin": {NetworkTimeout: &manifest.NetworkTimeout{Request: ms}, URLCheck: new(bool)},
				"mp-qq":     {},
				"web":       {HTTPS: true}}}},
		{"nothing of a key that a node's platform does not know", `{
			"h5": {"networkTimeout": 1, "setting": 2}, "mp-weixin": {"devServer": 3}, "app-plus": 4}`,
			manifest.Manifest{Nodes: map[string]manifest.Node{"h5": {}, "mp-weixin": {}}}},
		{"what HBuilderX writes for a new project", newProject, manifest.Manifest{
			About:      manifest.About{Name: "demo", VersionCode: "100"},
			VueVersion: 3,
			Nodes: map[string]manifest.Node{
				"mp-weixin": {URLCheck: new(bool)}, "mp-alipay": {}, "mp-baidu": {}, "mp-toutiao": {}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.Path = "manifest.json"
			got, err := manifest.Parse("manifest.json", []byte(test.source))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got, cmpopts.IgnoreUnexported(manifest.Manifest{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// newProject is laid out as the file of a new project is: a comment beside a
// key, empty nodes, and much that is none of our business.
const newProject = `{
    "name" : "demo",
    "appid" : "",
    "versionCode" : "100",
    "transformPx" : false,
    /* 5+App */
    "app-plus" : {
        "usingComponents" : true,
        "splashscreen" : { "alwaysShowBeforeRender" : true, "delay" : 0 },
        "modules" : {},
        "distribute" : { "android" : { "permissions" : [ "<uses-feature android:name=\"android.hardware.camera\"/>" ] }, "ios" : {} }
    },
    "quickapp" : {},
    // mini programs
    "mp-weixin" : {
        "appid" : "",
        "setting" : {
            "urlCheck" : false
        },
        "usingComponents" : true
    },
    "mp-alipay" : { "usingComponents" : true },
    "mp-baidu" : { "usingComponents" : true },
    "mp-toutiao" : { "usingComponents" : true },
    "uniStatistics" : { "enable" : false },
    "vueVersion" : "3"
}
`

const (
	timeoutAdvice = "write a whole number from 1 to 2147483647, such as 60000, or leave the key out"
	objectAdvice  = "write { … } or leave the key out"
	boolAdvice    = "write one of them without quotes or leave the key out"
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
		{"a timeout in the node of a mini program", "{\n  \"mp-weixin\": {\n    \"networkTimeout\": {\"connectSocket\": \"1 s\"}\n  }\n}",
			`manifest.json:3:41: mp-weixin.networkTimeout.connectSocket: want a number of milliseconds, got "1 s"; ` + timeoutAdvice + `
  3 |     "networkTimeout": {"connectSocket": "1 s"}
    |                                         ^`},
		{"a timeout of zero in the node of a mini program", `{"mp-jd": {"networkTimeout": {"request": 0}}}`,
			`manifest.json:1:42: mp-jd.networkTimeout.request: want a positive number of milliseconds, got 0; ` + timeoutAdvice + `
  1 | {"mp-jd": {"networkTimeout": {"request": 0}}}
    |                                          ^`},
		{"networkTimeout as an array in the node of a mini program", `{"mp-xhs": {"networkTimeout": []}}`,
			`manifest.json:1:31: mp-xhs.networkTimeout: want an object, got an array; ` + objectAdvice + `
  1 | {"mp-xhs": {"networkTimeout": []}}
    |                               ^`},
		{"urlCheck in quotes", `{"mp-weixin": {"setting": {"urlCheck": "false"}}}`,
			`manifest.json:1:40: mp-weixin.setting.urlCheck: want true or false, got "false"; ` + boolAdvice + `
  1 | {"mp-weixin": {"setting": {"urlCheck": "false"}}}
    |                                        ^`},
		{"urlCheck as a number", `{"mp-toutiao": {"setting": {"urlCheck": 0}}}`,
			`manifest.json:1:41: mp-toutiao.setting.urlCheck: want true or false, got 0; ` + boolAdvice + `
  1 | {"mp-toutiao": {"setting": {"urlCheck": 0}}}
    |                                         ^`},
		{"urlCheck as an object", `{"mp-qq": {"setting": {"urlCheck": {}}}}`,
			`manifest.json:1:36: mp-qq.setting.urlCheck: want true or false, got an object; ` + boolAdvice + `
  1 | {"mp-qq": {"setting": {"urlCheck": {}}}}
    |                                    ^`},
		{"setting as a boolean", `{"mp-lark": {"setting": true}}`,
			`manifest.json:1:25: mp-lark.setting: want an object, got true; ` + objectAdvice + `
  1 | {"mp-lark": {"setting": true}}
    |                         ^`},
		{"https in quotes", `{"h5": {"devServer": {"https": "true"}}}`,
			`manifest.json:1:32: h5.devServer.https: want true, false or an object, got "true"; ` + boolAdvice + `
  1 | {"h5": {"devServer": {"https": "true"}}}
    |                                ^`},
		{"https as an array, in web", `{"web": {"devServer": {"https": []}}}`,
			`manifest.json:1:33: web.devServer.https: want true, false or an object, got an array; ` + boolAdvice + `
  1 | {"web": {"devServer": {"https": []}}}
    |                                 ^`},
		{"devServer as a number", `{"h5": {"devServer": 8080}}`,
			`manifest.json:1:22: h5.devServer: want an object, got 8080; ` + objectAdvice + `
  1 | {"h5": {"devServer": 8080}}
    |                      ^`},
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
		{"a root of null", "null",
			`manifest.json:1:1: want an object, got null; the manifest is one object: { … }
  1 | null
    | ^`},
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
			if diff := cmp.Diff(test.want, err.Error(), cmpopts.IgnoreUnexported(manifest.Manifest{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "\ufeff{}", "[", "{\"a\": \"\xff\"}", "// c", "/* c", "{\"h5\":{/**/},}", "{ {\"a\":}",
		`{"networkTimeout": {"connectSocket": 6e3,}, "vueVersion": "3", "mp-weixin": {"a": [1,],}}`,
		`{"mp-weixin": {"networkTimeout": {"connectSocket": 1,}, "setting": {"urlCheck": false}}, "mp-qq": null}`,
		`{"web": {"devServer": {"https": {}}}, "h5": {"devServer": {"https": "x"}}}`,
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
		if d, ok := m.ConnectTimeout("h5", time.Second); d <= 0 || !ok {
			t.Fatalf("h5: timeout %v, %v", d, ok)
		}
		for name := range m.Nodes {
			if d, ok := m.ConnectTimeout(name, time.Second); d < 0 || ok != (d > 0) {
				t.Fatalf("%s: timeout %v, %v", name, d, ok)
			}
		}
	})
}
