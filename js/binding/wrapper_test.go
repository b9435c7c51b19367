package binding_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
)

// wrapped runs a script that finds the global functions wrap(vendor), which makes
// uni, and output(text), and returns what it put out and said on the console.
func wrapped(t *testing.T, w *platform.Wrapper, script string) (output, console string) {
	t.Helper()
	entry := filepath.Join(t.TempDir(), "script.js")
	if err := os.WriteFile(entry, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var said bytes.Buffer
	err := js.Run(ctx, js.Config{
		File: entry, Stdout: &said, Stderr: &said,
		Install: func(r *js.Runtime) error {
			vm := r.Runtime()
			global := vm.GlobalObject()
			global.Set("output", func(text string) { output = text })
			return global.Set("wrap", func(vendor *sobek.Object) (*sobek.Object, error) {
				return binding.Wrap(vm, vendor, w)
			})
		},
	})
	if err != nil {
		t.Fatalf("the script ended with %v\n%s", err, said.String())
	}
	return output, said.String()
}

// mpDriver runs golden/mp/scenario.js as the recordings were made.
const mpDriver = `
import { recordingVendor, scenario } from %q
const lines = []
const text = (v) => v === undefined ? 'undefined' : JSON.parse(JSON.stringify(v, (k, v) => typeof v === 'function' ? 'function' : v))
const rec = (name, ...values) => { lines.push([name, ...values.map(text)]) }
console.warn = (...args) => rec('console.warn', ...args)
const name = %q
const { vendor, control } = recordingVendor(name, rec)
await scenario({ name, uni: wrap(vendor), control, rec })
output(JSON.stringify(lines))
`

// The wrapper does with a vendor's object what uni-app's own does on each mini program.
func TestWrapperGolden(t *testing.T) {
	recordings, err := filepath.Glob("../../testdata/golden/mp/*.json")
	if err != nil || len(recordings) != 10 {
		t.Fatalf("there are %d recordings of ten platforms: %v", len(recordings), err)
	}
	scenario, err := filepath.Abs("../../testdata/golden/mp/scenario.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, recording := range recordings {
		name := strings.TrimSuffix(filepath.Base(recording), ".json")
		t.Run(name, func(t *testing.T) {
			w, err := platform.LookupWrapper(name, 3)
			if err != nil {
				t.Fatal(err)
			}
			output, console := wrapped(t, w, fmt.Sprintf(mpDriver, scenario, strings.TrimPrefix(name, "mp-")))
			var got, want []any
			if err := json.Unmarshal([]byte(output), &got); err != nil {
				t.Fatalf("no log but %q: %v", output, err)
			}
			recorded, err := os.ReadFile(recording)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(recorded, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the log differs (-recorded +ours):\n%s", diff)
			}
			if console != "" {
				t.Errorf("beside the log it said %q", console)
			}
		})
	}
}

// settling is a vendor whose functions succeed, or fail with the vendor's error of
// their options, and say what they got.
const settling = `
const settle = (name) => function (o) {
  console.log(name, Object.keys(o).join())
  const result = o.error ?? { errMsg: name + ':ok' }
  const settled = o.error ? o.fail : o.success
  settled?.(result)
  o.complete?.(result)
  return { name }
}
const vendor = { connectSocket: settle('connectSocket'), sendSocketMessage: settle('sendSocketMessage'), login: settle('login') }
`

// listening is a vendor that keeps listeners of messages by identity.
const listening = `
const listeners = new Set()
const vendor = {
  onSocketMessage(fn) { listeners.add(fn) },
  offSocketMessage(fn) { listeners.delete(fn) },
}
const fire = (e) => { for (const fn of listeners) fn(e) }
`

func TestWrapper(t *testing.T) {
	for _, c := range []struct {
		name     string // the sentence after "it"
		platform string
		vue      int
		script   string
		want     string
	}{
		{
			"gives the vendor back the listener that it was given", "mp-alipay", 3, listening + `
			const uni = wrap(vendor)
			const f = (e) => console.log('heard', e.data)
			uni.onSocketMessage(f)
			uni.onSocketMessage(f)
			fire({ data: 1 })
			uni.offSocketMessage(f)
			fire({ data: 2 })
			console.log(listeners.size)`,
			"heard 1\n0\n",
		}, {
			"hands on what was never a listener, or none at all", "mp-weixin", 3, `
			const uni = wrap({ offSocketMessage(fn) { console.log(typeof fn, arguments.length, fn === f) } })
			const f = () => {}
			uni.offSocketMessage(f)
			uni.offSocketMessage()`,
			"function 1 true\nundefined 1 false\n",
		}, {
			"gives each listener a copy of the event", "mp-weixin", 3, listening + `
			const uni = wrap(vendor)
			uni.onSocketMessage((e) => { e.data = 'changed' })
			uni.onSocketMessage((e) => console.log(e.data))
			fire({ data: 'sent' })`,
			"sent\n",
		}, {
			"gives listeners the vendor's event where uni does not know the function", "mp-lark", 3, listening + `
			const uni = wrap(vendor)
			const event = {}
			uni.onSocketMessage((e) => console.log(e === event))
			fire(event)`,
			"true\n",
		}, {
			"lets functions be replaced and put back", "mp-weixin", 3, settling + `
			const uni = wrap(vendor)
			const original = uni.connectSocket
			uni.connectSocket = (o) => { console.log('replaced'); return original(o) }
			await uni.connectSocket({ url: 'u' })
			delete uni.connectSocket
			await uni.connectSocket({ url: 'u' })
			uni.mine = () => 'mine'
			console.log(uni.mine(), vendor.mine)`,
			"replaced\nconnectSocket url,success,fail\nconnectSocket url,success,fail\nmine undefined\n",
		}, {
			"sees what becomes of the vendor", "mp-weixin", 3, `
			const vendor = {}
			const uni = wrap(vendor)
			console.log(typeof uni.login)
			vendor.login = (o) => o.success('first')
			console.log(await uni.login())
			vendor.login = (o) => o.success('second')
			console.log(await uni.login(), uni.login === uni.login)`,
			"undefined\nfirst\nsecond true\n",
		}, {
			"leaves the caller's options as they are, and the inherited ones with the caller", "mp-alipay", 3, settling + `
			const options = Object.create({ inherited: 1 }, {})
			Object.assign(options, { url: 'u', method: 'GET', success: (r) => console.log(r) })
			wrap(vendor).connectSocket(options)
			console.log(Object.keys(options).join())`,
			"支付宝小程序 connectSocket 暂不支持 method\nconnectSocket url,success\n{ errMsg: 'connectSocket:ok' }\nurl,method,success\n",
		}, {
			"promises where a callback is no function", "mp-weixin", 3, settling + `
			const uni = wrap(vendor)
			console.log(await uni.connectSocket({ success: true, fail: null, complete: 1, cancel() {} }))
			console.log(await uni.sendSocketMessage({ complete: null }))`,
			"connectSocket success,fail,cancel\n{ errMsg: 'connectSocket:ok' }\nsendSocketMessage complete,success,fail\n{ errMsg: 'sendSocketMessage:ok' }\n",
		}, {
			"promisifies what the vendor has beside sockets, but not by these names", "mp-weixin", 3, `
			const names = ['request', 'login', 'onPush', 'createBLEConnection', 'onShow', 'offShow', 'createContext', 'getLogManager',
			  'getStorageSync', 'canIUse', 'reportEvent', 'getWindowInfo']
			const uni = wrap({ env: { a: 1 }, ...Object.fromEntries(names.map((n) => [n, () => ({})])) })
			console.log(names.filter((n) => uni[n]({}) instanceof Promise).join(), uni.env.a, uni.nothing)`,
			"request,login,onPush,createBLEConnection 1 undefined\n",
		}, {
			"marks tasks and contexts, and nothing else", "mp-weixin", 3, `
			const given = { success() {} }
			const make = () => ({})
			const uni = wrap({ request: make, createContext: make, getLogManager: make, login: make, getStorageSync: make })
			for (const n of ['request', 'createContext', 'getLogManager', 'login', 'getStorageSync']) console.log(n, uni[n](given).__v_skip)`,
			"request true\ncreateContext true\ngetLogManager true\nlogin undefined\ngetStorageSync undefined\n",
		}, {
			"calls the vendor's functions with the vendor as this", "mp-weixin", 3, `
			class Vendor {
			  #name = 'vendor'
			  login() { return this.#name }
			  onSocketError() { return this.#name }
			}
			const { login, onSocketError } = wrap(new Vendor())
			console.log(login({ success() {} }), onSocketError())`,
			"vendor vendor\n",
		}, {
			"rejects with what the vendor throws, and throws it where callbacks were given", "mp-weixin", 3, `
			const uni = wrap({ connectSocket() { throw new Error('refused') } })
			await uni.connectSocket({}).catch((e) => console.log('rejected', e.message))
			try { uni.connectSocket({ fail() {} }) } catch (e) { console.log('thrown', e.message) }`,
			"rejected refused\nthrown refused\n",
		}, {
			"writes errors of numbers alone as well", "mp-baidu", 3, settling + `
			await wrap(vendor).sendSocketMessage({ error: { error: 10 } }).catch((e) => console.log(e))`,
			"sendSocketMessage error,success,fail\n{ errMsg: 'sendSocketMessage:fail 10' }\n",
		}, {
			"tells complete of a success after a numeric error, if the vendor has one object for both", "mp-alipay", 3, settling + `
			wrap(vendor).connectSocket({ error: { error: 4, errorMessage: 'bad' }, fail: (r) => console.log(r), complete: (r) => console.log(r) })`,
			"connectSocket error,fail,complete\n{ errMsg: 'connectSocket:fail bad' }\n{ errMsg: 'connectSocket:ok' }\n",
		}, {
			"makes an object of no result at all", "mp-alipay", 3, `
			const uni = wrap({ closeSocket: (o) => o.success(), onSocketOpen: (fn) => fn() })
			console.log(await uni.closeSocket())
			uni.onSocketOpen((e) => console.log(e))`,
			"{ errMsg: 'closeSocket:ok' }\n{ errMsg: 'onSocketOpen:ok' }\n",
		}, {
			"asks interceptors", "mp-alipay", 3, settling + `
			const uni = wrap(vendor)
			const interceptor = {
			  invoke(o) { o.added = 1 },
			  success(r) { r.seen = true },
			  returnValue: (v) => { console.log('returned', v instanceof Promise) },
			}
			uni.addInterceptor('connectSocket', interceptor)
			console.log(await uni.connectSocket({ url: 'u' }))
			uni.removeInterceptor('connectSocket', interceptor)
			console.log(await uni.connectSocket({ url: 'u' }))`,
			"connectSocket url,success,fail,added\nreturned true\n{ errMsg: 'connectSocket:ok', seen: true }\n" +
				"connectSocket url,success,fail\n{ errMsg: 'connectSocket:ok' }\n",
		}, {
			"does not call the vendor where an interceptor says no", "mp-weixin", 3, settling + `
			const uni = wrap(vendor)
			uni.addInterceptor({ invoke: () => false })
			console.log(uni.connectSocket({ success() {} }))`,
			"undefined\n",
		}, {
			"has interceptors for each uni of its own", "mp-weixin", 3, settling + `
			wrap(vendor).addInterceptor('login', { invoke: () => false })
			console.log(await wrap(vendor).login())`,
			"login success,fail\n{ errMsg: 'login:ok' }\n",
		}, {
			"resolves a pair with Vue 2", "mp-weixin", 2, settling + `
			const uni = wrap(vendor)
			console.log(await uni.connectSocket({ url: 'u' }))
			console.log(await uni.connectSocket({ error: { errMsg: 'connectSocket:fail' } }))
			console.log(uni.connectSocket({ success() {} }))`,
			"connectSocket url,success,fail\n[ null, { errMsg: 'connectSocket:ok' } ]\n" +
				"connectSocket error,success,fail\n[ { errMsg: 'connectSocket:fail' } ]\n" +
				"connectSocket success\n{ name: 'connectSocket' }\n",
		}, {
			"warns in other words with Vue 2, of protocols too on Alipay", "mp-alipay", 2, settling + `
			console.log(await wrap(vendor).connectSocket({ method: 'GET', protocols: ['p'] }))`,
			"The 'connectSocket' method of platform '支付宝小程序' does not support option 'method'\n" +
				"The 'connectSocket' method of platform '支付宝小程序' does not support option 'protocols'\n" +
				"connectSocket success,fail\n[ null, { errMsg: 'connectSocket:ok' } ]\n",
		}, {
			"rewrites errors of connectSocket alone with Vue 2", "mp-alipay", 2, settling + `
			vendor.onSocketError = (fn) => fn({ error: 8 })
			const uni = wrap(vendor)
			const error = () => ({ error: 4, errorMessage: 'bad' })
			console.log(await uni.connectSocket({ error: error() }))
			console.log(await uni.sendSocketMessage({ error: error() }))
			uni.onSocketError((e) => console.log(e))`,
			"connectSocket error,success,fail\n[ { errMsg: 'connectSocket:fail bad' } ]\n" +
				"sendSocketMessage error,success,fail\n[ { error: 4, errorMessage: 'bad' } ]\n{ error: 8 }\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, err := platform.LookupWrapper(c.platform, c.vue)
			if err != nil {
				t.Fatal(err)
			}
			_, console := wrapped(t, w, c.script)
			if diff := cmp.Diff(c.want, console); diff != "" {
				t.Errorf("on %s with Vue %d it said (-want +got):\n%s", c.platform, c.vue, diff)
			}
		})
	}
}

// A vendor's object may as well be made in Go.
func TestWrapperOverAVendorOfGo(t *testing.T) {
	vm := sobek.New()
	vendor := vm.NewObject()
	vendor.Set("connectSocket", func(call sobek.FunctionCall) sobek.Value {
		options := call.Argument(0).ToObject(vm)
		task := vm.NewObject()
		task.Set("url", options.Get("url"))
		return task
	})
	w, err := platform.LookupWrapper("mp-weixin", 3)
	if err != nil {
		t.Fatal(err)
	}
	uni, err := binding.Wrap(vm, vendor, w)
	if err != nil {
		t.Fatal(err)
	}
	vm.Set("uni", uni)
	v, err := vm.RunString(`JSON.stringify(uni.connectSocket({ url: 'wss://x/', success() {} }))`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := v.String(), `{"url":"wss://x/","__v_skip":true}`; got != want {
		t.Errorf("the task is %s, not %s", got, want)
	}
}
