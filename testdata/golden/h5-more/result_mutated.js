export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', success(r) { r.errMsg = 'mine'; r.extra = 1; log('success', r) }, complete: (r) => log('complete', r) })
  await new Promise((r) => t.onOpen(r))
  t.onOpen((r) => log('open', r))
  t.send({ data: 'x', success(r) { r.extra = 1 }, complete: (r) => log('complete', r) })
  uni.sendSocketMessage({ data: 'x', success(r) { r.extra = 2; delete r.errMsg }, complete: (r) => log('complete', r) })
  uni.closeSocket({ success(r) { r.extra = 3 }, complete: (r) => log('complete', r) })
  uni.closeSocket({ code: 5, fail(r) { r.extra = 4 }, complete: (r) => log('complete', r) })
  await sleep(100)
}
