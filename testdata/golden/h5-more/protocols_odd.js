export default async function ({ log, base, uni, sleep }) {
  for (const [name, protocols] of [['symbol', Symbol('s')], ['[symbol]', [Symbol('s')]], ['function', () => 5], ['toString', { toString: () => 'protocol1' }], ['[toString]', [{ toString: () => 'protocol1' }]], ['throws', { toString() { throw new Error('boom') } }], ['iterator throws', { [Symbol.iterator]() { throw new Error('iter') } }], ['generator', (function* () { yield 'protocol1' })()]]) {
    log('protocols', name)
    try {
      const t = uni.connectSocket({ url: base + '/headers', protocols, success: (r) => log('success', r), fail: (r) => log('fail', r) })
      if (t.onMessage) {
        await Promise.race([new Promise((done) => { t.onMessage((r) => { log('message', r.data); done() }); t.onError(() => { log('error'); done() }) }), sleep(300)])
        t.close()
      }
    } catch (e) {
      log('threw', String(e))
    }
    await sleep(30)
  }
}
