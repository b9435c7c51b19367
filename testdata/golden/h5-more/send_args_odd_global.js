export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', r))
  await new Promise((r) => t.onOpen(r))
  for (const a of [[], [undefined], [null], [5], ['str'], [true], [[]], [{}], [{ data: 'x' }, 'second']]) {
    try {
      const p = uni.sendSocketMessage(...a)
      log('ret', typeof p, p && typeof p.then)
      log('val', await p)
    } catch (e) {
      log('threw', e && e.errMsg ? e : String(e))
    }
    await sleep(100)
  }
  t.close()
  await sleep(50)
}
