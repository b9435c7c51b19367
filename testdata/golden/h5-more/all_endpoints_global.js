export default async function ({ log, base, uni, sleep }) {
  for (const n of ['Open', 'Message', 'Error', 'Close']) uni['onSocket' + n]((r) => log(n, n === 'Message' && typeof r.data !== 'string' ? [...new Uint8Array(r.data)] : r))
  for (const p of ['/hello', '/bye', '/close1000', '/close1005', '/drop', '/badutf8', '/burst', '/redirect', '/reject', '/reset', '/badaccept', '/headers']) {
    log(p)
    uni.connectSocket({ url: base + p, success: (r) => log('success', r) })
    await sleep(250)
    uni.closeSocket({ success: (r) => log('ok', r), fail: (r) => log('fail', r) })
    await sleep(100)
  }
}
