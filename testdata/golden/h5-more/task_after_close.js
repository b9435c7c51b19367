export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/close1000', complete() {} })
  await new Promise((r) => t.onClose(r))
  log('state', t.readyState, t.OPEN, t.CLOSED, t.CLOSING, t.CONNECTING)
  t.onOpen(() => log('never'))
  t.onClose(() => log('never'))
  t.send({ data: 'x', success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
  t.close({ success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
  uni.sendSocketMessage({ data: 'x', complete: (r) => log('g', r) })
  uni.closeSocket({ complete: (r) => log('g', r) })
  await sleep(60)
}
