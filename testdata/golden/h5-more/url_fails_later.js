export default async function ({ log, base, uni, sleep }) {
  for (const url of ['ws://127.0.0.1:1/', 'ws://127.0.0.1:25/echo', 'ws://127.0.0.1:6667/', 'ws://[::1]:1/']) {
    const t = uni.connectSocket({ url, success: (r) => log('success', r), fail: (r) => log('fail', r) })
    t.onOpen((r) => log('open', r))
    await new Promise((done) => {
      t.onError((r) => log('error', r, t.readyState))
      t.onClose((r) => {
        log('close', r, t.readyState)
        done()
      })
    })
  }
}
