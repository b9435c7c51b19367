export default async function ({ log, base, uni, sleep }) {
  for (const o of [{ reason: 'why' }, { reason: 'a'.repeat(124) }, { code: 0, reason: 'zero' }, { code: 1000 }, {}, undefined, { code: 2999, reason: 'a'.repeat(124) }]) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    t.onClose((r) => log('close', r))
    await new Promise((r) => t.onOpen(r))
    const r = t.close(o)
    log('ret', r, t.readyState)
    await sleep(120)
    t.close()
    await sleep(120)
  }
}
