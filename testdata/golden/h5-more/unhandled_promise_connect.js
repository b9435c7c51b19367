export default async function ({ log, base, uni, sleep }) {
  uni.connectSocket({ url: 'ftp://nope' })
  uni.sendSocketMessage()
  await sleep(50)
  log('still here')
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onOpen(() => log('open'))
  await sleep(150)
  t.close()
  await sleep(50)
}
