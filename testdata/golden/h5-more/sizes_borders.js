export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', typeof r.data, r.data.length || r.data.byteLength, typeof r.data === 'string' ? r.data.slice(-3) : [...new Uint8Array(r.data).slice(-3)]))
  await new Promise((r) => t.onOpen(r))
  for (const n of [1, 125, 126, 127, 65534, 65535, 65536, 65537, 131072, 262144]) {
    t.send({ data: 'x'.repeat(n - 1) + 'z' })
    const b = new Uint8Array(n)
    b[n - 1] = n & 255
    t.send({ data: b.buffer })
  }
  await sleep(600)
  t.close()
  await sleep(100)
}
