export default async function ({ log, base, uni, sleep }) {
  for (const path of ['/reject', '/badutf8']) {
    const t = uni.connectSocket({ url: base + path, complete() {} })
    uni.onSocketError(() => log('gerror', path))
    t.onError((r) => {
      log('error', r, t.readyState)
      t.close({ code: 3001, reason: 'in error', success: (r) => log('success', r), fail: (r) => log('fail', r) })
      uni.closeSocket({ success: (r) => log('g.success', r), fail: (r) => log('g.fail', r) })
      uni.sendSocketMessage({ data: 'x', success: (r) => log('s.success', r), fail: (r) => log('s.fail', r) })
    })
    t.onClose((r) => {
      log('close', r, t.readyState)
      uni.closeSocket({ success: (r) => log('g.success', r), fail: (r) => log('g.fail', r) })
    })
    await sleep(250)
  }
}
