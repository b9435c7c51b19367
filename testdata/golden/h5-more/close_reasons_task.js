export default async function ({ log, base, uni, sleep }) {
  const reasons = ['a'.repeat(123), 'a'.repeat(124), '再'.repeat(41), '再'.repeat(41) + 'a', '😀'.repeat(30) + 'abc', '😀'.repeat(31), 'a\ud800b', '\udc00', '\u0000', '', 5, null, {}, undefined, true, ['x'], new String('boxed')]
  for (const reason of reasons) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    t.onClose((r) => log('close', r))
    await new Promise((r) => t.onOpen(r))
    log('reason', typeof reason, reason)
    t.close({ code: 3001, reason, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    await sleep(120)
    t.close()
    await sleep(120)
  }
}
