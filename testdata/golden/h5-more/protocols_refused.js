export default async function ({ log, base, uni, sleep }) {
  for (const protocols of ['nope', ['nope'], ['a', 'A'], null, 5, [5], [null], [undefined], true, [['x']], new Uint8Array([1, 2])]) {
    const t = uni.connectSocket({ url: base + '/echo', protocols, success: (r) => log('success', protocols, r), fail: (r) => log('fail', protocols, r) })
    if (!t.onError) continue
    await new Promise((done) => {
      t.onOpen(() => log('open'))
      t.onError((r) => log('error', r))
      t.onClose((r) => {
        log('close', r)
        done()
      })
    })
    await sleep(40)
  }
}
