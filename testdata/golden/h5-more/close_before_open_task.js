export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', success: (r) => log('success', r) })
  t.onOpen(() => log('open'))
  t.onError((r) => log('error', r, t.readyState))
  t.onClose((r) => log('close', r, t.readyState))
  uni.onSocketError((r) => log('gerror', r))
  uni.onSocketClose((r) => log('gclose', r))
  t.close({ code: 3001, reason: 'early', success: (r) => log('c.success', r, t.readyState), fail: (r) => log('c.fail', r), complete: (r) => log('c.complete', r) })
  log('sync', t.readyState)
  Promise.resolve().then(() => log('micro', t.readyState))
  await sleep(200)
  log('state', t.readyState)
}
