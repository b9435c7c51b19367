export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/reject', complete() {} })
  let first
  t.onError((...a) => {
    first = a[0]
    log('error', a.length, Object.prototype.toString.call(a[0]), Object.keys(a[0]), a[0].errMsg, a[0].data)
  })
  uni.onSocketError((...a) => log('gerror', a.length, a[0] === first))
  await sleep(200)
}
