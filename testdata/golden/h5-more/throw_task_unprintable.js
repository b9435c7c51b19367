export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  t.onMessage((r) => {
    log('1', typeof r.data)
    throw Symbol('s')
  })
  t.onMessage((r) => log('2', typeof r.data))
  uni.onSocketMessage((r) => log('g', typeof r.data))
  await sleep(150)
  t.close()
  await sleep(50)
}
