export default async function ({ log, base, uni, sleep }) {
  uni.onSocketClose((r) => log('gclose', r))
  for (const o of [null, 5, 'x', true, [], () => {}, undefined]) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    await new Promise((r) => t.onOpen(r))
    try {
      const p = uni.closeSocket(o)
      log('ret', typeof p, p && typeof p.then, t.readyState)
      log('val', await p)
    } catch (e) {
      log('threw', e && e.errMsg ? e : String(e), t.readyState)
    }
    await sleep(120)
    t.close()
    await sleep(120)
  }
}
