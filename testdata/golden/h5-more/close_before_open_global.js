export default async function ({ log, base, uni, sleep }) {
  uni.onSocketOpen((r) => log('gopen', r))
  uni.onSocketError((r) => log('gerror', r))
  uni.onSocketClose((r) => log('gclose', r))
  uni.connectSocket({ url: base + '/echo', success: (r) => log('success', r) })
  uni.closeSocket({ code: 3001, reason: 'early', success: (r) => log('c.success', r), fail: (r) => log('c.fail', r), complete: (r) => log('c.complete', r) })
  uni.closeSocket({ success: (r) => log('c2.success', r), fail: (r) => log('c2.fail', r) })
  await sleep(200)
  uni.closeSocket({ success: (r) => log('c3.success', r), fail: (r) => log('c3.fail', r) })
}
