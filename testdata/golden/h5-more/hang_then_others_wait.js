export default async function ({ log, base, uni, sleep }) {
  const a = uni.connectSocket({ url: base + '/hang', complete() {} })
  const b = uni.connectSocket({ url: base + '/echo', complete() {} })
  b.onOpen(() => log('b open'))
  a.onError(() => log('a error')); a.onClose((r) => log('a close', r))
  await sleep(300)
  log('states', a.readyState, b.readyState)
  a.close()
  await sleep(300)
  log('states', a.readyState, b.readyState)
  b.close()
  await sleep(100)
}
