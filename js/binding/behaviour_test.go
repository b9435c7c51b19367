package binding_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/preprocess"
	"github.com/unisocket/uni/websocket"
)

// behaviour is an entry of the checklist in docs/behaviour.md, section 7, on the
// platforms that it speaks of. A script ends by itself, when nothing can come any
// more: what it has not printed then did not happen.
type behaviour struct {
	number int
	// on are platforms as -p has them, newest Vue; "h5/2" is h5 with Vue 2.
	on     string
	script string
	want   string // all that the script writes, on standard output and standard error

	development bool
	undialed    bool   // nothing was connected to
	problem     string // a diagnostic that has to be among those of the script
}

// The platforms by what they share.
const (
	recorded     = "h5 h5/2 app app/2" // testdata/golden
	harmony      = " app-harmony"
	uniAppX      = " app-android app-ios"
	owned        = recorded + harmony + uniAppX // not a vendor's: uni wraps the native socket itself
	withGlobals  = " mp-weixin mp-weixin/2 mp-alipay mp-alipay/2 mp-baidu mp-lark mp-qq mp-kuaishou mp-jd mp-xhs mp-harmony"
	miniPrograms = withGlobals + " mp-toutiao mp-toutiao/2"
)

// helpers are what scripts find, beside uni, scheme and end: the latter ends a script
// that has a socket left which cannot be closed. At a.test and b.test is the
// devserver, request.test tells what it was asked, nobody.test refuses connections.
// The option multiple is for Alipay, which has no task without it.
const helpers = `
const json = JSON.stringify
const url = (path, host = 'a') => scheme + '://' + host + '.test' + path
const connect = (path, host, options) => uni.connectSocket({ url: url(path, host), multiple: true, complete() {}, ...options })
const event = (task, name) => new Promise((resolve) => task['on' + name](resolve))
const say = (...words) => (r) => console.log(...words)
const sayErrMsg = (r) => console.log(r.errMsg)
// both is told what a listener of a task and a global one got of an event.
const both = (name, path, host, fn) => {
	const got = {}
	const add = (whose) => (e) => { got[whose] = e; if (got.task && got.global) fn(got.task, got.global) }
	uni['onSocket' + name](add('global'))
	connect(path, host)['on' + name](add('task'))
}
// asked is what a server hears of a handshake.
const asked = async (options) => {
	const task = connect('/', 'request', options)
	const { data } = await event(task, 'Message')
	task.close()
	return JSON.parse(data)
}
`

