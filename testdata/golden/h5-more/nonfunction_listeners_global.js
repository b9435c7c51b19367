export default async function ({ log, base, uni, sleep }) {
  for (const n of ['Open', 'Message', 'Error', 'Close']) {
    for (const bad of [undefined, null, 5, 'x', {}, []]) {
      try {
        log(n, uni['onSocket' + n](bad))
      } catch (e) {
        log(n, String(e))
      }
    }
  }
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  uni.onSocketOpen(() => log('still works'))
  await sleep(100)
  t.close()
  await sleep(50)
}
