export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  t.onOpen(() => {
    log('open')
    t.close({ code: 3001, reason: 'in open', complete: (r) => log('complete', r) })
    log('state', t.readyState)
  })
  t.onOpen(() => log('open 2', t.readyState))
  uni.onSocketOpen(() => log('gopen', t.readyState))
  t.onMessage((r) => log('message', r))
  t.onError((r) => log('error', r))
  t.onClose((r) => log('close', r))
  await sleep(300)
}
