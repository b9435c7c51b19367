export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/reject', complete() {} })
  t.onError(() => {
    log('error')
    setTimeout(() => log('timeout 0 of error'), 0)
  })
  t.onClose(() => {
    log('close')
    setTimeout(() => log('timeout 0 of close'), 0)
  })
  await sleep(250)
}
