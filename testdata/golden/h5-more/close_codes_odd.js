export default async function ({ log, base, uni, sleep }) {
  for (const [name, code] of [['symbol', Symbol('s')], ['bigint', 3000n], ['valueOf', { valueOf: () => 3004 }], ['throws', { valueOf() { throw new Error('boom') } }], ['throws string', { valueOf() { throw 'str' } }], ['function', () => 3000]]) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    t.onClose((r) => log('close', r))
    await new Promise((r) => t.onOpen(r))
    log('task', name)
    try {
      t.close({ code, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    } catch (e) {
      log('threw', String(e))
    }
    await sleep(120)
    log('global', name, t.readyState)
    try {
      uni.closeSocket({ code, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    } catch (e) {
      log('threw', String(e))
    }
    await sleep(120)
    t.close()
    await sleep(120)
  }
}
