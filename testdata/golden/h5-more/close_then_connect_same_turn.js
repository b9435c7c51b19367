export default async function ({ log, base, uni, sleep }) {
  const a = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => a.onOpen(r))
  uni.onSocketOpen(() => log('g open')); uni.onSocketClose((r) => log('g close', r)); uni.onSocketMessage((r) => log('g', r.data))
  a.onClose((r) => log('a close', r))
  uni.closeSocket({ code: 3001, reason: 'old' })
  const b = uni.connectSocket({ url: base + '/hello', complete() {} })
  b.onOpen(() => log('b open'))
  await sleep(250)
  uni.closeSocket({ code: 3002, reason: 'new', complete: (r) => log('complete', r) })
  await sleep(100)
}
