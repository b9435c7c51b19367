export default async function ({ log, base, uni, sleep }) {
  let n = 0
  const connect = (path) => {
    const k = ++n
    const t = uni.connectSocket({ url: base + path, complete() {} })
    t.onOpen(() => log('open', k))
    t.onError(() => {
      log('error', k)
      if (k < 2) connect('/echo')
    })
    t.onClose((r) => log('close', k, r))
    return t
  }
  uni.onSocketOpen(() => log('gopen'))
  uni.onSocketError(() => log('gerror'))
  uni.onSocketClose((r) => log('gclose', r))
  connect('/reject')
  await sleep(500)
  uni.sendSocketMessage({ data: 'x', complete: (r) => log('sent', r) })
  uni.closeSocket()
  await sleep(100)
}
