export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  for (const v of [undefined, null, 0, 'text', { a: 1 }, [1], new TypeError('t')])
    try { log('r', t.send({ data: 'x', success() { throw v }, fail: (r) => log('fail', r), complete: (r) => log('complete', r) })) } catch (e) { log('threw', String(e)) }
  try { t.send({ data: Symbol('x'), fail() { throw new Error('from fail') }, complete: (r) => log('complete', r) }) } catch (e) { log('threw', String(e)) }
  try { t.close({ code: 9, fail() { throw new Error('from fail') }, complete: (r) => log('complete', r) }) } catch (e) { log('threw', String(e)) }
  try { t.close({ success() { throw new Error('from success') }, complete() { throw new Error('from complete') } }) } catch (e) { log('threw', String(e)) }
  await sleep(100)
  try { t.send({ data: 'x', fail() { throw new Error('from fail') }, complete: (r) => log('complete', r) }) } catch (e) { log('threw', String(e)) }
  try { t.send({ data: 'x', complete() { throw new Error('from complete') } }) } catch (e) { log('threw', String(e)) }
}
