export default async function ({ log, base, uni, sleep }) {
  uni.onSocketOpen(() => log('g before'))
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  uni.onSocketOpen(() => log('g after'))
  t.onOpen(() => log('t 1'))
  uni.onSocketOpen(() => log('g last'))
  t.onOpen(() => log('t 2'))
  await sleep(150)
  t.close()
  await sleep(50)
}
