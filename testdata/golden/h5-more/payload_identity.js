export default async function ({ log, base, uni, sleep }) {
  const seen = {}
  const keep = (n, who) => (r) => (seen[n] = seen[n] || []).push([who, r])
  const t = uni.connectSocket({ url: base + '/bye', complete() {} })
  for (const n of ['Open', 'Message', 'Close']) {
    t['on' + n](keep(n, 't1'))
    t['on' + n](keep(n, 't2'))
    uni['onSocket' + n](keep(n, 'g1'))
    uni['onSocket' + n](keep(n, 'g2'))
  }
  await sleep(300)
  for (const n in seen) {
    const a = seen[n].map((x) => x[1])
    log(n, seen[n].map((x) => x[0]), a.map((x) => a.indexOf(x)), Object.keys(a[0]), Object.getPrototypeOf(a[0]) === Object.prototype, Object.isFrozen(a[0]))
    log('undefined keys', 'data' in a[0], 'code' in a[0], 'reason' in a[0], 'wasClean' in a[0])
  }
}
