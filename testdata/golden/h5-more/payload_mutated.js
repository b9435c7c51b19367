export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  t.onMessage((r) => {
    r.extra = 1
    if (typeof r.data === 'string') r.data = r.data + '!'
    else new Uint8Array(r.data)[0] = 99
  })
  t.onMessage((r) => log('t2', typeof r.data === 'string' ? r : [...new Uint8Array(r.data)], r.extra))
  uni.onSocketMessage((r) => {
    log('g1', typeof r.data === 'string' ? r : [...new Uint8Array(r.data)])
    delete r.data
  })
  uni.onSocketMessage((r) => log('g2', r))
  t.onClose((r) => {
    r.code = 'mine'
  })
  uni.onSocketClose((r) => log('gclose', r))
  await sleep(150)
  t.close({ code: 3001, reason: 'x' })
  await sleep(60)
}
