export default async function ({ log, base, uni, sleep }) {
  uni.addInterceptor('sendSocketMessage', { async invoke(a) { log('one', Object.keys(a)); return a }, async success(r) { log('s', r); return r } })
  uni.addInterceptor('sendSocketMessage', { invoke(a) { log('two', typeof a); return a } })
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  t.onMessage((r) => log('message', r.data))
  const r = uni.sendSocketMessage({ data: 'x', success: (r) => log('success', r), fail: (r) => log('fail', r) })
  log('r', typeof r, r && typeof r.then)
  await sleep(100)
  t.send({ data: 'not intercepted' })
  await sleep(60)
  t.close()
  await sleep(100)
}
