export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  const o = { send: t.send, close: t.close, onOpen: t.onOpen }
  const say = { success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) }
  try { log('r', o.send({ data: 'x', ...say })) } catch (e) { log('threw', e instanceof TypeError) }
  try { log('r', o.close({ ...say })) } catch (e) { log('threw', e instanceof TypeError) }
  const copy = { ...t }
  log('copy', Object.keys(copy), typeof copy.send)
  const p = new Proxy(t, {})
  p.send({ data: 'through proxy', ...say })
  log('p', p.readyState, p.OPEN)
  t.close()
  await sleep(80)
}
