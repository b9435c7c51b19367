export default async function ({ log, base, uni, sleep }) {
  uni.onSocketOpen((r) => log('gopen', r))
  uni.onSocketError((r) => log('gerror', r))
  const bad = uni.connectSocket({ url: 'ftp://x', fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
  log('bad', typeof bad, typeof bad.readyState, typeof bad.send, bad.OPEN)
  const b = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => b.onOpen(r))
  uni.sendSocketMessage({ data: 'x', complete: (r) => log('sent', r) })
  for (const m of ['onOpen', 'onMessage', 'onError', 'onClose']) {
    try {
      log(m, bad[m](() => log('never')))
    } catch (e) {
      log('threw', String(e))
    }
  }
  for (const m of ['send', 'close']) {
    try {
      log(m, bad[m]({ data: 'x', success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) }))
    } catch (e) {
      log('threw', String(e))
    }
  }
  b.close()
  await sleep(100)
}
