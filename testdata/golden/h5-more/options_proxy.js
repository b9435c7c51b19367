export default async function ({ log, base, uni, sleep }) {
  const seen = []
  const o = new Proxy({ url: base + '/echo', protocols: ['protocol1'], success: (r) => log('success', r) }, {
    get(t, k, r) { seen.push('get ' + String(k)); return Reflect.get(t, k, r) },
    has(t, k) { seen.push('has ' + String(k)); return Reflect.has(t, k) },
    ownKeys(t) { seen.push('ownKeys'); return Reflect.ownKeys(t) },
    getOwnPropertyDescriptor(t, k) { seen.push('desc ' + String(k)); return Reflect.getOwnPropertyDescriptor(t, k) },
    set(t, k, v) { seen.push('set ' + String(k)); t[k] = v; return true },
  })
  const t = uni.connectSocket(o)
  log('t', typeof t.send, seen)
  seen.length = 0
  await sleep(150)
  const s = new Proxy({ data: 'x', success() {} }, { get(t, k) { seen.push('get ' + String(k)); return t[k] } })
  t.send(s)
  log('send', seen)
  seen.length = 0
  uni.sendSocketMessage(s)
  log('global send', seen)
  seen.length = 0
  const c = new Proxy({ code: 3001, reason: 'x' }, { get(t, k) { seen.push('get ' + String(k)); return t[k] } })
  t.close(c)
  log('close', seen)
  await sleep(100)
}
