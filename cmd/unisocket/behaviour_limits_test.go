package main

import (
	"strings"
	"testing"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
)

// Every mini program, and those for which uni has the warning of 102.
const (
	miniPrograms = "mp-weixin mp-weixin:2 mp-alipay mp-alipay:2 mp-baidu mp-toutiao mp-lark mp-qq mp-kuaishou mp-jd mp-xhs mp-harmony"
	withFive     = "mp-weixin mp-weixin:2 mp-weixin@1.7.0 mp-toutiao mp-toutiao:2 mp-lark mp-lark:2 mp-qq mp-qq:2"
)

// fiveOpen calls sixth when five sockets are open.
const fiveOpen = `
	const tasks = []
	let open = 0
	for (let i = 1; i <= 5; i++) {
	  const task = connect('s' + i, { multiple: true })
	  tasks.push(task)
	  task.onOpen(() => { if (++open === 5) sixth() })
	}
	const bye = () => tasks.forEach((task) => task.close({}))
	`

// fiveLeft is what the server sees of them.
const fiveLeft = `
	s1: open, close 1000
	s2: open, close 1000
	s3: open, close 1000
	s4: open, close 1000
	s5: open, close 1000`

var behavioursOfPolicy = []behaviour{
	{number: 87, on: "mp-weixin mp-weixin:2 mp-weixin@1.7.0", finds: diagnostic.TooManySockets, script: fiveOpen + `
		function sixth() {
		  const task = connect('sixth')
		  task.onOpen(() => { console.log('open'); task.close({}); bye() })
		  task.onError((e) => {
		    console.log(e.errMsg.replace(/taskID=\d+/, 'taskID=N'))
		    tasks[0].onClose(() => setTimeout(again))
		    tasks[0].close({})
		  })
		}
		function again() {
		  const task = connect('with-room')
		  task.onOpen(() => { console.log('room'); task.close({}); bye() })
		}`, server: fiveLeft + "\nwith-room: open, close 1000", want: `
		createSocketTask:fail wcwss taskID=N exceed max concurrent count
		room`},
	{number: 87, on: "mp-weixin mp-weixin:2", title: "global", script: fiveOpen + `
		const sixth = () => connect('sixth')
		uni.onSocketError((e) => { console.log(e.errMsg.replace(/taskID=\d+/, 'taskID=N')); bye() })`,
		server: fiveLeft, want: "createSocketTask:fail wcwss taskID=N exceed max concurrent count"},
	// A socket that is closed is no live one any more, and a reconnect in onClose is the first of its kind.
	{number: 87, on: "mp-weixin mp-weixin:2 mp-toutiao", title: "reconnect", script: fiveOpen + `
		const sixth = () => tasks[0].close({})
		tasks[0].onClose(() => {
		  const task = connect('again')
		  task.onOpen(() => { console.log('open'); task.close({}); bye() })
		  task.onError((e) => { console.log(e.errMsg); bye() })
		})`, server: "again: open, close 1000\n" + fiveLeft, want: "open"},
	{number: 91, on: "mp-alipay mp-alipay:2", title: "reconnect", script: `
		const reconnect = once(() => connect('b', { fail: tell('fail') }))
		uni.onSocketOpen(() => uni.closeSocket({ complete() {} }))
		uni.onSocketClose(() => { console.log('close'); reconnect() })
		connect('a')`, server: "a: open, close 1000\nb: open, close 1000", want: `
		close
		close`},
	{number: 88, on: "mp-weixin@1.6.0 mp-weixin@1.6.0:2", script: second, want: replaced, server: replacedSeen},
	{number: 89, on: "mp-baidu@1.9.3 mp-baidu@1.9.3:2", script: second, want: replaced, server: replacedSeen},
	{number: 89, on: "mp-baidu@1.9.4 mp-baidu mp-baidu:2", title: "both live", script: `
		const a = connect('a'), b = connect('b')
		let open = 0
		const opened = () => { if (++open === 2) a.send({ data: 'x' }) }
		a.onOpen(opened)
		b.onOpen(opened)
		a.onMessage((m) => { console.log('a', m.data); b.send({ data: 'y' }) })
		b.onMessage((m) => { console.log('b', m.data); a.close({}); b.close({}) })`,
		server: `a: open, text "x", close 1000` + "\n" + `b: open, text "y", close 1000`, want: `
		a x
		b y`},
	// An extra connect does not close the others (4b).
	{number: 90, on: withFive, script: fiveOpen + `
		function sixth() {
		  const refused = once(() => { console.log('refused'); tasks[0].send({ data: 'still there' }) })
		  const task = connect('sixth', { fail: refused })
		  task.onOpen(() => { console.log('open'); task.close({}); bye() })
		  task.onError(refused)
		}
		tasks[0].onMessage((m) => { console.log(m.data); bye() })`,
		server: strings.Replace(fiveLeft, "s1: open", `s1: open, text "still there"`, 1), want: `
		refused
		still there`},
	{number: 91, on: "mp-alipay mp-alipay:2", title: "single", script: `
		console.log(typeof connect('a', { success: () => console.log('success') }))
		console.log(typeof connect('b', { success: tell('success'), fail: (r) => console.log(r.errMsg.startsWith('connectSocket:fail ')) }))
		my.connectSocket({ url: address('c'), success: tell('success'), fail: (r) => console.log('error', r.error) })
		uni.onSocketOpen(() => uni.closeSocket({ complete() {} }))`, server: "a: open, close 1000", want: `
		undefined
		undefined
		success
		true
		error 3`},
	{number: 91, on: "mp-alipay mp-alipay:2", title: "multiple", script: fiveOpen + `
		function sixth() {
		  const task = connect('sixth', { multiple: true, fail: (r) => { console.log(r.errMsg.startsWith('connectSocket:fail ')); bye() } })
		  task.onOpen(() => { console.log('open'); task.close({}); bye() })
		}`, server: fiveLeft, want: "true"},
	{number: 92, on: "app@2.2.5:2 app@2.2.5", title: "one socket", script: `
		const a = connect('a')
		a.onOpen(() => {
		  const b = connect('b')
		  b.onOpen(() => b.send({ data: 'x' }))
		  b.onMessage((m) => { console.log(m.data); b.close() })
		})`, server: "a: open, close 1000\n" + `b: open, text "x", close 1000`, want: "x"},
	{number: 92, on: "app@2.2.5:2", title: "no ArrayBuffer", script: bothTypes, server: `a: open, text "x", close 1000`, want: `
		after
		x`},
	{number: 92, on: "app@2.2.6:2", title: "ArrayBuffer", script: bothTypes, server: `a: open, bytes 09, text "x", close 1000`, want: `
		010203
		after
		09
		x`},
	{number: 93, on: miniPrograms, flags: []string{"--allow", "wss://ok.example.com"}, manifest: checked, finds: diagnostic.DomainNotAllowed, script: `
		const refused = once(() => console.log('refused'))
		const said = (r) => { if ((r.errMsg ?? r.errorMessage).includes('url not in domain list')) refused() }
		const evil = connect('evil', { multiple: true, fail: said })
		evil.onOpen(() => { console.log('open'); evil.close({}) })
		evil.onError(said)
		const ok = connect('ok', { multiple: true })
		ok.onOpen(() => ok.close({}))`, server: "ok: open, close 1000", want: "refused"},
	{number: 93, on: "mp-weixin mp-weixin:2", title: "text", manifest: checked, script: connectOnce, server: "nothing", want: "createSocketTask:fail url not in domain list"},
	// What the manifest does not say is said by the template: section 5.
	{number: 93, on: "mp-weixin:2", title: "template", manifest: `{}`, script: connectOnce, server: "nothing", want: "createSocketTask:fail url not in domain list"},
	{number: 93, on: "mp-weixin", title: "template", manifest: `{}`, script: connectOnce, server: "a: open, close 1000", want: "open"},
	{number: 94, on: miniPrograms, finds: diagnostic.InsecureURL, script: `
		const refused = once(() => console.log('refused'))
		const task = uni.connectSocket({ url: address('a', 'ws'), multiple: true, fail: refused })
		task.onError(refused)
		task.onOpen(() => { console.log('open'); task.close({}) })`, server: "nothing", want: "refused"},
	{number: 94, on: "mp-alipay mp-alipay:2", title: "error 20", script: `
		const url = address('a', 'ws')
		my.connectSocket({ url, fail: tell('vendor') })
		uni.connectSocket({ url, fail: tell('uni') })`, server: "nothing", want: `
		vendor {"error":20,"errorMessage":"请求url不支持ws，请使用wss"}
		uni {"errMsg":"connectSocket:fail 请求url不支持ws，请使用wss"}`},
	{number: 94, on: "mp-weixin mp-weixin:2", title: "unchecked", manifest: `{"mp-weixin": {"setting": {"urlCheck": false}}}`, script: `
		const task = uni.connectSocket({ url: address('a', 'ws'), complete() {} })
		task.onOpen(() => task.close({}))`, server: "a: open, close 1000"},
	{number: 95, on: "mp-weixin mp-weixin:2", hidden: 10 * time.Millisecond, finds: diagnostic.BackgroundCloses, script: `
		const a = connect('a')
		a.onOpen(hideApp)
		a.onClose((e) => {
		  console.log(e.reason)
		  const b = connect('b', { success: tell('success'), fail(r) { console.log(r.errMsg); showApp() } })
		  b.onOpen(() => { console.log('b'); b.close({}) })
		})
		uni.onAppShow(() => {
		  const c = connect('c')
		  c.onOpen(() => { console.log('open'); c.close({}) })
		})`, server: "a: open, gone\nc: open, close 1000", want: `
		interrupted
		connectSocket:fail interrupted
		open`},
	{number: 95, on: "mp-weixin mp-weixin:2", title: "shown in time", hidden: 10 * time.Millisecond, script: `
		const task = connect('a')
		task.onOpen(() => { hideApp(); showApp(); setTimeout(() => task.send({ data: 'x' }), 40) })
		task.onMessage(() => task.close({}))
		task.onClose((e) => console.log(e.code))`, server: `a: open, text "x", close 1000`, want: "1000"},
	{number: 96, on: "mp-toutiao mp-toutiao:2", hidden: 10 * time.Millisecond, finds: diagnostic.BackgroundCloses, script: `
		const task = connect('a')
		task.onOpen(hideApp)
		task.onClose((e) => console.log(Number(e.code)))`, want: "1001"},
}

