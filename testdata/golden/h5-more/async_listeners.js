export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/burst', complete() {} })
  t.onMessage(async (r) => {
    log('start', r.data)
    await null
    log('end', r.data)
  })
  uni.onSocketMessage(async function (r) {
    log('gstart', r.data)
    await null
    log('gend', r.data)
  })
  await sleep(150)
  t.close()
  await sleep(50)
}
