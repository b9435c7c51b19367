export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  let once = 0
  uni.onSocketMessage((r) => {
    log('g1', typeof r.data)
    if (once++) return
    uni.onSocketMessage((r) => log('g added', typeof r.data))
    t.onMessage((r) => log('t added', typeof r.data))
  })
  uni.onSocketMessage((r) => log('g2', typeof r.data))
  await sleep(200)
  t.close()
  await sleep(50)
}
