export default async function ({ log, base, uni, sleep }) {
  let n = 0
  uni.onSocketOpen(() => log('gopen', n))
  uni.onSocketError(() => log('gerror', n))
  uni.onSocketClose((r) => {
    log('gclose', n, r)
    if (n < 3) connect()
  })
  const connect = () => {
    n++
    uni.connectSocket({ url: base + '/close1000', complete() {} })
  }
  connect()
  await sleep(700)
}
