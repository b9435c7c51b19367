package binding_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
)

// Three messages, a, b and c, come in one segment: each is a macrotask of its own all
// the same.
var bursts = map[string]struct{ script, want string }{
	"promise jobs run behind each": {`
t.onMessage(async ({ data }) => { console.log(data); await null; console.log(data, 'later'); await null; console.log(data, 'last') })
`, "a\na later\na last\nb\nb later\nb last\nc\nc later\nc last\n"},

	"jobs of a promise that an earlier one made": {`
let resolve
new Promise((r) => { resolve = r }).then((v) => console.log('resolved by', v))
t.onMessage(({ data }) => { console.log(data); if (data === 'b') resolve(data) })
`, "a\nb\nresolved by b\nc\n"},

	"queueMicrotask and a thenable": {`
t.onMessage(({ data }) => {
	if (data === 'a') queueMicrotask(() => console.log('job of a'))
	if (data === 'b') Promise.resolve({ then(f) { console.log('then of b'); f() } })
	console.log(data)
})
`, "a\njob of a\nb\nthen of b\nc\n"},

	"an exception in one is reported before the jobs and the others": {`
t.onMessage(({ data }) => {
	Promise.resolve().then(() => console.log('job of', data))
	if (data === 'b') throw new Error('in b')
	console.log(data)
})
`, "a\njob of a\nthirdScriptError\njob of b\nc\njob of c\n"},

	"a rejection is reported before the next": {`
t.onMessage(({ data }) => { console.log(data); if (data === 'b') Promise.reject(new Error('of b')) })
`, "a\nb\nError: of b\nc\n"},

	"listeners that change on the way": {`
const second = ({ data }) => console.log('second', data)
t.onMessage(({ data }) => {
	console.log('first', data)
	if (data === 'a') t.onMessage(second)
	if (data === 'b') t._callbacks.message = [second]
})
`, "first a\nfirst b\nsecond b\nsecond c\n"},

	"a listener that takes itself away": {`
t.onMessage(({ data }) => { console.log(data); t._callbacks.message.length = 0 })
`, "a\n"},

	"closed by the first": {`
t.onMessage(({ data }) => { console.log(data); t.close({ code: 3001 }) })
`, "a\n"},

	"a global listener, called on its record": {`
uni.onSocketMessage(function ({ data }) { console.log(data, this.name, arguments.length) })
`, "a onSocketMessage 1\nb onSocketMessage 1\nc onSocketMessage 1\n"},

	"a task's listener is called on nothing": {`
t.onMessage(function ({ data }) { console.log(data, this, arguments.length) })
`, "a undefined 1\nb undefined 1\nc undefined 1\n"},

	"both kinds": {`
uni.onSocketMessage(({ data }) => console.log('global', data))
t.onMessage(({ data }) => console.log('task', data))
`, "task a\nglobal a\ntask b\nglobal b\ntask c\nglobal c\n"},

	"a global listener that throws": {`
uni.onSocketMessage(({ data }) => { if (data === 'b') throw new Error('in b'); console.log(data) })
`, "a\nError: in b\nc\n"},

	"a task's listener that adds a global one, and throws": {`
t.onMessage(({ data }) => { if (data === 'a') { uni.onSocketMessage((e) => console.log('global', e.data)); throw new Error('in a') } console.log(data) })
`, "thirdScriptError\nglobal a\nb\nglobal b\nc\nglobal c\n"},

	"a global listener that adds a task's": {`
uni.onSocketMessage(({ data }) => { if (data === 'a') t.onMessage((e) => console.log('task', e.data)); console.log('global', data) })
`, "global a\ntask b\nglobal b\ntask c\nglobal c\n"},

	"events are plain objects of the script's own": {`
const seen = []
t.onMessage((e) => {
	seen.push(e)
	if (e.data === 'c') console.log(JSON.stringify(seen), seen[0] !== seen[1], Object.getPrototypeOf(e) === Object.prototype,
		JSON.stringify(Object.getOwnPropertyDescriptor(e, 'data')))
})
`, `[{"data":"a"},{"data":"b"},{"data":"c"}] true true {"value":"c","writable":true,"enumerable":true,"configurable":true}` + "\n"},

	"an endless recursion can be caught": {`
t.onMessage(({ data }) => { const f = () => 1 + f(); try { f() } catch (e) { console.log(data, e.name) } })
`, "a RangeError\nb RangeError\nc RangeError\n"},
}

