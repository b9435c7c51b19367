export default async function ({ log, base, uni, sleep }) {
  const ts = Array.from({ length: 30 }, (_, i) => uni.connectSocket({ url: base + '/echo?' + i, complete() {} }))
  await Promise.all(ts.map((t) => new Promise((r) => t.onOpen(r))))
  log('open', ts.every((t) => t.readyState === 1))
  const answers = await Promise.all(ts.map((t, i) => new Promise((r) => { t.onMessage((m) => r(m.data)); t.send({ data: String(i) }) })))
  log('answers', answers)
  const codes = await Promise.all(ts.map((t, i) => new Promise((r) => { t.onClose((c) => r(c.code)); t.close({ code: 3000 + i }) })))
  log('codes', codes)
  uni.closeSocket({ fail: (r) => log('fail', r) })
}