// promiseBehaviours are those of what calls return: 1 to 16.
var promiseBehaviours = []behaviour{
	// Without callbacks there is a promise and no task.
	{number: 1, on: "h5 app mp-alipay", script: `
const p = uni.connectSocket({ url: url('/close1000') })
console.log(p instanceof Promise, typeof p.send, typeof p.onOpen)
console.log(json(await p))
`, want: `
true undefined undefined
{"errMsg":"connectSocket:ok"}
`},
	{number: 1, on: "mp-weixin mp-baidu mp-toutiao mp-lark mp-qq", script: `
const p = uni.connectSocket({ url: url('/close1000') })
console.log(p instanceof Promise, typeof p.send, typeof p.onOpen)
const r = await p
console.log(r.errMsg, typeof r.send, typeof r.onOpen)
`, want: `
true undefined undefined
connectSocket:ok undefined undefined
`},
	{number: 1, on: uniAppX, script: `
const t = uni.connectSocket({ url: url('/close1000') })
console.log(typeof t.then, typeof t.send, typeof t.onOpen)
`, want: "undefined function function\n"},

	// One callback, whichever, makes it a task.
	{number: 2, on: owned + " mp-weixin mp-weixin/2 mp-toutiao", script: `
const t = uni.connectSocket({ url: url('/close1000'), complete() {} })
console.log(typeof t.then, typeof t.send, typeof t.close, typeof t.onOpen, typeof t.onMessage, typeof t.onError, typeof t.onClose)
`, want: "undefined function function function function function function\n"},

	// A callback that is no function is none.
	{number: 3, on: "h5 app", script: `
const p = uni.connectSocket({ url: url('/close1000'), success: null, complete: true })
console.log(p instanceof Promise, json(await p))
`, want: `
true {"errMsg":"connectSocket:ok"}
`},
	{number: 3, on: "h5/2 app/2", script: `
const p = uni.connectSocket({ url: url('/close1000'), success: null, complete: true })
console.log(p instanceof Promise, json(await p))
`, want: `
true [null,{"errMsg":"connectSocket:ok"}]
`},
	{number: 3, on: "mp-weixin mp-alipay", script: `
const p = uni.connectSocket({ url: url('/close1000'), success: null, complete: true })
console.log(p instanceof Promise, (await p).errMsg)
`, want: "true connectSocket:ok\n"},

	// Nor is a function of another name, which goes nowhere.
	{number: 4, on: recorded + " mp-weixin mp-alipay", script: `
uni.onSocketMessage(({ data }) => { console.log(JSON.parse(data).uri); uni.closeSocket() })
const p = uni.connectSocket({ url: url('/room', 'request'), data() { return { token: 1 } } })
console.log(p instanceof Promise)
`, want: `
true
/room
`},

	// Vue 2 resolves [error, result], and never rejects.
	{number: 5, on: "h5/2 app/2 mp-alipay/2", script: `
console.log(json(await uni.connectSocket({ url: url('/close1000') })))
`, want: `
[null,{"errMsg":"connectSocket:ok"}]
`},
	{number: 5, on: "mp-weixin/2", script: `
const [err, res] = await uni.connectSocket({ url: url('/close1000') })
console.log(err, res.errMsg)
`, want: "null connectSocket:ok\n"},
	{number: 6, on: "h5/2", script: `
const a = await uni.sendSocketMessage({ data: 'x' }).catch(say('caught'))
console.log(Array.isArray(a), json(a))
`, want: `
true [{"errMsg":"sendSocketMessage:fail WebSocket is not connected "}]
`},
	{number: 6, on: "app/2", script: `
const a = await uni.sendSocketMessage({ data: 'x' }).catch(say('caught'))
console.log(Array.isArray(a), json(a))
`, want: `
true [{"errMsg":"sendSocketMessage:fail WebSocket is not connected"}]
`},
	{number: 6, on: "mp-weixin/2", script: `
const a = await uni.sendSocketMessage({ data: 'x' }).catch(say('caught'))
console.log(Array.isArray(a), json(a))
`, want: `
true [{"errMsg":"sendSocketMessage:fail taskID not exist"}]
`},

	// Vue 3 rejects.
	{number: 7, on: "h5 app", script: `
await uni.sendSocketMessage({ data: 'x' }).then(say('resolved'), (e) => console.log(json(e)))
`, want: `
{"errMsg":"sendSocketMessage:fail WebSocket is not connected"}
`},
	{number: 7, on: "mp-weixin", script: `
await uni.sendSocketMessage({ data: 'x' }).then(say('resolved'), (e) => console.log(json(e)))
`, want: `
{"errMsg":"sendSocketMessage:fail taskID not exist"}
`},
	{number: 8, on: "h5 app mp-weixin", script: `
await uni.closeSocket().then(say('resolved'), (e) => console.log(json(e)))
`, want: `
{"errMsg":"closeSocket:fail WebSocket is not connected"}
`},

	// With callbacks the others return nothing.
	{number: 9, on: owned + " mp-weixin mp-weixin/2", script: `
console.log(uni.sendSocketMessage({ data: 'x', complete() {} }), uni.closeSocket({ complete() {} }))
const t = connect('/echo')
await event(t, 'Open')
console.log(uni.sendSocketMessage({ data: 'x', success() {} }), uni.closeSocket({ success() {} }))
`, want: `
undefined undefined
undefined undefined
`},
	{number: 10, on: owned + withGlobals, script: `
for (const name of ['Open', 'Message', 'Error', 'Close']) console.log(uni['onSocket' + name](() => {}))
`, want: `
undefined
undefined
undefined
undefined
`},

	// What is no listener throws.
	{number: 11, on: "h5 app", script: `
for (const v of ['x', undefined, {}]) {
	try { uni.onSocketOpen(v) } catch (e) { console.log(e instanceof Error, e.message) }
}
`, want: `
true Invalid args: type check failed for args "callback". Expected Function
true Invalid args: type check failed for args "callback". Expected Function
true Invalid args: type check failed for args "callback". Expected Function
`},
	{number: 12, on: "h5/2 app/2", script: `
try { uni.onSocketOpen() } catch (e) { console.log(e instanceof Error, e.message) }
try { uni.onSocketOpen('x') } catch (e) { console.log(e instanceof Error, e.message) }
`, want: "\n" +
		"true onSocketOpen:fail Missing required parameter `callback`\n" +
		"true onSocketOpen:fail parameter `callback`. Expected Function, got String with value \"x\".\n"},

	// Interceptors.
	{number: 13, on: recorded + " mp-weixin mp-weixin/2", undialed: true, script: `
uni.addInterceptor('connectSocket', { invoke() { console.log('invoke'); return false } })
uni.connectSocket({ url: url('/echo'), success: say('success'), fail: say('fail'), complete: say('complete') })
uni.connectSocket({ url: url('/echo') }).then(say('resolved'), say('rejected'))
`, want: `
invoke
invoke
`},
	{number: 14, on: recorded + " mp-weixin mp-weixin/2", script: `
uni.addInterceptor('connectSocket', { invoke: (options) => Promise.resolve(options) })
const p = uni.connectSocket({ url: url('/close1000'), success: sayErrMsg })
console.log(p instanceof Promise, typeof p.onOpen)
`, want: `
true undefined
connectSocket:ok
`},

	// What success throws is reported, and complete comes with the same object.
	{number: 15, on: recorded, script: `
let result
uni.connectSocket({ url: url('/close1000'), success(r) { result = r; throw 'oops' }, complete(r) { console.log(r === result, r.errMsg) } })
`, want: `
oops
true connectSocket:ok
`},

	// The caller's options stay as they are.
	{number: 16, on: owned + " mp-weixin mp-weixin/2 mp-qq", script: unchangedOptions, want: "true\n"},
	{number: 16, on: "mp-alipay", script: unchangedOptions, want: `
支付宝小程序 connectSocket 暂不支持 method
true
`},
	{number: 16, on: recorded + " mp-weixin mp-weixin/2", script: `
const options = { url: url('/close1000'), data() {} }
await uni.connectSocket(options)
console.log(Object.keys(options).join())
`, want: "url,data\n"},
}

