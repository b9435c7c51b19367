package check_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/check"
	"github.com/unisocket/uni/diagnostic"
)

var update = flag.Bool("update", false, "write testdata instead of comparing with it")

// sample is two scripts, of which the first one has something of everything.
func sample(t *testing.T) check.Reports {
	t.Helper()
	connect := diagnostic.Place{File: "chat.js", Line: 3, Column: 18, Source: "const task = uni.connectSocket({ url, header: { token }, success() {} })"}
	hello := diagnostic.Place{File: "chat.js", Line: 5, Column: 7, Source: "\ttask.send({ data: '你好' })"}
	make := func(platform, title string, lines ...string) check.Recording {
		r := recording(platform, lines...)
		r.Title, r.Duration = title, 1234*time.Millisecond
		return r
	}
	usual := []string{"outcome 1 connectSocket success", "event 1 open", `event 1 message "欢迎"`, "event 1 close 4001"}
	h5 := make("h5", "H5", usual...)
	h5.Diagnostics = []diagnostic.Diagnostic{diagnostic.HeaderIgnored.At(connect, 1, "a browser sets the headers itself")}
	app := make("app", "App", usual[1], usual[0], usual[2], usual[3])
	weixin := make("mp-weixin", "微信小程序", usual...)
	weixin2 := make("mp-weixin@2.0", "微信小程序", usual...)
	weixin2.Vue = 2
	lark := make("mp-lark", "飞书小程序", usual[0], usual[1], usual[2], "event 1 close 1000", "console 0 log: \x1b[31mred\x1b[0m <b>")
	lark.Diagnostics = []diagnostic.Diagnostic{diagnostic.CloseOptionsLost.At(diagnostic.Place{}, 1, "The code and the reason of close do not reach the server here: it gets 1000.")}
	toutiao := lark
	toutiao.Platform, toutiao.Title, toutiao.Ended = "mp-toutiao", "字节跳动小程序", check.EndedByTime
	alipay := make("mp-alipay", "支付宝小程序", usual[0])
	alipay.Failures = []check.Failure{{Kind: check.FailureError, Text: "TypeError: Cannot read property 'send' of undefined\n    at chat.js:5:7", Place: hello}}
	alipay.Diagnostics = []diagnostic.Diagnostic{diagnostic.NoTask.At(connect, 0, "the option multiple is not true")}

	report := compare(t, h5, app, weixin, weixin2, lark, toutiao, alipay)
	report.Script = "chat.js"
	quiet := compare(t, make("h5", "H5"), make("app", "App"))
	quiet.Script = "quiet.js"
	return check.Reports{report, quiet}
}

func TestText(t *testing.T) {
	for _, width := range []int{72, 0} {
		name := fmt.Sprintf("testdata/report%d.txt", width)
		var out bytes.Buffer
		if err := sample(t).WriteText(&out, false, width); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(name, out.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(want), "\r\n", "\n")
		if diff := cmp.Diff(text, out.String()); diff != "" {
			t.Errorf("%s, with -update: %s", name, diff)
		}
	}
}

