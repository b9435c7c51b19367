export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  log('send', t.send({ data: 'x' }))
  await new Promise((r) => t.onOpen(r))
  log('send', t.send({ data: 'x' }), t.close({ code: 5 }), t.close())
  await sleep(60)
}
