export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  t.onMessage((r) => {
    log('1', typeof r.data)
    throw new TypeError('in message')
  })
  t.onMessage((r) => {
    log('2', typeof r.data)
    throw 'a string'
  })
  t.onMessage((r) => {
    log('3', typeof r.data)
    throw null
  })
  t.onMessage((r) => {
    log('4', typeof r.data)
    throw { toString: () => 'an object' }
  })
  t.onMessage((r) => log('5', typeof r.data))
  uni.onSocketMessage((r) => log('g', typeof r.data))
  await sleep(150)
  t.close()
  await sleep(50)
}
