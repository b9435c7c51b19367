export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  let once = 0
  t.onMessage((r) => {
    log('first', typeof r.data)
    if (once++) return
    t.onMessage((r) => log('added', typeof r.data))
    uni.onSocketMessage((r) => log('gadded', typeof r.data))
  })
  t.onOpen(() => {
    log('open')
    t.onOpen(() => log('open added'))
    uni.onSocketOpen(() => log('gopen added in open'))
  })
  t.onMessage((r) => log('second', typeof r.data))
  await sleep(200)
  t.close()
  await sleep(50)
}
