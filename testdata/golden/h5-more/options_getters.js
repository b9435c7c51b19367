export default async function ({ log, base, uni, sleep }) {
  const seen = []
  const spy = (o, name) => new Proxy(o, {
    get(t, k, r) { if (typeof k === 'string') seen.push('get ' + k); return Reflect.get(t, k, r) },
    has(t, k) { seen.push('has ' + String(k)); return Reflect.has(t, k) },
    set(t, k, v, r) { seen.push('set ' + String(k)); return Reflect.set(t, k, v, r) },
    deleteProperty(t, k) { seen.push('delete ' + String(k)); return Reflect.deleteProperty(t, k) },
    ownKeys(t) { seen.push('ownKeys'); return Reflect.ownKeys(t) },
  })
  const flush = (n) => log(n, seen.splice(0))
  const t = uni.connectSocket(spy({ url: base + '/echo', success() {} }))
  flush('connect')
  await new Promise((r) => t.onOpen(r))
  t.send(spy({ data: 'x', success() {} }))
  flush('send')
  uni.sendSocketMessage(spy({ data: 'x', success() {} }))
  flush('gsend')
  t.close(spy({ code: 3001, reason: 'r', success() {} }))
  flush('close')
  uni.closeSocket(spy({ code: 3001, reason: 'r', success() {} }))
  flush('gclose')
  await sleep(60)
}
