package main

import (
	"strings"

	"github.com/unisocket/uni/diagnostic"
)

// behavioursOfClose are those of close: 73 to 86.
var behavioursOfClose = []behaviour{
	{number: 73, on: "h5 h5:2 app app:2 app-harmony app-android app-ios mp-weixin mp-weixin:2 mp-toutiao", server: "a: open, close 1000", script: `
		const task = connect('a')
		task.onOpen(() => task.close())`},
	{number: 73, on: "h5 h5:2 app app:2 app-harmony app-android app-ios mp-weixin mp-weixin:2 mp-alipay", title: "global", server: "a: open, close 1000", script: `
		uni.onSocketOpen(() => uni.closeSocket())
		connect('a')`},
	{number: 74, on: "h5 h5:2", server: "a: open, close 1000\nb: open, close 1000", script: `
		const a = connect('a')
		a.onOpen(() => a.close({ code: 0, ...told }))
		a.onClose(() => {
		  const b = connect('b')
		  b.onOpen(() => b.close({ code: '', ...told }))
		})`, want: `
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}`},
	{number: 75, on: "h5 h5:2", server: "a: open, close 1000", finds: diagnostic.CloseCodeRefused, script: `
		const task = connect('a')
		task.onOpen(() => {
		  task.close({ code: 1001, ...told })
		  uni.closeSocket({ code: 1001, ...told })
		  task.close()
		})`, want: `
		fail {"errMsg":"` + closeRefused + `1001 is neither."}
		complete {"errMsg":"` + closeRefused + `1001 is neither."}
		fail {"errMsg":"` + closeRefused + `1001 is neither."}
		complete {"errMsg":"` + closeRefused + `1001 is neither."}`},
	{number: 76, on: "h5 h5:2", server: `
		s1000: open, close 1000
		s2999: open, close 1000
		s3000: open, close 3000
		s4999: open, close 4999
		s5000: open, close 1000`, script: `
		const visit = ([code, ...others]) => {
		  if (!code) return
		  const task = connect('s' + code)
		  task.onOpen(() => task.close({
		    code,
		    success: () => console.log(code, 'ok'),
		    fail(r) { console.log(code, r.errMsg); task.close() },
		  }))
		  task.onClose(() => visit(others))
		}
		visit([1000, 2999, 3000, 4999, 5000])`, want: `
		1000 ok
		2999 ` + closeRefused + `2999 is neither.
		3000 ok
		4999 ok
		5000 ` + closeRefused + `5000 is neither.`},
	{number: 77, on: "h5 h5:2", server: "a: open, close 1000 " + strings.Repeat("再", 41), script: `
		const task = connect('a')
		task.onOpen(() => {
		  task.close({ reason: '再'.repeat(42), ...told })
		  task.close({ reason: '再'.repeat(41), ...told })
		})`, want: `
		fail {"errMsg":"closeSocket:fail SyntaxError: Failed to execute 'close' on 'WebSocket': The close reason must not be greater than 123 UTF-8 bytes."}
		complete {"errMsg":"closeSocket:fail SyntaxError: Failed to execute 'close' on 'WebSocket': The close reason must not be greater than 123 UTF-8 bytes."}
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}`},
	{number: 78, on: "app-android", server: `
		s1005: open, close 1000
		s2000: open, close 1000
		s5000: open, close 1000
		s999: open, close 1000`, script: `
		const visit = ([code, ...others]) => {
		  if (!code) return
		  const task = connect('s' + code)
		  task.onOpen(() => task.close({ code, success: tell('success'), fail: (r) => console.log('fail', r.errMsg), complete: (r) => console.log('complete', r.errMsg) }))
		  task.onError((e) => {
		    console.log('error', e.errMsg)
		    uni.closeSocket({ fail: (r) => console.log(r.errMsg) })
		    task.close()
		    visit(others)
		  })
		}
		visit([1005, 2000, 999, 5000])`, want: `
		fail Code 1005 is reserved and may not be used.
		complete Code 1005 is reserved and may not be used.
		error Code 1005 is reserved and may not be used.
		closeSocket:fail WebSocket is not connected
		fail Code 2000 is reserved and may not be used.
		complete Code 2000 is reserved and may not be used.
		error Code 2000 is reserved and may not be used.
		closeSocket:fail WebSocket is not connected
		fail Code must be in range [1000,5000): 999
		complete Code must be in range [1000,5000): 999
		error Code must be in range [1000,5000): 999
		closeSocket:fail WebSocket is not connected
		fail Code must be in range [1000,5000): 5000
		complete Code must be in range [1000,5000): 5000
		error Code must be in range [1000,5000): 5000
		closeSocket:fail WebSocket is not connected`},
	{number: 78, on: "app-android", title: "admitted", server: "a: open, close 1001\nb: open, close 4999", script: closeWithCodes},
	{number: 79, on: "app-ios", server: "a: open, close 4001", finds: diagnostic.CloseOptionsLost, script: closeWithReason},
	{number: 79, on: "app-android h5", title: "transmitted", server: "a: open, close 4001 r", script: closeWithReason},
	{number: 80, on: "h5 h5:2", finds: diagnostic.CloseBeforeOpen, script: `
		const task = connect('a')
		task.onOpen(tell('open'))
		task.onError(tell('error'))
		task.onClose(tell('close'))
		task.close(told)`, want: `
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}
		error {}
		close {"code":1006,"reason":""}`},
	{number: 81, on: "app-android app-ios", finds: diagnostic.CloseBeforeOpen, server: "a: open, close 1000", script: `
		const task = connect('a')
		task.onOpen(() => { console.log('open'); task.close() })
		task.close(told)
		uni.closeSocket(told)`, want: `
		fail {"errMsg":"closeSocket:fail WebSocket is not connected"}
		complete {"errMsg":"closeSocket:fail WebSocket is not connected"}
		fail {"errMsg":"closeSocket:fail WebSocket is not connected"}
		complete {"errMsg":"closeSocket:fail WebSocket is not connected"}
		open`},
	{number: 82, on: "mp-weixin mp-weixin:2", finds: diagnostic.CloseBeforeOpen, server: `a: open, text "x", close 1000`, script: `
		const task = connect('a')
		task.onOpen(() => { console.log('open'); task.send({ data: 'x' }) })
		task.onError(() => console.log('error'))
		task.onClose(() => console.log('close'))
		task.onMessage((m) => { console.log(m.data); task.close({}) })
		uni.closeSocket({ complete() {} })
		task.close({})`, want: `
		open
		x
		close`},
	{number: 83, on: "h5 h5:2 app app:2 app-harmony app-android app-ios mp-weixin mp-alipay mp-baidu mp-toutiao", script: `
		const task = connect('a', { multiple: true })
		task.onClose(() => console.log('close'))
		task.onOpen(() => task.close({ success: () => console.log('success') }))`, want: `
		success
		close`},
	{number: 84, on: "h5 h5:2 app", script: closeTwice, server: "a: open, close 1000", want: `
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}
		close`},
	{number: 84, on: "app:2", script: closeTwice, server: "a: open, close 1000", want: `
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}
		fail {"errMsg":"closeSocket:fail"}
		complete {"errMsg":"closeSocket:fail"}
		close`},
	{number: 85, on: "h5 h5:2 app app:2 app-harmony app-android app-ios mp-weixin mp-weixin:2", script: `
		const task = connect('a')
		task.onOpen(() => task.close({}))
		task.onClose(() => setTimeout(() => uni.closeSocket(told)))`, want: `
		fail {"errMsg":"closeSocket:fail WebSocket is not connected"}
		complete {"errMsg":"closeSocket:fail WebSocket is not connected"}`},
	{number: 86, on: "h5 h5:2 app app:2 app-harmony app-android app-ios", finds: diagnostic.ClosesAnotherSocket,
		server: "a: open, close 1000\nb: open, close 1000", script: `
		const a = connect('a'), b = connect('b')
		let open = 0
		const opened = () => { if (++open === 2) uni.closeSocket(told) }
		a.onOpen(opened)
		b.onOpen(opened)
		a.onClose(() => { console.log('a'); setTimeout(() => uni.closeSocket(told)) })
		b.onClose(() => console.log('b'))`, want: `
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}
		a
		success {"errMsg":"closeSocket:ok"}
		complete {"errMsg":"closeSocket:ok"}
		b`},
}

const (
	closeWithCodes = `
		const a = connect('a')
		a.onOpen(() => a.close({ code: 1001 }))
		const b = connect('b')
		b.onOpen(() => b.close({ code: 4999 }))`
	closeWithReason = `
		const task = connect('a')
		task.onOpen(() => task.close({ code: 4001, reason: 'r' }))`
	closeTwice = `
		const task = connect('a')
		task.onClose(() => console.log('close'))
		task.onOpen(() => {
		  task.close(told)
		  task.close(told)
		})`
)