func TestTextInColourIsTheSameText(t *testing.T) {
	var plain, colored bytes.Buffer
	sample(t).WriteText(&plain, false, 72)
	sample(t).WriteText(&colored, true, 72)
	if !strings.Contains(colored.String(), "\x1b[31m✗\x1b[0m \x1b[1mmp-alipay") {
		t.Error("the mark of what fails is not red")
	}
	if diff := cmp.Diff(plain.String(), regexp.MustCompile(`\x1b\[\d+m`).ReplaceAllString(colored.String(), "")); diff != "" {
		t.Error(diff)
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := sample(t).WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Scripts []struct {
			Script, Baseline string
			Platforms        []map[string]any
			Differences      []map[string]any
			Diagnostics      []map[string]any
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "null") {
		t.Error("there is a null")
	}
	s := got.Scripts[0]
	delete(s.Platforms[6], "lines")
	want := map[string]any{
		"platform": "mp-alipay", "title": "支付宝小程序", "verdict": "fails", "seconds": 1.234,
		"reason": "TypeError: Cannot read property 'send' of undefined",
		"failures": []any{map[string]any{
			"kind": "error", "text": "TypeError: Cannot read property 'send' of undefined\n    at chat.js:5:7",
			"place": map[string]any{"file": "chat.js", "line": 5.0, "column": 7.0, "source": "\ttask.send({ data: '你好' })"},
		}},
	}
	if diff := cmp.Diff(want, s.Platforms[6]); diff != "" {
		t.Error(diff)
	}
	names := func(objects []map[string]any) []string {
		all := map[string]bool{}
		for _, o := range objects {
			for k := range o {
				all[k] = true
			}
		}
		var out []string
		for k := range all {
			out = append(out, k)
		}
		slices.Sort(out)
		return out
	}
	for _, c := range []struct {
		objects []map[string]any
		want    string
	}{
		{s.Platforms[:6], "ended failures lines platform reason seconds title verdict vue"},
		{s.Differences, "explained kind of place platforms task text times"},
		{s.Diagnostics, "hint name number place platforms task text"},
	} {
		if got := strings.Join(names(c.objects), " "); got != c.want {
			t.Errorf("the fields are %s, want %s", got, c.want)
		}
	}
}

func TestJUnit(t *testing.T) {
	var out bytes.Buffer
	if err := sample(t).WriteJUnit(&out); err != nil {
		t.Fatal(err)
	}
	type testcase struct {
		Name       string `xml:"name,attr"`
		Time       string `xml:"time,attr"`
		Properties []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Failure *struct {
			Message string `xml:"message,attr"`
			Type    string `xml:"type,attr"`
			Text    string `xml:",chardata"`
		} `xml:"failure"`
		Out string `xml:"system-out"`
	}
	var got struct {
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Time     string `xml:"time,attr"`
		Suites   []struct {
			Name  string     `xml:"name,attr"`
			Cases []testcase `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 9 || got.Failures != 1 || got.Time != "11.106" || got.Suites[0].Name != "chat.js" || got.Suites[1].Name != "quiet.js" {
		t.Errorf("got %+v", got)
	}
	verdicts := map[string]string{}
	for _, c := range got.Suites[0].Cases {
		verdicts[c.Name] = c.Properties[0].Value
		if failed := c.Failure != nil; failed != (c.Name == "mp-alipay") || c.Time != "1.234" {
			t.Errorf("%s failed: %v, in %s s", c.Name, failed, c.Time)
		}
	}
	if diff := cmp.Diff(map[string]string{
		"h5": "works", "app": "works", "mp-weixin": "works", "mp-weixin@2.0 (Vue 2)": "works",
		"mp-lark": "differs", "mp-toutiao": "differs", "mp-alipay": "fails",
	}, verdicts); diff != "" {
		t.Error(diff)
	}
	alipay, lark := got.Suites[0].Cases[6], got.Suites[0].Cases[4]
	if f := alipay.Failure; f.Type != "error" || !strings.HasPrefix(f.Text, "chat.js:5:7: error: TypeError: Cannot") {
		t.Errorf("the failure is %+v", f)
	}
	if !strings.Contains(lark.Out, "additional: console log: \uFFFD[31mred\uFFFD[0m <b>, explained by close-options-lost\n") {
		t.Errorf("the output is %q", lark.Out)
	}
}

func TestHTML(t *testing.T) {
	hostile := recording("h5", "console 0 log: <script>alert(1)</script>")
	hostile.Title = `"><img src=x>`
	hostile.Failures = []check.Failure{{Kind: "<i>", Text: "</code><script>", Place: diagnostic.Place{File: "<a>", Line: 1, Column: 1, Source: "<b>x</b>"}}}
	report := compare(t, hostile)
	report.Script = "<script>.js"
	var out bytes.Buffer
	if err := append(sample(t), report).WriteHTML(&out, time.Date(2026, 1, 31, 9, 5, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, part := range []string{"<script", "<img", "<i>", "<a>", "ZgotmplZ", "http://", "https://", "@import", "url("} {
		// The samples' own texts have no address.
		if strings.Contains(page, part) {
			t.Errorf("the page has %s", part)
		}
	}
	for _, part := range []string{
		`<html lang="en">`, `<time datetime="2026-01-31T09:05:00Z">31 January 2026, 09:05 UTC</time>`, "<title>3 scripts · unisocket check</title>",
		`<td role="cell" class="title" lang="zh">微信小程序</td>`, "task.<mark>send</mark>({ data: &#39;你好&#39; })", "&lt;script&gt;.js",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page has no %s", part)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("the id %s comes twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(` href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !ids[m[1]] {
			t.Errorf("a link leads to #%s, which is not there", m[1])
		}
	}
}

func TestALongTimelineIsFolded(t *testing.T) {
	var lines []string
	for i := range 5000 {
		lines = append(lines, fmt.Sprintf("event 1 message %d", i))
	}
	other := slices.Clone(lines)
	other[2500] = "event 1 message x"
	var out bytes.Buffer
	if err := (check.Reports{compare(t, recording("h5", lines...), recording("app", other...))}).WriteHTML(&out, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if out.Len() > 100_000 {
		t.Errorf("the page has %d bytes", out.Len())
	}
	for _, part := range []string{"4920 more lines", "2457 more lines", "message 2499<", "message x<", "message 2503<"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the page has no %s", part)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestReportsReturnTheErrorOfTheWriter(t *testing.T) {
	rs := sample(t)
	for name, err := range map[string]error{
		"text": rs.WriteText(full{}, false, 0), "JSON": rs.WriteJSON(full{}), "JUnit": rs.WriteJUnit(full{}), "HTML": rs.WriteHTML(full{}, time.Time{}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
