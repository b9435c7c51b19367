export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  const got = []
  let sent = 0
  t.onMessage((r) => { got.push(r.data); if (got.length === 500) log('all', got.every((d, i) => d === 'm' + i), sent) })
  await new Promise((r) => t.onOpen(r))
  for (let i = 0; i < 500; i++) t.send({ data: 'm' + i, success: () => sent++ })
  log('sent', sent)
  await sleep(800)
  log('got', got.length, got[0], got[499])
  t.close()
  await sleep(100)
}
