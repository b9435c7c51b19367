package main

import (
	"github.com/unisocket/uni/diagnostic"
)

var behavioursOfSend = []behaviour{
	{number: 63, on: "h5", script: early, server: "a: open, close 1000", want: `
		fail {"errMsg":"sendSocketMessage:fail SocketTask.readyState is not OPEN","errCode":10002}
		complete {"errMsg":"sendSocketMessage:fail SocketTask.readyState is not OPEN","errCode":10002}
		fail {"errMsg":"sendSocketMessage:fail Error: SocketTask.readyState is not OPEN","errCode":602001}
		complete {"errMsg":"sendSocketMessage:fail Error: SocketTask.readyState is not OPEN","errCode":602001}`},
	{number: 63, on: "h5", title: "closing", script: afterClose, server: "a: open, close 1000", want: `
		fail {"errMsg":"sendSocketMessage:fail SocketTask.readyState is not OPEN","errCode":10002}
		complete {"errMsg":"sendSocketMessage:fail SocketTask.readyState is not OPEN","errCode":10002}
		fail {"errMsg":"sendSocketMessage:fail Error: SocketTask.readyState is not OPEN","errCode":602001}
		complete {"errMsg":"sendSocketMessage:fail Error: SocketTask.readyState is not OPEN","errCode":602001}`},
	{number: 64, on: "h5:2", script: early, server: "a: open, close 1000", want: `
		fail {"errMsg":"sendSocketMessage:fail Error: SocketTask.readyState is not OPEN"}
		complete {"errMsg":"sendSocketMessage:fail Error: SocketTask.readyState is not OPEN"}`},
	{number: 64, on: "h5:2", title: "closing", script: afterClose, server: "a: open, close 1000", want: `
		fail {"errMsg":"sendSocketMessage:fail Error: SocketTask.readyState is not OPEN"}
		complete {"errMsg":"sendSocketMessage:fail Error: SocketTask.readyState is not OPEN"}`},
	// What the plugin is handed before open goes nowhere (7a).
	{number: 65, on: "app app:2", script: early, server: "a: open, close 1000", want: `
		fail {"errMsg":"sendSocketMessage:fail WebSocket is not connected"}
		complete {"errMsg":"sendSocketMessage:fail WebSocket is not connected"}
		success {"errMsg":"sendSocketMessage:ok"}
		complete {"errMsg":"sendSocketMessage:ok"}`},
	{number: 65, on: "app", title: "closing", script: afterClose, server: "a: open, close 1000", want: `
		fail {"errMsg":"sendSocketMessage:fail WebSocket is not connected"}
		complete {"errMsg":"sendSocketMessage:fail WebSocket is not connected"}
		success {"errMsg":"sendSocketMessage:ok"}
		complete {"errMsg":"sendSocketMessage:ok"}`},
	{number: 65, on: "app:2", title: "closing", script: afterClose, server: "a: open, close 1000", want: `
		fail {"errMsg":"sendSocketMessage:fail WebSocket is not connected"}
		complete {"errMsg":"sendSocketMessage:fail WebSocket is not connected"}
		fail {"errMsg":"sendSocketMessage:fail"}
		complete {"errMsg":"sendSocketMessage:fail"}`},
	{number: 66, on: "h5 h5:2 app app:2", script: `
		const task = connect('a')
		task.onOpen(() => {
		  let when = 'during the call'
		  const success = (r) => console.log(when, JSON.stringify(r), Reflect.ownKeys(r).join())
		  task.send({ data: 'x', success })
		  uni.sendSocketMessage({ data: 'y', success })
		  when = 'later'
		  task.close()
		})`, server: `a: open, text "x", text "y", close 1000`, want: `
		during the call {"errMsg":"sendSocketMessage:ok"} errMsg
		during the call {"errMsg":"sendSocketMessage:ok"} errMsg`},
	{number: 67, on: "h5:2", script: sendNowhere, want: `
		[sendSocketMessage:fail WebSocket is not connected ]
		[sendSocketMessage:fail WebSocket is not connected ]`},
	{number: 67, on: "h5 app app:2", title: "no space", script: sendNowhere, want: `
		[sendSocketMessage:fail WebSocket is not connected]
		[sendSocketMessage:fail WebSocket is not connected]`},
	{number: 68, on: "app-android app-ios", script: `
		const say = { success: uniError('success'), fail: uniError('fail'), complete: uniError('complete') }
		uni.sendSocketMessage({ data: 'nowhere', ...say })
		const task = connect('a')
		task.send({ data: 'early', ...say })
		uni.sendSocketMessage({ data: 'early', ...say })
		task.onOpen(() => task.close())`, server: "a: open, close 1000", want: `
		fail 10002 webSocket is not connected uni-websocket
		complete 10002 webSocket is not connected uni-websocket
		fail 10002 webSocket is not connected uni-websocket
		complete 10002 webSocket is not connected uni-websocket
		fail 10002 webSocket is not connected uni-websocket
		complete 10002 webSocket is not connected uni-websocket`},
	{number: 69, on: "app:2", script: sendEmpty, server: `a: open, text "last", close 1000`, want: `
		success {"errMsg":"sendSocketMessage:ok"}
		complete {"errMsg":"sendSocketMessage:ok"}
		success {"errMsg":"sendSocketMessage:ok"}
		complete {"errMsg":"sendSocketMessage:ok"}
		back "last"`, finds: diagnostic.EmptySendDropped},
	{number: 69, on: "h5 h5:2 app", script: sendEmpty, server: `a: open, text "", text "", text "last", close 1000`, want: `
		success {"errMsg":"sendSocketMessage:ok"}
		complete {"errMsg":"sendSocketMessage:ok"}
		success {"errMsg":"sendSocketMessage:ok"}
		complete {"errMsg":"sendSocketMessage:ok"}
		back ""
		back ""
		back "last"`},
	{number: 70, on: "h5:2 app:2", script: sendNumber, server: "a: open, close 1000", want: "" +
		`fail {"errMsg":"sendSocketMessage:fail parameter ` + "`data`" + `. Expected String, ArrayBuffer, got Number with value 5."}
		complete {"errMsg":"sendSocketMessage:fail parameter ` + "`data`" + `. Expected String, ArrayBuffer, got Number with value 5."}`},
	{number: 70, on: "h5", title: "converted", script: sendNumber, server: `a: open, text "5", close 1000`, want: `
		success {"errMsg":"sendSocketMessage:ok"}
		complete {"errMsg":"sendSocketMessage:ok"}`},
	{number: 71, on: "app-android", finds: diagnostic.QueueLimit, script: `
		const task = connect('a/stalled')
		task.onOpen(() => {
		  const data = 'x'.repeat(1 << 20)
		  let failed = false
		  for (let i = 0; i < 64 && !failed; i++) {
		    task.send({ data, fail(r) { failed = true; uniError('fail')(r); console.log('beyond 16 MiB:', i >= 16) } })
		  }
		})
		task.onError((e) => { console.log('error', e.errMsg); uni.closeSocket({ fail: tell('fail') }); release() })`,
		server: "a: open, close 1001", want: `
		fail 10001 The queue memory exceeds 16 MiB and the connection will be closed uni-websocket
		beyond 16 MiB: true
		error The queue memory exceeds 16 MiB and the connection will be closed
		fail {"errMsg":"closeSocket:fail WebSocket is not connected"}`},
	{number: 71, on: "app app:2", finds: diagnostic.QueueLimit, script: `
		const task = connect('a/stalled')
		task.onOpen(() => {
		  const data = 'x'.repeat(1 << 20)
		  for (let i = 0; i < 64; i++) task.send({ data })
		  release()
		})
		task.onClose(() => console.log('closed'))`, want: "closed"},
	{number: 72, on: "mp-alipay mp-alipay:2", script: `
		const task = connect('a', { multiple: true })
		task.onMessage((m) => {
		  console.log(m.isBuffer === true, m.data)
		  if (m.data === 'last') task.close({})
		})
		task.onOpen(() => {
		  task.send({ data: 'AQID/w==', isBuffer: true })
		  task.send({ data: 'AQID/w==' })
		  task.send({ data: new Uint8Array([1, 2, 3]).buffer, success: () => console.log('success'), fail: () => console.log('fail') })
		  task.send({ data: 'last' })
		})`, server: `a: open, bytes 010203ff, text "AQID/w==", text "last", close 1000`, want: `
		fail
		true AQID/w==
		false AQID/w==
		false last`},
	{number: 72, on: "mp-alipay mp-alipay:2", title: "global", script: `
		uni.onSocketMessage((m) => { console.log(m.isBuffer === true, m.data); uni.closeSocket({ complete() {} }) })
		uni.onSocketOpen(() => uni.sendSocketMessage({ data: 'AQID/w==', isBuffer: true, complete() {} }))
		connect('a')`, server: "a: open, bytes 010203ff, close 1000", want: "true AQID/w=="},
}

