export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', [...new Uint8Array(r.data)]))
  await new Promise((r) => t.onOpen(r))
  const b = new Uint8Array([1, 2, 3])
  t.send({ data: b.buffer })
  b[0] = 9
  t.send({ data: b })
  b[1] = 9
  await sleep(150)
  t.close()
  await sleep(50)
}
