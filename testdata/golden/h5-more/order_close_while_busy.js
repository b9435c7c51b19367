export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/bye', complete() {} })
  t.onOpen(() => {
    log('open')
    const end = Date.now() + 150
    while (Date.now() < end);
    log('state', t.readyState)
    t.close({ code: 3001, reason: 'mine', complete: (r) => log('complete', r) })
    log('state', t.readyState)
  })
  t.onMessage((r) => log('message', r))
  t.onError((r) => log('error', r))
  t.onClose((r) => log('close', r))
  await sleep(500)
}
