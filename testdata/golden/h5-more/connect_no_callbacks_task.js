export default async function ({ log, base, uni, sleep }) {
  const r = uni.connectSocket({ url: base + '/echo', success() {} })
  log('keys', Object.keys(r))
  const names = []
  for (const k in r) names.push(k)
  log('in', names)
  log('own', Object.getOwnPropertyNames(r))
  log('proto', Object.getOwnPropertyNames(Object.getPrototypeOf(r)).sort())
  log('types', ['send', 'close', 'onOpen', 'onMessage', 'onError', 'onClose'].map((n) => typeof r[n] + ' ' + r[n].length))
  r.close()
}
