export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/burst', complete() {} })
  t.onMessage(async (r) => { log('m', r.data); throw new Error('in async ' + r.data) })
  t.onMessage((r) => log('second', r.data))
  uni.onSocketMessage((r) => log('g', r.data))
  await sleep(300)
  t.close()
  await sleep(200)
  log('end', t.readyState)
}