const (
	// second makes a second socket where there is one only.
	second = `
		let opened = 0
		uni.onSocketOpen(() => {
		  if (++opened === 1) console.log(typeof connect('b'))
		  else uni.sendSocketMessage({ data: 'x', complete() {} })
		})
		uni.onSocketMessage((m) => { console.log(m.data); uni.closeSocket({ complete() {} }) })
		console.log(typeof connect('a'))`
	replaced = `
		undefined
		undefined
		x`
	replacedSeen = `
		a: open, close 1000
		b: open, text "x", close 1000`
	bothTypes = `
		const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, '0')).join('')
		const task = connect('a/bytes')
		task.onOpen(() => {
		  task.send({ data: new Uint8Array([9]).buffer })
		  task.send({ data: 'x' })
		})
		task.onMessage((m) => {
		  console.log(m.data instanceof ArrayBuffer ? hex(m.data) : m.data)
		  if (m.data === 'x') task.close()
		})`
	checked = `{
		"mp-weixin": {"setting": {"urlCheck": true}}, "mp-toutiao": {"setting": {"urlCheck": true}},
		"mp-lark": {"setting": {"urlCheck": true}}, "mp-baidu": {"setting": {"urlCheck": true}},
		"mp-qq": {"setting": {"urlCheck": true}}, "mp-kuaishou": {"setting": {"urlCheck": true}}}`
	connectOnce = `
		const task = connect('a')
		task.onOpen(() => { console.log('open'); task.close({}) })
		task.onError((e) => console.log(e.errMsg))`
	// lateOpen opens a socket some time after the handshake was sent: the pause
	// gives a timeout of 1 ms the time to show.
	lateOpen = `
		task.onOpen(() => { console.log('open'); task.close({}) })
		task.onError(tell('error'))
		setTimeout(release, 30)`
)

