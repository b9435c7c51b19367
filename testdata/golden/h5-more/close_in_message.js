export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/burst', complete() {} })
  t.onMessage((r) => {
    log('message', r)
    t.close({ code: 3001, reason: 'in ' + r.data, complete: (r) => log('complete', r) })
  })
  t.onMessage((r) => log('message 2', r, t.readyState))
  uni.onSocketMessage((r) => log('gmessage', r))
  t.onError((r) => log('error', r))
  t.onClose((r) => log('close', r))
  await sleep(300)
}