// borrowed are scripts that get a thousand messages, all of them the number of the message.
var borrowed = map[string]string{
	"events that are kept": `
const kept = []
t.onMessage((e) => { kept.push(e); if (kept.length === n) done(new Set(kept).size === n && kept.every((e, i) => e.data === String(i))) })
`,
	"events that are read": `
let i = 0, right = true
t.onMessage((e) => { if (e.data !== String(i)) right = false; i++; if (i === n) done(right) })
`,
	"events that are taken apart": `
let i = 0, right = true
t.onMessage(async ({ data }) => { await null; if (data !== String(i)) right = false; i++; if (i === n) done(right) })
`,
	"a listener that is replaced by one that keeps": `
const kept = []
t.onMessage((e) => { if (e.data === '500') t._callbacks.message = [(e) => { kept.push(e); if (e.data === String(n - 1)) done(new Set(kept).size === n - 501 && kept[0].data === '501') }] })
`,
	"a global record whose callback is replaced by one that keeps": `
const kept = []
const keep = (e) => { kept.push(e); if (e.data === String(n - 1)) done(new Set(kept).size === n - 501 && kept[0].data === '501') }
uni.onSocketMessage(function (e) { if (e.data === '500') this.callback = keep })
`,
	"events that other listeners keep": `
const kept = []
t.onMessage((e) => { if (e.data === '500') t.onMessage((e) => kept.push(e)); if (e.data === String(n - 1)) setTimeout(() => done(new Set(kept).size === n - 501)) })
`,
	"a function that says that it is another": `
const kept = []
const f = (e) => { kept.push(e); if (kept.length === n) done(new Set(kept).size === n) }
f.toString = () => '(e) => f(e.data)'
Function.prototype.toString = f.toString
t.onMessage(f)
`,
	"properties that are given to it are not seen by the next": `
let i = 0, right = true
const extend = (e) => { if ('seen' in e) right = false; e.seen = true; if (++i === n) done(right) }
t.onMessage((e) => extend(e))
`,
}

func TestListenersThatBorrowEvents(t *testing.T) {
	server := devservertest.Start(t, devserver.Config{})
	for name, script := range borrowed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "main.js")
			script := `
const n = 1000
const t = uni.connectSocket({ url: '` + server.URL() + `/echo', success() {} })
t.onOpen(() => { for (let i = 0; i < n; i++) t.send({ data: String(i) }) })
const done = (right) => { console.log(right); t.close() }
` + script
			if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			err := js.Run(t.Context(), js.Config{File: file, Stdout: &out, Stderr: &out, Install: func(r *js.Runtime) error {
				b, err := binding.New(r, binding.Config{Platform: platform.H5(), Page: "http://localhost/"})
				if err != nil {
					return err
				}
				return r.Runtime().GlobalObject().Set("uni", b.Object())
			}})
			if err != nil || out.String() != "true\n" {
				t.Errorf("%v: %s", err, out.String())
			}
		})
	}
}

type silent struct{}

func (silent) Observe(core.Record) {}

// burst is a server that sends a, b, c and a close frame in one segment.
func burst(t *testing.T) (url string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		accept := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
		fmt.Fprintf(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
			base64.StdEncoding.EncodeToString(accept[:]))
		io.WriteString(c, "\x81\x01a\x81\x01b\x81\x01c\x88\x02\x03\xe8")
		c.Read(make([]byte, 1024)) // the answer to the close frame
	}))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "http", "ws", 1)
}

func TestMessagesThatComeTogether(t *testing.T) {
	url := burst(t)
	run := func(t *testing.T, script string, p *platform.Platform, o core.Observer) string {
		file := filepath.Join(t.TempDir(), "main.js")
		script = "const t = uni.connectSocket({ url: '" + url + "', multiple: true, success() {} })\n" + script
		if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		print := func(text string) { fmt.Fprintln(&out, firstLine(text)) }
		config := js.Config{
			File: file, KeepGoing: true, Limits: js.Limits{Run: time.Minute},
			Console: func(_, text string) { print(text) }, Failed: func(f js.Failure) { print(f.Error) },
		}
		config.Install = func(r *js.Runtime) error {
			b, err := binding.New(r, binding.Config{Platform: p, Page: "http://localhost/", Observer: o})
			if err != nil {
				return err
			}
			return r.Runtime().GlobalObject().Set("uni", b.Object())
		}
		js.Run(t.Context(), config) // a script that has failed says so in what it prints
		return out.String()
	}
	for name, burst := range bursts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(burst.want, run(t, burst.script, platform.H5(), nil)); diff != "" {
				t.Error("h5 (-want +got)\n", diff)
			}
			for _, platformName := range strings.Fields(burstPlatforms) {
				p, err := platform.Lookup(platformName, 0)
				if err != nil {
					t.Fatal(err)
				}
				// Where there is an observer, nothing is delivered but one by one.
				if diff := cmp.Diff(run(t, burst.script, p, silent{}), run(t, burst.script, p, nil)); diff != "" {
					t.Errorf("%s (-observed +not)\n%s", platformName, diff)
				}
			}
		})
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// burstPlatforms differ in how they deliver messages.
const burstPlatforms = "h5 app app-harmony app-android mp-weixin mp-alipay"
