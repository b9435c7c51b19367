export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => {
    if (typeof r.data === 'string') log('text', r.data.length, r.data.slice(0, 2), r.data.slice(-2))
    else log('binary', r.data.byteLength, new Uint8Array(r.data)[r.data.byteLength - 1])
  })
  await new Promise((r) => t.onOpen(r))
  for (const n of [0, 1, 124, 125, 126, 127, 128, 65534, 65535, 65536, 65537]) {
    t.send({ data: 'ab'.repeat(n).slice(0, n) })
    t.send({ data: new Uint8Array(n).fill(7).buffer })
  }
  t.send({ data: '好'.repeat(21845) })
  t.send({ data: '好'.repeat(21846) })
  await sleep(500)
  t.close()
  await sleep(50)
}
