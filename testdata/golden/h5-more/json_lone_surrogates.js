export default async function ({ log, base, uni, sleep }) {
  log('lone', '\ud800', 'a\udc00b', ['\ud83d'], { '\udbff': 1 })
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', r.data))
  await new Promise((r) => t.onOpen(r))
  t.send({ data: 'x\ud800y' }); t.send({ data: JSON.stringify({ a: '\ud800' }) })
  await sleep(100)
  t.close()
  await sleep(60)
}
