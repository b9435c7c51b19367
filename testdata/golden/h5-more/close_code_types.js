export default async function ({ log, base, uni, sleep }) {
  for (const code of ['3001', 3001.9, true, [3002], null, undefined, '', 0, -1, NaN, 4999, 5000, 1001, 2999, '0x0bb8', { valueOf: () => 3004 }]) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    await new Promise((r) => t.onOpen(r))
    t.onClose((r) => log('close', r))
    uni.closeSocket({ code, success: (r) => log('ok', String(code), r), fail: (r) => log('fail', String(code), r) })
    await sleep(50)
    if (t.readyState === 1) { t.close(); await sleep(50) }
  }
}
