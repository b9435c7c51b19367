export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  const f = (r) => log('same', typeof r.data)
  t.onMessage(f)
  t.onMessage(f)
  t.onMessage((r) => log('other', typeof r.data))
  const g = (r) => log('gsame', typeof r.data)
  uni.onSocketMessage(g)
  uni.onSocketMessage(g)
  uni.onSocketMessage((r) => log('gother', typeof r.data))
  await sleep(200)
  t.close()
  await sleep(50)
}
