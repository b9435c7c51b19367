export default async function ({ log, base, uni, sleep }) {
  uni.onSocketClose((r) => log('gclose', r))
  const reasons = ['a'.repeat(123), 'a'.repeat(124), '再'.repeat(41), '再'.repeat(42), 'a\ud800b', '', 5, null, {}, undefined]
  for (const reason of reasons) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    await new Promise((r) => t.onOpen(r))
    log('reason', typeof reason, reason)
    uni.closeSocket({ code: 3001, reason, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    await sleep(120)
    t.close()
    await sleep(120)
  }
}
