export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/headers', header: { 'X-Foo': 'y', Origin: 'http://evil', Cookie: 'a=b' }, perMessageDeflate: false, complete() {} })
  t.onMessage((r) => log('message', JSON.parse(r.data)))
  await sleep(250)
  t.close()
  await sleep(100)
}
