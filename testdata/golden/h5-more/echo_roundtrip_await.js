export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  const next = () => new Promise((r) => (t.got = r))
  t.onMessage((r) => t.got && t.got(r.data))
  await new Promise((r) => t.onOpen(r))
  for (const s of ['one', 'two', '三']) {
    t.send({ data: s })
    log('got', await next())
  }
  t.close()
  log('closed', await new Promise((r) => t.onClose(r)))
}
