package binding_test

import (
	"strings"

	"github.com/unisocket/uni/diagnostic"
)

// connectBehaviours are those of connectSocket: 17 to 34.
var connectBehaviours = []behaviour{
	// When success fires.
	{number: 17, on: "h5 h5/2" + harmony + uniAppX, script: `
const t = uni.connectSocket({ url: url('/close1000'), success: say('success'), complete: say('complete') })
console.log('returned')
t.onOpen(say('open'))
`, want: `
success
complete
returned
open
`},
	{number: 18, on: "app app/2", script: `
const t = uni.connectSocket({ url: url('/close1000'), success: say('success'), complete: say('complete') })
Promise.resolve().then(say('promise job'))
console.log('returned')
t.onOpen(say('open'))
`, want: `
returned
promise job
success
complete
open
`},
	{number: 18, on: "mp-weixin mp-weixin/2 mp-toutiao", script: `
const t = uni.connectSocket({ url: url('/close1000'), success: say('success'), complete: say('complete') })
console.log('returned')
t.onOpen(say('open'))
`, want: `
returned
success
complete
open
`},
	{number: 19, on: owned + miniPrograms, script: `
const t = connect('/', 'nobody', { success: say('success'), fail: say('fail'), complete: say('complete') })
t.onError(say('error'))
`, want: `
success
complete
error
`},
	{number: 19, on: "mp-weixin@1.6.0 mp-baidu@1.9.3", script: `
uni.onSocketError(say('error'))
connect('/', 'nobody', { success: say('success'), fail: say('fail'), complete: say('complete') })
`, want: `
success
complete
error
`},

	// What the browser's constructor throws, during the call, is a failure, and there
	// is no socket then.
	{number: 20, on: "h5 h5/2", undialed: true, script: `
const bad = (url, protocols) => {
	uni.connectSocket({ url, protocols, success: say('success'), fail: sayErrMsg })
	console.log('returned')
}
bad('ftp://a.test/')
bad(url('/#f'))
bad(url('/'), ['a', 'a'])
uni.closeSocket({ success: say('closed'), fail: sayErrMsg })
`, want: `
connectSocket:fail SyntaxError: Failed to construct 'WebSocket': The URL's scheme must be either 'http', 'https', 'ws', or 'wss'. 'ftp' is not allowed.
returned
connectSocket:fail SyntaxError: Failed to construct 'WebSocket': The URL contains a fragment identifier ('f'). Fragment identifiers are not allowed in WebSocket URLs.
returned
connectSocket:fail SyntaxError: Failed to construct 'WebSocket': The subprotocol 'a' is duplicated.
returned
closeSocket:fail WebSocket is not connected
`},

	// Vue 2 refuses wrong arguments.
	{number: 21, on: "h5/2 app/2", undialed: true, script: `
console.log(uni.connectSocket({ success: say('success'), fail: (r) => console.log(json(r.errMsg)), complete: say('complete') }))
`, want: "\"connectSocket:fail Missing required parameter `url`\"\ncomplete\nundefined\n"},
	{number: 22, on: "h5/2 app/2", undialed: true, script: `
uni.connectSocket({ url: 1, success: say('success'), fail: (r) => console.log(json(r.errMsg)) })
`, want: "\"connectSocket:fail parameter `url`. Expected String with value \\\"1\\\", got Number with value 1.\"\n"},

	// Vue 3 warns of them in a build for development, and goes on.
	{number: 23, on: "h5", script: `
const t = uni.connectSocket({ success: sayErrMsg })
t.onOpen(() => t.close())
`, want: "connectSocket:ok\n"},
	{number: 23, on: "app", script: `
uni.connectSocket({ complete: say('complete') })
`, want: "complete\n"},
	{number: 24, on: "h5", development: true, script: `
const t = uni.connectSocket({ success: sayErrMsg })
t.onOpen(() => t.close())
`, want: `
connectSocket: Missing required args: "url"
connectSocket:ok
`},
	{number: 24, on: "app", development: true, script: `
uni.connectSocket({ complete: say('complete') })
`, want: `
connectSocket: Missing required args: "url"
complete
`},

	// The method, where it reaches the server; where not, that it is asked for its
	// capitals shows.
	{number: 25, on: "mp-weixin@1.6.0", script: `
const methods = ['post', 'foo']
uni.onSocketMessage(({ data }) => { console.log(JSON.parse(data).method); uni.closeSocket() })
uni.onSocketClose(() => setTimeout(next))
const next = () => methods.length && connect('/', 'request', { method: methods.shift() })
next()
`, want: `
POST
GET
`},
	{number: 25, on: "h5 app", undialed: true, script: `
try { uni.connectSocket({ url: url('/'), method: 5, success() {} }) } catch (e) { console.log(e.name) }
await uni.connectSocket({ url: url('/'), method: 5 }).catch((e) => console.log(e.name))
`, want: `
TypeError
TypeError
`},

	// Subprotocols.
	{number: 26, on: owned + strings.ReplaceAll(miniPrograms, " mp-alipay/2", ""), script: `
console.log((await asked({ protocols: 'p1' })).header['sec-websocket-protocol'])
`, want: "p1\n"},
	// uni's Vue 2 line drops the option on Alipay (§7b).
	{number: 26, on: "mp-alipay/2", script: `
console.log((await asked({ protocols: 'p1' })).header['sec-websocket-protocol'])
`, want: "The 'connectSocket' method of platform '支付宝小程序' does not support option 'protocols'\nundefined\n"},
	{number: 27, on: "h5/2 app/2", script: `
console.log((await asked({ protocols: ['a', 1, null] })).header['sec-websocket-protocol'])
`, want: "a\n"},
	// On the wire the list is one of HTTP's, whose spaces mean nothing (§7b).
	{number: 28, on: "app app/2" + harmony + uniAppX, script: `
console.log((await asked({ protocols: ['a', 'b'] })).header['sec-websocket-protocol'].replaceAll(' ', ''))
`, want: "a,b\n"},

	// Headers.
	{number: 29, on: "h5 h5/2", problem: diagnostic.HeaderIgnored.Name, script: `
console.log((await asked({ header: { Authorization: 'Bearer x' } })).header.authorization)
`, want: "undefined\n"},
	{number: 30, on: "app app/2 app@2.9.6/2", script: `
console.log((await asked({ header: { Authorization: 'Bearer x' } })).header.authorization)
`, want: "Bearer x\n"},
	{number: 30, on: "app@2.9.5/2", script: `
console.log((await asked({ header: { Authorization: 'Bearer x' } })).header.authorization)
`, want: "undefined\n"},
	{number: 31, on: miniPrograms, script: `
for (const name of ['Referer', 'referer']) {
	const { header } = await asked({ header: { [name]: 'https://mine.test/', 'X-Foo': 'a' } })
	console.log(json(header).includes('mine.test'), header['x-foo'])
}
`, want: `
false a
false a
`},
	{number: 31, on: "mp-weixin mp-weixin/2", script: `
console.log((await asked({ header: { Referer: 'https://mine.test/' } })).header.referer)
`, want: "https://servicewechat.com/wx0/devtools/page-frame.html\n"},
	{number: 32, on: uniAppX, script: `
for (const header of [{}, { Origin: 'https://one.test' }, { oRiGiN: 'https://two.test' }]) console.log((await asked({ header })).header.origin)
`, want: `
http://localhost
https://one.test
https://two.test
`},

	// uni-app x looks at the URL when the call has succeeded.
	{number: 33, on: uniAppX, undialed: true, script: `
const t = uni.connectSocket({
	url: 'http://[',
	success: say('success'),
	fail: (e) => console.log('fail', e.errCode, e.errMsg, e.errSubject),
	complete: say('complete'),
})
console.log(typeof t.onOpen)
`, want: `
success
complete
fail 600009 invalid URL uni-websocket
function
`},
	{number: 34, on: "mp-weixin mp-weixin/2 mp-baidu mp-toutiao", script: `
connect('/close1000', 'a', { success: (r) => console.log(typeof r.socketTaskId, r.errMsg) })
`, want: "number connectSocket:ok\n"},
}
