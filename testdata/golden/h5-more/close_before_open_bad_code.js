export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', success: (r) => log('success', r) })
  t.onOpen(() => log('open'))
  t.onError((r) => log('error', r))
  t.onClose((r) => log('close', r))
  t.close({ code: 1001, success: (r) => log('c.success', r, t.readyState), fail: (r) => log('c.fail', r), complete: (r) => log('c.complete', r) })
  t.close({ code: 3001, reason: 'a'.repeat(124), success: (r) => log('c.success', r, t.readyState), fail: (r) => log('c.fail', r), complete: (r) => log('c.complete', r) })
  log('state', t.readyState)
  await sleep(200)
  t.close()
  await sleep(100)
}
