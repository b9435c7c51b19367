export default async function ({ log, base, uni, sleep }) {
  const host = base.slice(5)
  const urls = ['/echo', 'echo', './echo?q=1', '//' + host + '/echo', 'http://' + host + '/echo', 'HTTP://' + host + '/echo', base.toUpperCase().slice(0, 5) + host + '/echo', ' ' + base + '/echo ', '\t' + base + '/ec\nho', base + '/a/../echo', base.replace('//', '') + '/echo', base.replace('//', '/') + '/echo', base.replace('//', '\\\\') + '\\echo', base + '/echo?再见=回声&a b', base.replace('//', '//user:pass@') + '/echo', new String(base + '/echo'), { toString: () => base + '/echo' }, new URL(base + '/echo'), [base + '/echo']]
  for (const url of urls) {
    const t = uni.connectSocket({ url, success: (r) => log('success', r), fail: (r) => log('fail', r) })
    const end = await new Promise((r) => {
      if (!t.onOpen) return r('no task')
      t.onOpen(() => r('open'))
      t.onError(() => r('error'))
      setTimeout(() => r('nothing'), 3000)
    })
    log('url', String(url), end)
    t.close()
    await sleep(60)
  }
}
