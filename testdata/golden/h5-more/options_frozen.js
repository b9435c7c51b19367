export default async function ({ log, base, uni, sleep }) {
  const mk = (f) => f({ url: base + '/echo', header: { a: '1' }, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
  for (const f of [Object.freeze, Object.seal, Object.preventExtensions]) {
    const o = mk(f)
    const t = uni.connectSocket(o)
    log('task', typeof t, Object.keys(o))
    await new Promise((r) => t.onOpen(r))
    const s = f({ data: 'x', success: (r) => log('s.success', r) })
    t.send(s)
    uni.sendSocketMessage(f({ data: 'x', success: (r) => log('g.success', r) }))
    t.close(f({ code: 3001, success: (r) => log('c.success', r) }))
    await sleep(60)
  }
}
