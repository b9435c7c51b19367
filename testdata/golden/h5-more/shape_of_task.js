export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  log('keys', Object.keys(t))
  log('in', ['send', 'close', 'onOpen', 'onMessage', 'onError', 'onClose', 'readyState', 'offOpen', 'id', 'CONNECTING', 'addEventListener', 'url', 'protocol', 'binaryType'].filter((k) => k in t))
  const forin = []
  for (const k in t) forin.push(k)
  log('for in', forin)
  log('json', t)
  log('proto', Object.getOwnPropertyNames(Object.getPrototypeOf(t)))
  log('own', Object.getOwnPropertyNames(t))
  log('lengths', t.send.length, t.close.length, t.onOpen.length)
  log('tag', String(t), Object.isFrozen(t), Object.isExtensible(t))
  t.mine = 5
  log('mine', t.mine)
  try { t.readyState = 7; log('set', t.readyState) } catch (e) { log('threw', e instanceof TypeError) }
  await sleep(150)
  t.close()
  await sleep(100)
  log('json', t)
}
