export default async function ({ log, base, uni, sleep }) {
  let n = 0
  const connect = () => {
    const k = ++n
    const t = uni.connectSocket({ url: base + '/close1000', complete: (r) => log('complete', k, r) })
    t.onOpen(() => log('open', k))
    t.onClose((r) => {
      log('close', k, r)
      if (k < 3) connect()
    })
  }
  uni.onSocketOpen(() => log('gopen'))
  uni.onSocketClose((r) => log('gclose', r))
  connect()
  await sleep(700)
}
