export default async function ({ log, base, uni, sleep }) {
  const codes = [0, 999, 1000, 1001, 1005, 1006, 1015, 2999, 3000, 4999, 5000, -1, 65536, 66536, 1000.5, 999.5, 4999.9, '1000', '3001', ' 3002 ', '0xbb8', 'x', '', null, undefined, NaN, Infinity, true, false, {}, [], [3003]]
  for (const code of codes) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    t.onError((r) => log('error', r))
    t.onClose((r) => log('close', r))
    await new Promise((r) => t.onOpen(r))
    log('code', String(code), typeof code)
    t.close({ code, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    log('state', t.readyState)
    await sleep(120)
    t.close()
    await sleep(120)
  }
}
