export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/bye', complete() {} })
  t.onClose((r) => {
    log('close', r, t.readyState)
    t.close({ code: 3001, success: (r) => log('success', r), fail: (r) => log('fail', r) })
    t.close({ code: 1, success: (r) => log('success', r), fail: (r) => log('fail', r) })
    uni.closeSocket({ success: (r) => log('g.success', r), fail: (r) => log('g.fail', r) })
  })
  uni.onSocketClose((r) => {
    log('gclose', r, t.readyState)
    uni.closeSocket({ success: (r) => log('g2.success', r), fail: (r) => log('g2.fail', r) })
  })
  await sleep(300)
  uni.closeSocket({ success: (r) => log('g3.success', r), fail: (r) => log('g3.fail', r) })
}