const shortTimeout = `{"networkTimeout": {"connectSocket": 1}}`

var behavioursOfConfig = []behaviour{
	{number: 97, on: "mp-weixin", script: "connect('a/hang').onError((e) => console.log(e.errMsg))", manifest: `
		// the app
		{
		  "name": "// no comment", /* of
		  two lines */ "vueVersion": "3",
		  "networkTimeout": { "connectSocket": 1 } // ms
		}`, want: "exception onOpen fail code:9, msg:Timer Expired"},
	{number: 97, on: "h5", title: "comments of Vue 2", script: formOfPromise, manifest: `
		// the app
		{ /* of long ago */ "vueVersion": "2" }`, want: "array"},
	{number: 97, on: "h5", title: "trailing commas", script: formOfPromise, manifest: `{ "vueVersion": "3", "networkTimeout": { "request": 1, }, }`, want: "rejected"},
	{number: 99, on: "mp-weixin", script: "const task = connect('a/late')" + lateOpen, want: "open",
		manifest: `{"networkTimeout": {"connectSocket": 1}, "mp-weixin": {"networkTimeout": {"request": 1}}}`},
	{number: 100, on: "h5 h5:2 app app:2", finds: diagnostic.TimeoutIgnored, manifest: shortTimeout, want: "open",
		script: "const task = connect('a/late')" + lateOpen},
	{number: 101, on: "mp-weixin mp-weixin:2", flags: []string{"--allow", "wss://a.example.com"}, script: `
		const task = connect('a/hang', { timeout: 10 })
		task.onError((e) => console.log(e.errMsg))
		task.onClose(() => console.log('close'))`, manifest: `{"networkTimeout": {"connectSocket": 60000}}`, want: `
		exception onOpen fail code:9, msg:Timer Expired
		close`},
	{number: 101, on: "mp-weixin mp-weixin:2", title: "longer", flags: []string{"--allow", "wss://a.example.com"}, manifest: shortTimeout, want: "open",
		script: "const task = connect('a/late', { timeout: 60000 })" + lateOpen},
	{number: 101, on: "mp-weixin@2.9.0", title: "no option yet", want: "open", // 4a
		script: "const task = connect('a/late', { timeout: 1 })" + lateOpen},
}

