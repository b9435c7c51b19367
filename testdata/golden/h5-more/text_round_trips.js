export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', r.data, r.data.length))
  await new Promise((r) => t.onOpen(r))
  for (const data of ['', ' ', '\n\r\t', '\u0000a\u0000', 'ünïcödé', '再见', '😀👨‍👩‍👧‍👦', '\ufeffbom', '\u2028\u2029', '"quoted" \\ back', JSON.stringify({ a: [1, null, 'x'], b: { c: true } }), '<b>&amp;</b>', '\u{10ffff}', '\u007f\u0080', 'a'.repeat(300)])
    t.send({ data })
  await sleep(300)
  t.close()
  await sleep(100)
}
