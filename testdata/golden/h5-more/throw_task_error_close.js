export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/reject', complete() {} })
  t.onError(() => {
    log('error 1')
    throw new Error('in error')
  })
  t.onError(() => log('error 2'))
  t.onClose(() => {
    log('close 1')
    throw new Error('in close')
  })
  t.onClose(() => log('close 2'))
  uni.onSocketError(() => log('gerror'))
  uni.onSocketClose(() => log('gclose'))
  await sleep(200)
  uni.sendSocketMessage({ data: 'x', complete: (r) => log('sent', r) })
}
