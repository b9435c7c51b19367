export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hang', success: (r) => log('success', r) })
  t.onOpen(() => log('open')); t.onError((r) => log('error', r, t.readyState)); t.onClose((r) => log('close', r, t.readyState))
  uni.onSocketError((r) => log('g error', r)); uni.onSocketClose((r) => log('g close', r))
  await sleep(100)
  log('state', t.readyState)
  t.close({ code: 3001, reason: 'enough', success: (r) => log('ok', r, t.readyState), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
  log('state', t.readyState)
  t.send({ data: 'x', success: (r) => log('sok', r), fail: (r) => log('sfail', r) })
  queueMicrotask(() => log('micro'))
  await sleep(200)
  uni.closeSocket({ success: (r) => log('ok', r), fail: (r) => log('fail', r) })
}
