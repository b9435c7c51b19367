export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/reject', complete() {} })
  t.onError(() => { log('error'); t.close({ code: 3001, success: (r) => log('ok', r), fail: (r) => log('fail', r) }); uni.closeSocket({ success: (r) => log('gok', r), fail: (r) => log('gfail', r) }) })
  t.onClose((r) => { log('close', r); uni.closeSocket({ success: (r) => log('gok', r), fail: (r) => log('gfail', r) }); t.send({ data: 'x', fail: (r) => log('fail', r) }) })
  uni.onSocketError(() => uni.sendSocketMessage({ data: 'x', fail: (r) => log('g fail', r) }))
  await sleep(300)
}
