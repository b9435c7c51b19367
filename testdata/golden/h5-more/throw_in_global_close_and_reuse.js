export default async function ({ log, base, uni, sleep }) {
  uni.onSocketClose((r) => { log('g close', r); throw new Error('in close') })
  const a = uni.connectSocket({ url: base + '/close1000', complete() {} })
  await sleep(150)
  const b = uni.connectSocket({ url: base + '/echo', complete() {} })
  b.onOpen(() => log('b open'))
  await sleep(150)
  uni.sendSocketMessage({ data: 'x', success: (r) => log('ok', r), fail: (r) => log('fail', r) })
  uni.closeSocket({ success: (r) => log('c ok', r), fail: (r) => log('c fail', r) })
  log('states', a.readyState, b.readyState)
  b.close()
  await sleep(100)
  log('states', a.readyState, b.readyState)
}
