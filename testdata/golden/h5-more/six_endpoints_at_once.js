export default async function ({ log, base, uni, sleep }) {
  const out = {}
  const ts = ['/echo', '/hello', '/bye', '/close1000', '/close1005', '/badutf8', '/burst'].map((p) => {
    const l = (out[p] = [])
    const t = uni.connectSocket({ url: base + p, complete() {} })
    t.onOpen((r) => l.push(['open', r])); t.onMessage((r) => l.push(['message', typeof r.data])); t.onError((r) => l.push(['error', r])); t.onClose((r) => l.push(['close', r]))
    return t
  })
  await sleep(600)
  for (const p in out) log(p, out[p])
  log('states', ts.map((t) => t.readyState))
  for (const t of ts) t.close()
  await sleep(200)
  for (const p in out) log(p, out[p].length)
}
