export default async function ({ log, base, uni, sleep }) {
  for (const [name, method] of [['undefined', undefined], ['null', null], ['empty', ''], ['post', 'post'], ['foo', 'foo'], ['0', 0], ['false', false], ['5', 5], ['true', true], ['{}', {}], ['[]', []], ['upper', { toUpperCase: () => 'GET' }], ['function', () => 1]]) {
    log('method', name)
    try {
      const t = uni.connectSocket({ url: base + '/echo', method, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
      log('task', typeof t, t && t.readyState)
      if (t && t.close) t.close()
    } catch (e) {
      log('threw', String(e))
    }
    try {
      log('value', await uni.connectSocket({ url: base + '/echo', method }))
    } catch (e) {
      log('rejected', e && e.errMsg ? e : String(e))
    }
    try {
      await uni.closeSocket()
    } catch (e) {
      log('close', e)
    }
    await sleep(30)
  }
}
