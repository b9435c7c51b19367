export default async function ({ log, base, uni, sleep }) {
  const seen = []
  const t = uni.connectSocket({ url: base + '/echo', success: (r) => seen.push(r), complete: (r) => seen.push(r) })
  log('connect', seen[0] === seen[1], Object.getPrototypeOf(seen[0]) === Object.prototype, Object.keys(seen[0]))
  const u = uni.connectSocket({ url: base + '/echo', success: (r) => { r.mine = 1; r.errMsg = 'changed' }, complete: (r) => log('complete', r) })
  u.close()
  await new Promise((r) => t.onOpen(r))
  t.send({ data: 'x', success: (r) => { r.mine = 1 }, complete: (r) => log('complete', r) })
  uni.sendSocketMessage({ data: 'x', success: (r) => { r.mine = 1 }, complete: (r) => log('complete', r) })
  t.close({ code: 5, fail: (r) => { r.mine = 1 }, complete: (r) => log('complete', r) })
  uni.closeSocket({ code: 5, fail: (r) => { r.mine = 1; r.errMsg = 'changed' }, complete: (r) => log('complete', r) })
  t.close()
  await sleep(60)
}
