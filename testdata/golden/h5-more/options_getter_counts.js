export default async function ({ log, base, uni, sleep }) {
  const seen = []
  const o = {}
  for (const [k, v] of Object.entries({ url: base + '/echo', header: { a: 1 }, method: 'GET', protocols: ['protocol1'], success: () => log('success'), fail: () => {}, complete: () => log('complete') }))
    Object.defineProperty(o, k, { enumerable: true, get() { seen.push(k); return v } })
  const t = uni.connectSocket(o)
  log('seen', seen)
  await sleep(150)
  t.close()
  await sleep(100)
}
