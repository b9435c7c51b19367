export default async function ({ log, base, uni, sleep }) {
  for (const [name, url] of [['symbol', Symbol('s')], ['throws', { toString() { throw new Error('boom') } }], ['throws string', { toString() { throw 'str' } }], ['null proto', Object.create(null)]]) {
    log('url', name)
    try {
      const t = uni.connectSocket({ url, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
      log('task', typeof t, t && typeof t.send)
    } catch (e) {
      log('threw', String(e))
    }
    try {
      log('value', await uni.connectSocket({ url }))
    } catch (e) {
      log('rejected', e && e.errMsg ? e : String(e))
    }
  }
}
