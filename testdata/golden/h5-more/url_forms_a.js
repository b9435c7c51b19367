export default async function ({ log, base, uni, sleep }) {
  const host = base.slice(5)
  for (const url of ['/echo', 'echo', './echo?x=1', '//' + host + '/echo', 'http://' + host + '/echo', 'WS://' + host + '/echo', '  ' + base + '/echo  ', base + '/a/../echo']) {
    const t = uni.connectSocket({ url, success: (r) => log('success', url, r), fail: (r) => log('fail', url, r), complete: (r) => log('complete', url, r) })
    log('t', typeof t, t && t.readyState)
    log('open', url, await new Promise((r) => t.onOpen(r)))
    t.close()
    await new Promise((r) => t.onClose(r))
  }
}
