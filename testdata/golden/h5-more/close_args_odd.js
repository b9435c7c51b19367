export default async function ({ log, base, uni, sleep }) {
  for (const o of [null, 5, 'x', true, [], () => {}]) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    t.onClose((r) => log('close', r))
    await new Promise((r) => t.onOpen(r))
    try {
      log('ret', t.close(o), t.readyState)
    } catch (e) {
      log('threw', String(e), t.readyState)
    }
    await sleep(120)
    t.close()
    await sleep(120)
  }
}
