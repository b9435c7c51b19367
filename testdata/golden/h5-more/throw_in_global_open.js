export default async function ({ log, base, uni, sleep }) {
  uni.onSocketOpen(() => { log('1'); throw new Error('in open') })
  uni.onSocketOpen(() => log('2'))
  uni.onSocketMessage((r) => { log('m', typeof r.data); throw new TypeError('in message') })
  uni.onSocketMessage(() => log('m2'))
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  t.onOpen(() => log('t'))
  await sleep(200)
  log('state', t.readyState)
  uni.closeSocket({ success: (r) => log('ok', r), fail: (r) => log('fail', r) })
  await sleep(100)
  uni.closeSocket({ success: (r) => log('ok', r), fail: (r) => log('fail', r) })
}
