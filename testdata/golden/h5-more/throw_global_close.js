export default async function ({ log, base, uni, sleep }) {
  const a = uni.connectSocket({ url: base + '/close1000', complete() {} })
  uni.onSocketClose((r) => {
    log('g 1', r)
    throw new Error('in global close')
  })
  uni.onSocketClose((r) => log('g 2', r))
  a.onClose((r) => log('a', r))
  await sleep(150)
  const b = uni.connectSocket({ url: base + '/echo', complete() {} })
  await sleep(100)
  uni.sendSocketMessage({ data: 'x', complete: (r) => log('sent', r) })
  uni.closeSocket({ complete: (r) => log('closed', r) })
  b.onMessage((r) => log('b', r))
  await sleep(100)
  log('states', a.readyState, b.readyState)
  b.close({ code: 3001 })
  await sleep(100)
}