const (
	early = `
		const task = connect('a')
		task.send({ data: 'early', ...told })
		task.onOpen(() => task.close())`
	afterClose = `
		const task = connect('a')
		task.onOpen(() => {
		  task.close()
		  task.send({ data: 'late', ...told })
		})`
	sendNowhere = `
		const fail = (r) => console.log('[' + r.errMsg + ']')
		uni.sendSocketMessage({ data: 'x', fail })
		const task = connect('a')
		uni.sendSocketMessage({ data: 'x', fail })
		task.onOpen(() => task.close())`
	sendEmpty = `
		const task = connect('a')
		task.onMessage((m) => { tell('back')(m.data); if (m.data === 'last') task.close() })
		task.onOpen(() => {
		  task.send({ data: '', ...told })
		  uni.sendSocketMessage({ data: '', ...told })
		  task.send({ data: 'last' })
		})`
	sendNumber = `
		const task = connect('a')
		task.onOpen(() => { uni.sendSocketMessage({ data: 5, ...told }); task.close() })`
)

// closeRefused are the answers of Chromium to codes that it refuses (section 2.2).
const closeRefused = "closeSocket:fail InvalidAccessError: Failed to execute 'close' on 'WebSocket': " +
	"The close code must be either 1000, or between 3000 and 4999. "
