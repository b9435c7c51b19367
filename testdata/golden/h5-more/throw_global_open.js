export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  uni.onSocketOpen(() => {
    log('g 1')
    throw new Error('in global open')
  })
  uni.onSocketOpen(() => log('g 2'))
  t.onOpen(() => log('t'))
  t.onMessage((r) => log('message', typeof r.data))
  await sleep(150)
  t.close()
  await sleep(50)
}
