export default async function ({ log, base, uni, sleep }) {
  for (const path of ['/reject', '/redirect', '/reset', '/echo', '/badaccept']) {
    const t = uni.connectSocket({ url: base + path, complete() {} })
    t.onOpen(() => log(path, 'open')); t.onError((r) => log(path, 'error', r)); t.onClose((r) => log(path, 'close', r))
    t.close({ complete: (r) => log(path, 'complete', r) })
    t.close({ complete: (r) => log(path, 'complete', r) })
    log(path, t.readyState)
    await sleep(150)
    log(path, t.readyState)
  }
}