const unchangedOptions = `
const header = { 'X-Foo': 'a' }, protocols = ['protocol1']
const options = { url: url('/close1000'), header, protocols, method: 'post', data: { a: 1 }, success: null, complete() {} }
const before = { ...options }, text = json(options)
uni.connectSocket(options)
console.log(Object.keys(options).join() === Object.keys(before).join() && Object.keys(options).every((k) => options[k] === before[k]) && json(options) === text)
`

// Every behaviour of the checklist is what a script finds.
func TestBehaviour(t *testing.T) {
	hosts := startHosts(t)
	dir := t.TempDir()
	for i, b := range slices.Concat(promiseBehaviours, connectBehaviours, taskBehaviours, globalBehaviours) {
		for j, on := range strings.Fields(b.on) {
			name, old := strings.CutSuffix(on, "/2")
			vue := 0
			if old {
				vue = 2
			}
			p, err := platform.Lookup(name, vue)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, fmt.Sprintf("%d-%d.js", i, j))
			t.Run(fmt.Sprintf("%02d %v", b.number, p), func(t *testing.T) {
				t.Parallel()
				b.check(t, hosts, p, file)
			})
		}
	}
}

// check runs the script as the command line does.
func (b behaviour) check(t *testing.T, hosts *hosts, p *platform.Platform, file string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(b.script), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var output bytes.Buffer
	var dialed atomic.Int32
	var problems []string
	err := js.Run(ctx, js.Config{
		File: file, Stdout: &output, Stderr: &output, KeepGoing: true,
		Development: b.development,
		Build:       preprocess.Build{Platform: p.Name, Vue: p.Vue, X: p.X},
		Absent:      p.Absent(),
		Install: func(r *js.Runtime) error {
			api, err := binding.New(r, binding.Config{
				Platform: p, Page: "http://page.test/", AppID: "wx0", Development: b.development,
				DialOptions: websocket.DialOptions{
					TLS:   hosts.local.TLSConfig(),
					Proxy: func(*url.URL) (*url.URL, error) { return nil, nil },
					DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
						dialed.Add(1)
						return hosts.dial(ctx, network, addr)
					},
				},
				Diagnose: func(d diagnostic.Diagnostic) { problems = append(problems, d.Name) },
			})
			if err != nil {
				return err
			}
			scheme := "ws"
			if p.Native.Policy.SecureOnly {
				scheme = "wss"
			}
			global := r.Runtime().GlobalObject()
			if err := errors.Join(global.Set("scheme", scheme), global.Set("end", cancel), api.Install()); err != nil {
				return err
			}
			_, err = r.Runtime().RunString(helpers)
			return err
		},
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("the script ended with %v", err)
	}
	if diff := cmp.Diff(strings.TrimPrefix(b.want, "\n"), output.String()); diff != "" {
		t.Errorf("%s\nit prints otherwise (-want +got):\n%s", b.script, diff)
	}
	if b.undialed && dialed.Load() != 0 {
		t.Errorf("%s\nit connected %d times", b.script, dialed.Load())
	}
	if b.problem != "" && !slices.Contains(problems, b.problem) {
		t.Errorf("%s\nthe diagnostics are %v, without %s", b.script, problems, b.problem)
	}
}

