package binding_test

// globalBehaviours are those of the global functions: 51 to 62.
var globalBehaviours = []behaviour{
	// The global socket is the oldest one.
	{number: 51, on: owned + " mp-weixin mp-weixin/2", script: twoOpen + `
uni.sendSocketMessage({ data: 'x', fail: sayErrMsg })
await Promise.race([event(a, 'Message'), event(b, 'Message')])
a.close()
b.close()
`, want: "A x\n"},
	{number: 52, on: owned, script: twoOpen + `
a.close()
await event(a, 'Close')
uni.sendSocketMessage({ data: 'x', fail(r) { sayErrMsg(r); b.close() } })
await event(b, 'Message')
b.close()
`, want: "B x\n"},
	{number: 53, on: owned + " mp-weixin mp-weixin/2", script: `
uni.onSocketMessage(({ data }) => console.log('global', data))
const a = connect('/echo'), b = connect('/echo', 'b')
await Promise.all([event(a, 'Open'), event(b, 'Open')])
b.send({ data: 'of B' })
await event(b, 'Message')
a.send({ data: 'of A' })
await event(a, 'Message')
a.close()
b.close()
`, want: "global of A\n"},

	// Also when it is not open, yet or any more.
	{number: 54, on: "h5 app app/2", script: connectingAndOpen, want: `
sendSocketMessage:fail WebSocket is not connected
B y
`},
	{number: 54, on: "h5/2", script: connectingAndOpen, want: "sendSocketMessage:fail WebSocket is not connected \nB y\n"},
	{number: 54, on: uniAppX, script: connectingAndOpen, want: `
webSocket is not connected
B y
`},
	// HARM: the task's send failed, of which the reason says no more (§1.2).
	{number: 54, on: harmony, script: connectingAndOpen, want: `
sendSocketMessage:fail
B y
`},
	{number: 55, on: "h5 app app/2", script: closingAndOpen, want: `
sendSocketMessage:fail WebSocket is not connected
B y
`},
	{number: 55, on: "h5/2", script: closingAndOpen, want: "sendSocketMessage:fail WebSocket is not connected \nB y\n"},
	{number: 55, on: uniAppX, script: closingAndOpen, want: `
webSocket is not connected
B y
`},
	{number: 55, on: harmony, script: closingAndOpen, want: `
sendSocketMessage:fail
B y
`},

	// Global listeners: all, or the last one.
	{number: 56, on: "h5 app mp-alipay mp-alipay/2" + harmony, script: twoGlobalListeners, want: `
first last
second last
`},
	{number: 56, on: "h5/2 app/2 mp-weixin mp-weixin/2" + uniAppX, script: twoGlobalListeners, want: "second last\n"},
	{number: 57, on: owned + withGlobals, script: `
uni.onSocketOpen(say('open'))
uni.onSocketMessage(say('message'))
uni.onSocketClose(say('close'))
uni.connectSocket({ url: url('/bye'), complete() {} })
`, want: `
open
message
close
`},
	{number: 58, on: owned, script: `
let left = 2
const next = () => left-- && uni.connectSocket({ url: url('/bye'), complete() {} })
uni.onSocketOpen(say('open'))
uni.onSocketMessage(say('message'))
uni.onSocketClose(() => { console.log('close'); setTimeout(next) })
next()
`, want: `
open
message
close
open
message
close
`},

	// A connection that cannot be made.
	{number: 59, on: "h5 h5/2", script: failing, want: `
task error
global error
task close {"code":1006,"reason":""}
`},
	{number: 60, on: "app app/2" + uniAppX, script: failing, want: `
global error
task error
`},
	{number: 61, on: "mp-weixin mp-weixin/2", script: `
const t = connect('/', 'nobody')
t.onError(say('error'))
t.onClose(say('close'))
`, want: `
error
close
`},
	{number: 61, on: "mp-weixin mp-weixin/2 mp-weixin@1.6.0", script: `
uni.onSocketError(say('error'))
uni.onSocketClose(say('close'))
connect('/', 'nobody')
`, want: `
error
close
`},

	// Douyin has connectSocket alone.
	{number: 62, on: "mp-toutiao mp-toutiao/2", script: `
console.log(['onSocketOpen', 'onSocketMessage', 'onSocketError', 'onSocketClose', 'sendSocketMessage', 'closeSocket'].map((name) => typeof uni[name]).join(' '))
try { uni.onSocketOpen(() => {}) } catch (e) { console.log(e.name) }
const t = connect('/echo')
await event(t, 'Open')
t.send({ data: 'x' })
console.log((await event(t, 'Message')).data)
t.close()
`, want: `
undefined undefined undefined undefined undefined undefined
TypeError
x
`},
}

// Scripts of several entries.
const (
	closeEvents = `
both('Close', '/bye', 'a', (task, global) => console.log(json(task), json(global)))
`
	bothListeners = `
const names = ['Open', 'Message', 'Error', 'Close']
for (const name of names) uni['onSocket' + name](say('global', name))
const t = connect('/bye')
for (const name of names) t['on' + name](say('task', name))
`
	bothErrorListeners = `
uni.onSocketError(say('global'))
connect('/', 'nobody').onError(say('task'))
`
	offFunctions = `
const t = connect('/close1000')
const names = []
for (let o = t; o && o !== Object.prototype; o = Object.getPrototypeOf(o)) names.push(...Object.getOwnPropertyNames(o))
console.log(names.filter((name) => /^off/.test(name)).sort().join(' ') || 'none')
`
	twoOpen = `
const a = connect('/echo'), b = connect('/echo', 'b')
await Promise.all([event(a, 'Open'), event(b, 'Open')])
a.onMessage(({ data }) => console.log('A', data))
b.onMessage(({ data }) => console.log('B', data))
`
	// A browser connects to one address after another: the second is of another host.
	connectingAndOpen = `
const a = connect('/hang'), b = connect('/echo', 'b')
await event(b, 'Open')
b.onMessage(({ data }) => console.log('B', data))
uni.sendSocketMessage({ data: 'x', success: sayErrMsg, fail: sayErrMsg })
b.send({ data: 'y' })
await event(b, 'Message')
end()
`
	closingAndOpen = twoOpen + `
a.close()
uni.sendSocketMessage({ data: 'x', success: sayErrMsg, fail: sayErrMsg })
await event(a, 'Close')
uni.sendSocketMessage({ data: 'y', fail(r) { sayErrMsg(r); b.close() } })
await event(b, 'Message')
b.close()
`
	twoGlobalListeners = `
uni.onSocketMessage(({ data }) => console.log('first', data))
uni.onSocketMessage(({ data }) => console.log('second', data))
uni.connectSocket({ url: url('/bye'), complete() {} })
`
	failing = `
uni.onSocketError(say('global error'))
uni.onSocketClose(say('global close'))
const t = connect('/', 'nobody')
t.onError(say('task error'))
t.onClose((e) => console.log('task close', json(e)))
`
)
