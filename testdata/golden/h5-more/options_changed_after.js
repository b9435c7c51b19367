export default async function ({ log, base, uni, sleep }) {
  const o = { url: base + '/echo', success: (r) => log('success', r) }
  const t = uni.connectSocket(o)
  o.url = 'changed'; o.success = null
  await new Promise((r) => t.onOpen(r))
  const m = { data: 'first', success: () => log('sent') }
  t.onMessage((r) => log('message', r.data))
  t.send(m); m.data = 'second'; t.send(m); uni.sendSocketMessage(m); m.data = 'third'
  log('keys', Object.keys(m), Object.keys(o))
  await sleep(100)
  t.close(m)
  await sleep(100)
}
