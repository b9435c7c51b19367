export default async function ({ log, base, uni, sleep }) {
  for (const reason of ['a'.repeat(123), 'a'.repeat(124), '再'.repeat(41), '再'.repeat(42), '😀'.repeat(31), '😀'.repeat(30) + 'abc', '\ud800', '', ' ', '\n']) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    await new Promise((r) => t.onOpen(r))
    t.onClose((r) => log('close', r))
    t.close({ code: 3000, reason, success: (r) => log('ok', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    log('state', t.readyState)
    await sleep(60)
    if (t.readyState === 1) t.close()
    await sleep(60)
  }
}
