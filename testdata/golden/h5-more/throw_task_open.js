export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  t.onOpen(() => {
    log('open 1')
    throw new Error('in open')
  })
  t.onOpen(() => log('open 2'))
  uni.onSocketOpen(() => log('gopen'))
  t.onMessage((r) => log('message', typeof r.data))
  await sleep(150)
  t.close()
  await sleep(50)
}
