export default async function ({ log, base, uni, sleep }) {
  for (const protocols of [undefined, [], 'protocol1', ['protocol1'], ['p2', 'protocol1'], ['protocol1', 'p2'], ['Protocol1', 'protocol1'], new Set(['x', 'protocol1']), ["!#$%&'*+-.^_`|~0Az", 'protocol1']]) {
    const t = uni.connectSocket({ url: base + '/headers', protocols, success: (r) => log('success', r), fail: (r) => log('fail', r) })
    await new Promise((done) => {
      t.onMessage((r) => {
        log('message', protocols, r.data)
        done()
      })
      t.onError(() => {
        log('error', protocols)
        done()
      })
    })
    t.close()
    await sleep(40)
  }
}
