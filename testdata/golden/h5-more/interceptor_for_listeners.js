export default async function ({ log, base, uni, sleep }) {
  uni.addInterceptor('onSocketOpen', { invoke() { log('invoke on'); return false } })
  uni.addInterceptor({ invoke(a) { log('invoke', typeof a) }, returnValue(r) { log('return', typeof r) } })
  uni.onSocketOpen(() => log('open'))
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await sleep(150)
  t.send({ data: 'x' })
  t.close()
  await sleep(80)
}
