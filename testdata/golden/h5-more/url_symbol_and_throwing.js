export default async function ({ log, base, uni, sleep }) {
  for (const url of [Symbol('u'), { toString() { throw new Error('no url') } }, Object.create(null), () => 'x', 5n])
    try {
      const t = uni.connectSocket({ url, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
      log('t', typeof t, t.readyState)
      if (t.readyState === 0) { t.close(); await sleep(50) }
    } catch (e) { log('threw', String(e)) }
}
