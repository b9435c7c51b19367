export default async function ({ log, base, uni, sleep }) {
  uni.onSocketClose((r) => log('gclose', r))
  for (const code of [999, 1000, 1001, 1006, 2999, 3000, 4999, 5000, -1, 66536, 1000.5, '1000', '3001', 'x', null, undefined, NaN, true, {}]) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    await new Promise((r) => t.onOpen(r))
    log('code', String(code), typeof code)
    uni.closeSocket({ code, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    await sleep(120)
    t.close()
    await sleep(120)
  }
}
