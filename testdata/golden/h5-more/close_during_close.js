export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  t.onClose((r) => log('close', r))
  log('a', t.close({ code: 3001, reason: 'one', success: (r) => log('ok1', r) }), t.readyState)
  log('b', t.close({ code: 3002, reason: 'two', success: (r) => log('ok2', r) }), t.readyState)
  log('c', t.close({ code: 2, success: (r) => log('ok3', r), fail: (r) => log('fail3', r) }))
  uni.closeSocket({ success: (r) => log('ok4', r), fail: (r) => log('fail4', r) })
  uni.sendSocketMessage({ data: 'x', success: (r) => log('ok5', r), fail: (r) => log('fail5', r) })
  await sleep(150)
  log('d', t.close({ code: 2, success: (r) => log('ok6', r), fail: (r) => log('fail6', r) }))
  t.close({ reason: 'x'.repeat(200), success: (r) => log('ok7', r), fail: (r) => log('fail7', r) })
  t.close({ success: (r) => log('ok8', r) })
}
