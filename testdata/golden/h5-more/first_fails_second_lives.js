export default async function ({ log, base, uni, sleep }) {
  uni.onSocketError((r) => log('g error', r)); uni.onSocketOpen((r) => log('g open', r)); uni.onSocketClose((r) => log('g close', r))
  const a = uni.connectSocket({ url: 'ftp://x', success: (r) => log('a success', r), fail: (r) => log('a fail', r) })
  const b = uni.connectSocket({ url: base + '/echo', success: (r) => log('b success', r) })
  b.onOpen(() => log('b open'))
  await sleep(150)
  uni.sendSocketMessage({ data: 'x', success: (r) => log('ok', r), fail: (r) => log('fail', r) })
  a.send({ data: 'x', fail: (r) => log('a.send fail', r) })
  a.close({ fail: (r) => log('a.close fail', r) })
  a.onOpen(() => {}); a.onClose(() => {})
  log('a', a.readyState, a.OPEN, Object.keys(a))
  b.close()
  await sleep(100)
}
