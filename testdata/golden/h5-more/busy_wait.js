export default async function ({ log, base, uni, sleep }) {
  const busy = (ms) => { const t = Date.now(); while (Date.now() - t < ms); }
  const t = uni.connectSocket({ url: base + '/burst', complete() {} })
  t.onOpen(() => { log('open'); busy(30) })
  t.onMessage((r) => { log('m', r.data); busy(20); queueMicrotask(() => log('micro', r.data)) })
  t.onClose((r) => log('close', r))
  await sleep(250)
  t.close()
  busy(40)
  log('after busy', t.readyState)
  await sleep(100)
}