const formOfPromise = `
	uni.closeSocket().then((r) => console.log(Array.isArray(r) ? 'array' : 'object'), () => console.log('rejected'))`

// What the settings make of a manifest, for which no script is needed.
func TestBehaviourOfManifests(t *testing.T) {
	for _, b := range []struct {
		name     string
		platform string
		vue      string
		manifest string
		want     time.Duration // networkTimeout.connectSocket in what is built; 0 is no such key
		refused  bool
	}{
		{"97 h5 vue 2 trailing comma", "h5", "2", `{ "name": "a", }`, 0, true}, // JSON.parse: section 5
		{"98 h5 no manifest", "h5", "", "", time.Minute, false},
		{"98 h5", "h5", "", `{}`, time.Minute, false},
		{"98 h5 other keys", "h5", "", `{"networkTimeout": {"request": 1}}`, time.Minute, false},
		{"98 h5 vue 2", "h5", "2", `{}`, time.Minute, false},
		{"98 h5@2.5.9", "h5@2.5.9", "", `{}`, 6 * time.Second, false},
		{"98 h5@2.5.9 other keys", "h5@2.5.9", "", `{"networkTimeout": {"request": 1}}`, 6 * time.Second, false},
		{"98 h5@2.5.10", "h5@2.5.10", "", `{}`, time.Minute, false},
		{"98 app", "app", "", `{}`, time.Minute, false},
		{"98 app@2.5.9", "app@2.5.9", "", `{}`, 6 * time.Second, false},
		{"98 app@2.5.10", "app@2.5.10", "", `{}`, time.Minute, false},
		{"99 mp-weixin", "mp-weixin", "", `{"networkTimeout": {"connectSocket": 5}, "mp-weixin": {"networkTimeout": {"request": 1}}}`, 0, false},
		{"99 mp-weixin top level", "mp-weixin", "", `{"networkTimeout": {"connectSocket": 5}}`, 5 * time.Millisecond, false},
		{"99 mp-weixin none", "mp-weixin", "", `{}`, 0, false},
	} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			c := behaviour{manifest: b.manifest}.command(t, b.platform, b.vue)
			a, err := c.app(c.File, c.Platform, false)
			switch {
			case b.refused && err == nil:
				t.Error("the manifest is admitted")
			case !b.refused && err != nil:
				t.Error(err)
			case err == nil && a.Binding.ConnectTimeout != b.want:
				t.Errorf("connectSocket is %v, want %v", a.Binding.ConnectTimeout, b.want)
			}
		})
	}
}

// The time after which 95 and 96 happen, which their scripts do not wait for.
func TestBehaviourOfBackgroundTakesFiveSeconds(t *testing.T) {
	for _, name := range []string{"mp-weixin", "mp-toutiao"} {
		for _, vue := range []int{2, 3} {
			p, err := platform.Lookup(name, vue)
			if err != nil {
				t.Fatal(err)
			}
			if d := p.Native.Background.After; d != 5*time.Second {
				t.Errorf("%v: sockets live for %v in the background", p, d)
			}
		}
	}
}