// hosts are the peers of the scripts, by ws and wss alike.
type hosts struct {
	local         *devserver.Local
	plain, secure string // addresses of the server that tells what it was asked
}

func startHosts(t *testing.T) *hosts {
	t.Helper()
	local, err := devserver.StartLocal(devserver.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { local.Close() })
	certificate, err := local.Server().CA().Certificate("request.test")
	if err != nil {
		t.Fatal(err)
	}
	plain := httptest.NewServer(http.HandlerFunc(tellRequest))
	t.Cleanup(plain.Close)
	secure := httptest.NewUnstartedServer(http.HandlerFunc(tellRequest))
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	secure.StartTLS()
	t.Cleanup(secure.Close)
	return &hosts{local, plain.Listener.Addr().String(), secure.Listener.Addr().String()}
}

// dial leads to the host of a name, whatever the port; 443 is that of wss.
func (h *hosts) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	switch addr {
	case "request.test:80":
		addr = h.plain
	case "request.test:443":
		addr = h.secure
	case "nobody.test:80", "nobody.test:443":
		addr = "127.0.0.1:1"
	}
	return h.local.DialContext(ctx, network, addr)
}

// request is what tellRequest tells; names of header fields are in small letters.
type request struct {
	Method string            `json:"method"`
	URI    string            `json:"uri"`
	Header map[string]string `json:"header"`
}

// tellRequest accepts a handshake by any method, selects the first subprotocol, and
// sends what the request was.
func tellRequest(w http.ResponseWriter, r *http.Request) {
	told := request{r.Method, r.RequestURI, map[string]string{}}
	for name, values := range r.Header {
		told.Header[strings.ToLower(name)] = strings.Join(values, " | ")
	}
	r.Method = http.MethodGet
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		SelectSubprotocol: func(offered []string) string { return append(offered, "")[0] },
		CheckOrigin:       func(*http.Request) bool { return true },
	})
	if err != nil {
		return // the script hears of it
	}
	text, _ := json.Marshal(told)
	c.Start(teller{text})
}

// teller sends a text when its connection opens.
type teller struct{ text []byte }

func (s teller) OnOpen(c *websocket.Conn)                      { c.Send(websocket.Text, s.text) }
func (teller) OnMessages(*websocket.Conn, []websocket.Message) {}
func (teller) OnClose(*websocket.Conn, *websocket.CloseError)  {}
