export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  uni.onSocketMessage((r) => {
    log('g 1', typeof r.data)
    throw new Error('in global message')
  })
  uni.onSocketMessage((r) => log('g 2', typeof r.data))
  t.onMessage((r) => log('t', typeof r.data))
  await sleep(150)
  t.close()
  await sleep(50)
}