// methodVanishes looks at what the vendor gets.
const methodVanishes = `
	const vendor = globalThis.my ?? globalThis.swan ?? globalThis.tt ?? globalThis.wx
	const native = vendor.connectSocket
	vendor.connectSocket = (options) => { console.log('method' in options); return native(options) }
	const task = connect('a', { method: 'POST', multiple: true })
	task.onOpen(() => task.close({}))`

var behavioursOfWrapper = []behaviour{
	{number: 102, on: "mp-alipay", script: methodVanishes, want: "false", stderr: "支付宝小程序 connectSocket 暂不支持 method", finds: diagnostic.OptionDropped},
	{number: 102, on: "mp-baidu", script: methodVanishes, want: "false", stderr: "百度小程序 connectSocket 暂不支持 method", finds: diagnostic.OptionDropped},
	{number: 102, on: "mp-toutiao", script: methodVanishes, want: "false", stderr: "字节跳动小程序 connectSocket 暂不支持 method", finds: diagnostic.OptionDropped},
	{number: 102, on: "mp-lark", script: methodVanishes, want: "false", stderr: "飞书小程序 connectSocket 暂不支持 method", finds: diagnostic.OptionDropped},
	{number: 102, on: "mp-alipay:2", script: methodVanishes, want: "false", stderr: "The 'connectSocket' method of platform '支付宝小程序' does not support option 'method'"},
	{number: 102, on: "mp-baidu:2", script: methodVanishes, want: "false", stderr: "The 'connectSocket' method of platform '百度小程序' does not support option 'method'"},
	{number: 102, on: "mp-toutiao:2", script: methodVanishes, want: "false", stderr: "The 'connectSocket' method of platform '头条小程序' does not support option 'method'"},
	{number: 102, on: "mp-lark:2", script: methodVanishes, want: "false", stderr: "The 'connectSocket' method of platform '飞书小程序' does not support option 'method'"},
	{number: 102, on: "mp-weixin mp-weixin:2", title: "kept", script: methodVanishes, want: "true"}, // 7a
	{number: 103, on: "mp-alipay mp-baidu", script: globalEvents, want: `
		open onSocketOpen:ok
		message onSocketMessage:ok x
		close onSocketClose:ok`},
	{number: 103, on: "mp-weixin mp-lark", title: "nothing added", script: globalEvents, want: `
		open undefined
		message undefined x
		close undefined`},
	{number: 103, on: "mp-alipay", title: "error", script: `
		uni.onSocketError((e) => console.log(e.errMsg.startsWith('onSocketError:fail '), e.error, e.errorMessage))
		connect('a/reject')`, want: "true undefined undefined"},
	{number: 104, on: "mp-alipay mp-alipay:2", script: `
		my.connectSocket({ url: 'nonsense', fail: tell('vendor') })
		uni.connectSocket({ url: 'nonsense', fail: tell('uni') })`, want: `
		vendor {"error":4,"errorMessage":"URL 格式不合法"}
		uni {"errMsg":"connectSocket:fail URL 格式不合法"}`},
	{number: 104, on: "mp-alipay mp-baidu", title: "promise", script: refusingVendor + `
		uni.connectSocket({ url: address('a') }).then(tell('resolved'), tell('rejected'))`,
		want: `rejected {"errMsg":"connectSocket:fail URL 格式不合法"}`},
	{number: 104, on: "mp-alipay:2 mp-baidu:2", title: "promise", script: refusingVendor + `
		uni.connectSocket({ url: address('a') }).then(tell('resolved'), tell('rejected'))`,
		want: `resolved [{"errMsg":"connectSocket:fail URL 格式不合法"}]`},
}

const (
	globalEvents = `
		uni.onSocketOpen((e) => { console.log('open', e.errMsg); uni.sendSocketMessage({ data: 'x', complete() {} }) })
		uni.onSocketMessage((e) => { console.log('message', e.errMsg, e.data); uni.closeSocket({ complete() {} }) })
		uni.onSocketClose((e) => console.log('close', e.errMsg))
		connect('a')`
	refusingVendor = `
		const vendor = globalThis.my ?? globalThis.swan
		vendor.connectSocket = ({ fail }) => fail({ error: 4, errorMessage: 'URL 格式不合法' })`
)
