export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', success() { log('s'); throw new Error('in success') }, complete(r) { log('c', r); throw new Error('in complete') } })
  log('t', typeof t)
  await new Promise((r) => t.onOpen(r))
  try { t.send({ data: 'x', success() { throw new Error('s') }, fail: (r) => log('fail', r), complete(r) { log('complete', r) } }) } catch (e) { log('threw', String(e)) }
  try { t.send({ data: 'x', complete(r) { log('complete', r); throw new Error('c') } }) } catch (e) { log('threw', String(e)) }
  try { uni.sendSocketMessage({ data: 'x', success() { throw new Error('s') }, fail: (r) => log('fail', r), complete(r) { log('complete', r) } }) } catch (e) { log('threw', String(e)) }
  try { uni.closeSocket({ code: 7, fail() { throw new Error('f') }, complete(r) { log('complete', r); throw new Error('c') } }) } catch (e) { log('threw', String(e)) }
  try { t.close({ success() { throw new Error('s') }, fail: (r) => log('fail', r), complete(r) { log('complete', r) } }) } catch (e) { log('threw', String(e)) }
  log('state', t.readyState)
  await sleep(100)
  log('state', t.readyState)
}
