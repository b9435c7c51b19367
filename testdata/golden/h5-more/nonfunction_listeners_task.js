export default async function ({ log, base, uni, sleep }) {
  for (const bad of [null, 5, undefined, {}, 'x']) {
    const t = uni.connectSocket({ url: base + '/hello', complete() {} })
    for (const m of ['onOpen', 'onMessage', 'onError', 'onClose']) {
      try {
        log(m, String(bad), t[m](bad))
      } catch (e) {
        log('threw', String(e))
      }
    }
    t.onOpen(() => log('open'))
    t.onMessage((r) => log('message', typeof r.data))
    t.onClose((r) => log('close', r))
    await sleep(100)
    t.close()
    await sleep(120)
  }
}
