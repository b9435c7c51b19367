package binding_test

// taskBehaviours are those of tasks and their events: 35 to 50.
var taskBehaviours = []behaviour{
	// Listeners accumulate, in order.
	{number: 35, on: owned, script: `
const t = connect('/bye')
t.onMessage(({ data }) => console.log('first', data))
t.onMessage(({ data }) => console.log('second', data))
`, want: `
first last
second last
`},
	{number: 36, on: owned, script: `
const t = connect('/bye')
const listener = ({ data }) => console.log(data)
t.onMessage(listener)
t.onMessage(listener)
`, want: `
last
last
`},

	// There is no replay.
	{number: 37, on: owned + miniPrograms, script: `
const t = connect('/echo')
await event(t, 'Open')
t.onOpen(say('open'))
t.onClose(say('close'))
t.close()
`, want: "close\n"},

	// An exception is reported, and the others run.
	{number: 38, on: "h5 h5/2", script: `
console.error = (text) => console.log(json(text))
uni.onSocketMessage(({ data }) => console.log('global', data))
const t = connect('/bye')
t.onMessage(() => { throw 'oops' })
t.onMessage(({ data }) => console.log('task', data))
`, want: `
"thirdScriptError\noops;at socketTask.onMessage callback function\n"
task last
global last
`},

	// What open events hold.
	{number: 39, on: recorded, script: `
both('Open', '/close1000', 'a', (task, global) => console.log(json(task), json(global)))
`, want: "{} {}\n"},
	{number: 39, on: "app-android", script: `
const upgrade = ({ header }) => [...header].find(([name]) => name.toLowerCase() === 'upgrade')[1]
both('Open', '/close1000', 'a', (task, global) => console.log(task.header instanceof Map, upgrade(task), upgrade(global)))
`, want: "true [websocket] [websocket]\n"},
	{number: 39, on: "app-ios", script: `
const upgrade = ({ header }) => [...header].find(([name]) => name.toLowerCase() === 'upgrade')[1]
both('Open', '/close1000', 'a', (task, global) => console.log(task.header instanceof Map, upgrade(task), upgrade(global)))
`, want: "true websocket websocket\n"},
	{number: 39, on: "mp-weixin mp-weixin/2 mp-qq", script: `
const upgrade = ({ header }) => Object.entries(header).find(([name]) => name.toLowerCase() === 'upgrade')[1]
both('Open', '/close1000', 'a', (task, global) => console.log(upgrade(task), upgrade(global)))
`, want: "websocket websocket\n"},
	{number: 39, on: "mp-weixin@1.9.98", script: `
both('Open', '/close1000', 'a', (task, global) => console.log('header' in task, 'header' in global))
`, want: "false false\n"},
	{number: 40, on: "mp-weixin mp-weixin/2 mp-weixin@2.10.4", script: `
both('Open', '/close1000', 'a', (task, global) => {
	console.log(Object.keys(task.profile).sort().join(' '))
	console.log(Object.values(task.profile).every(Number.isFinite), 'profile' in global)
})
`, want: `
connectEnd connectStart cost domainLookUpEnd domainLookUpStart fetchStart handshakeCost rtt
true false
`},
	{number: 40, on: "mp-weixin@2.10.3", script: `
both('Open', '/close1000', 'a', (task, global) => console.log('profile' in task))
`, want: "false\n"},

	// What message events hold.
	{number: 41, on: owned + " mp-weixin mp-weixin/2 mp-toutiao mp-qq", script: `
const t = connect('/hello')
t.onMessage(({ data }) => {
	if (typeof data === 'string') return console.log(data)
	console.log(data instanceof ArrayBuffer, [...new Uint8Array(data)].join())
	t.close()
})
`, want: `
hello
true 1,2,3,255
`},
	{number: 42, on: "mp-alipay mp-alipay/2", script: `
const t = connect('/hello')
t.onMessage(({ data, isBuffer }) => {
	console.log(data, !!isBuffer)
	if (isBuffer) t.close()
})
`, want: `
hello false
AQID/w== true
`},
	{number: 42, on: "mp-alipay mp-alipay/2", script: `
uni.onSocketMessage(({ data, isBuffer }) => {
	console.log(data, !!isBuffer)
	if (isBuffer) uni.closeSocket()
})
uni.connectSocket({ url: url('/hello') })
`, want: `
hello false
AQID/w== true
`},

	// What close events hold: the devserver's reason is longer than the checklist's.
	{number: 43, on: owned + " h5@3.7.12 h5@3.7.12/2 app@3.7.12 app@3.7.12/2 mp-weixin mp-weixin/2", script: closeEvents, want: `
{"code":4001,"reason":"bye 再见"} {"code":4001,"reason":"bye 再见"}
`},
	{number: 43, on: "h5@3.7.11 h5@3.7.11/2 app@3.7.11 app@3.7.11/2", script: closeEvents, want: "{} {}\n"},
	{number: 43, on: "mp-toutiao", script: `
connect('/bye').onClose(({ code, reason }) => console.log(json(code), reason))
`, want: `
"4001" bye 再见
`},

	// What error events hold.
	{number: 44, on: recorded, script: `
both('Error', '/', 'nobody', (task, global) => console.log(json(task), json(global)))
`, want: "{} {}\n"},
	{number: 44, on: harmony + uniAppX + " mp-weixin mp-weixin/2", script: `
both('Error', '/', 'nobody', (task, global) => console.log(typeof task.errMsg, task.errMsg !== '', task.errMsg === global.errMsg))
`, want: "string true true\n"},
	{number: 44, on: "mp-alipay", script: `
uni.onSocketError((e) => console.log(e.errMsg.startsWith('onSocketError:fail '), 'error' in e, 'errorMessage' in e))
uni.connectSocket({ url: url('/', 'nobody') })
`, want: "true false false\n"},

	// Ready states.
	{number: 45, on: "app app/2", script: `
const t = connect('/echo')
console.log(t.readyState)
await event(t, 'Open')
console.log(t.readyState)
t.close()
console.log(t.readyState)
await event(t, 'Close')
console.log(t.readyState)
`, want: `
3
1
2
3
`},
	{number: 46, on: "h5 h5/2", script: `
console.log(connect('/close1000').readyState)
`, want: "0\n"},
	{number: 47, on: recorded + " mp-weixin mp-weixin/2", script: `
const t = connect('/close1000')
console.log(t.CONNECTING, t.OPEN, t.CLOSING, t.CLOSED)
`, want: "0 1 2 3\n"},
	{number: 48, on: "app", script: `
const t = connect('/bye')
t.onClose(() => console.log(t.readyState))
`, want: "1\n"},
	{number: 48, on: "app/2 h5 h5/2", script: `
const t = connect('/bye')
t.onClose(() => console.log(t.readyState))
`, want: "3\n"},

	// Whose listeners run first.
	{number: 49, on: "h5 h5/2" + harmony, script: bothListeners, want: `
task Open
global Open
task Message
global Message
task Close
global Close
`},
	{number: 49, on: "app app/2" + uniAppX, script: bothListeners, want: `
global Open
task Open
global Message
task Message
global Close
task Close
`},
	{number: 49, on: "h5 h5/2" + harmony, script: bothErrorListeners, want: `
task
global
`},
	{number: 49, on: "app app/2" + uniAppX, script: bothErrorListeners, want: `
global
task
`},

	// Listeners stay.
	{number: 50, on: owned + " mp-weixin mp-weixin/2 mp-baidu mp-toutiao mp-lark mp-qq mp-kuaishou mp-jd mp-xhs mp-harmony", script: offFunctions, want: "none\n"},
	{number: 50, on: "mp-alipay mp-alipay/2", script: offFunctions, want: "offClose offError offMessage offOpen\n"},
}
