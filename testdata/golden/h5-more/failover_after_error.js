export default async function ({ log, base, uni, sleep }) {
  for (const n of ['Open', 'Message', 'Error', 'Close']) uni['onSocket' + n]((r) => log('g.' + n, r))
  const a = uni.connectSocket({ url: base + '/reject', complete() {} })
  a.onError(() => log('a.error'))
  a.onClose(() => log('a.close'))
  await sleep(150)
  const b = uni.connectSocket({ url: base + '/echo', complete() {} })
  b.onOpen(() => log('b.open'))
  await sleep(100)
  uni.sendSocketMessage({ data: 'x', complete: (r) => log('sent', r) })
  await sleep(120)
  uni.closeSocket({ complete: (r) => log('closed', r) })
  await sleep(100)
}
