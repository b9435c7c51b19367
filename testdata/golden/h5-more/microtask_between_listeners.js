export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onOpen(() => { log('t1'); queueMicrotask(() => log('m1')) })
  t.onOpen(() => { log('t2'); queueMicrotask(() => log('m2')) })
  uni.onSocketOpen(() => { log('g1'); queueMicrotask(() => log('m3')) })
  uni.onSocketOpen(() => { log('g2'); Promise.reject(1).catch(() => log('caught')) })
  await sleep(150)
  t.close({ success() { queueMicrotask(() => log('closed micro')) } })
  log('sync after')
  await sleep(100)
}
